"""Responses on their way to the client. Must not know what they say."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from mockserver.gateway.journal import BODY_BYTES
from mockserver.gateway.messages import Request, Response, Streamed

CORS: Mapping[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "*",
    "Vary": "Origin",
}


async def send_response(send: Any, response: Response) -> None:
    """Send a whole response."""
    await send({"type": "http.response.start", "status": response.status, "headers": response.raw_headers()})
    await send({"type": "http.response.body", "body": response.body})


async def send_streamed(send: Any, response: Streamed) -> bytes:
    """Send a response while it is made; returns its beginning, as much as the journal keeps.

    The loop gets its turn between pieces, so that a long body holds nobody up.
    """
    await send({"type": "http.response.start", "status": response.status, "headers": response.raw_headers()})
    beginning = bytearray()
    for chunk in response.chunks:
        if len(beginning) < BODY_BYTES:
            beginning += chunk[: BODY_BYTES - len(beginning)]
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await asyncio.sleep(0)
    await send({"type": "http.response.body", "body": b""})
    return bytes(beginning)


def preflight(request: Request) -> Response | None:
    """The answer to a browser's CORS preflight, from any origin; None for any other request."""
    headers = request.headers
    if request.method != "OPTIONS" or "origin" not in headers or "access-control-request-method" not in headers:
        return None
    return Response(
        204,
        headers={
            **CORS,
            "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE, OPTIONS",
            "Access-Control-Allow-Headers": headers.get("access-control-request-headers", "*"),
            "Access-Control-Max-Age": "600",
        },
    )
