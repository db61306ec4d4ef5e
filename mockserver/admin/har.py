"""The journal as HAR 1.2, which browsers' developer tools and most HTTP tools open. Secrets are hidden.

Source: "HTTP Archive (HAR) format", W3C Web Performance Working Group, historical draft of 14 August 2012.
"""

from __future__ import annotations

from collections.abc import Mapping
from http.client import responses
from urllib.parse import parse_qsl

from mockserver import __version__
from mockserver.admin.context import WORKSPACE, Ws, control_router
from mockserver.core.json import dumps_text
from mockserver.core.times import iso_ms
from mockserver.gateway.journal import Entry, content, redacted_headers, redacted_query
from mockserver.gateway.messages import JSON, Response

router = control_router("Requests")

_UNKNOWN = -1
"""What HAR says of a size or a time that was not measured."""


@router.get(f"{WORKSPACE}/requests.har", response_model=None)
async def export_har(ctx: Ws) -> Response:
    """Give every request as HAR 1.2, oldest first."""
    log = {
        "log": {
            "version": "1.2",
            "creator": {"name": "mockserver", "version": __version__},
            "entries": [_entry(entry) for entry in ctx.universe.journal],
        }
    }
    headers = {"Content-Disposition": f'attachment; filename="{ctx.universe.id}.har"'}
    return Response(200, dumps_text(log).encode(), JSON, headers)


def _entry(entry: Entry) -> dict[str, object]:
    shown: dict[str, object] = {
        "startedDateTime": iso_ms(entry.at),
        "time": entry.duration_ms,
        "request": _request(entry),
        "response": _response(entry),
        "cache": {},
        "timings": {"send": 0, "wait": entry.duration_ms, "receive": 0},
        "_id": entry.id,
        "_vendor": entry.vendor,
    }
    if entry.cause is not None:
        shown["comment"] = entry.cause
    return shown


def _request(entry: Entry) -> dict[str, object]:
    host = entry.request_headers.get("host", "localhost")
    query = redacted_query(entry.query)
    request: dict[str, object] = {
        "method": entry.method,
        "url": f"http://{host}{entry.path}" + (f"?{query}" if query else ""),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(redacted_headers(entry.request_headers)),
        "queryString": [{"name": name, "value": value} for name, value in parse_qsl(query, keep_blank_values=True)],
        "headersSize": _UNKNOWN,
        "bodySize": len(entry.request_body),
    }
    if entry.request_body:
        media_type = entry.request_headers.get("content-type", JSON)
        request["postData"] = {"mimeType": media_type, "text": _text(entry.request_body, entry.secret_fields)}
    return request


def _response(entry: Entry) -> dict[str, object]:
    media_type = entry.response_headers.get("content-type", JSON)
    return {
        "status": entry.status,
        "statusText": responses.get(entry.status, ""),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(redacted_headers(entry.response_headers)),
        "content": {
            "size": len(entry.response_body),
            "mimeType": media_type,
            "text": _text(entry.response_body, entry.secret_fields),
        },
        "redirectURL": entry.response_headers.get("location", ""),
        "headersSize": _UNKNOWN,
        "bodySize": len(entry.response_body),
    }


def _pairs(headers: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers.items()]


def _text(body: bytes, secret_fields: frozenset[str]) -> str:
    shown = content(body, secret_fields)
    return shown if isinstance(shown, str) else "" if shown is None else dumps_text(shown)
