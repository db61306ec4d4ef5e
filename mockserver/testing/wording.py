"""How Python's values are said to the control API, and how its answers are read. Must not know who sends them."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

from mockserver.testing.errors import ControlError

if TYPE_CHECKING:
    import httpx

Span: TypeAlias = str | timedelta
"""A length of time: `"2m"`, or a `timedelta`."""

Moment: TypeAlias = str | datetime
"""An instant: ISO 8601, or a `datetime` that knows its zone."""

Match: TypeAlias = Mapping[str, Any]
"""Which requests: vendor, method, path, status and body, each optional."""

PATIENCE_S = 310.0
"""How long an answer may take: the control API itself waits up to five minutes."""


def given(**fields: Any) -> dict[str, Any]:
    """The fields that were given, as JSON has them."""
    return {name.removesuffix("_"): _worded(value) for name, value in fields.items() if value is not None}


def path_of(*parts: str) -> str:
    """A path of the parts, each of which stays one segment."""
    return "".join(f"/{quote(part, safe='')}" for part in parts)


def read(response: httpx.Response) -> Any:
    """The JSON of a success, or its text; raises `ControlError` for a refusal."""
    __tracebackhide__ = True  # pytest shows the line that asked
    if response.is_success:
        is_json = response.headers.get("content-type", "").startswith("application/json")
        return response.json() if is_json else response.content
    try:
        problem = response.json()["error"]
    except (ValueError, KeyError, TypeError):
        told = f"{response.url} answered {response.status_code}"
        raise ControlError(response.status_code, "not_ours", told, "Is that the address of a mockserver?") from None
    raise ControlError(response.status_code, problem["code"], problem["message"], problem["hint"])


def unreachable(url: str, error: Exception) -> ControlError:
    """The error of a call that got no answer."""
    hint = "Start it with: mockserver serve"
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        hint = "Set SSL_CERT_FILE to the authority's file that the server named when it started"
    return ControlError(0, "unreachable", f"No answer from {url}: {error}", hint)


def trust(url: str) -> ssl.SSLContext | bool:
    """Whose certificates are believed: the machine's authorities and those of `SSL_CERT_FILE`."""
    return ssl.create_default_context() if url.startswith("https:") else True


def seconds(span: Span) -> float:
    """A length of time in seconds."""
    if isinstance(span, timedelta):
        return span.total_seconds()
    from mockserver.core.times import SECOND, parse_duration

    return parse_duration(span) / SECOND


def _worded(value: Any) -> Any:
    match value:
        case timedelta():
            return f"{round(value.total_seconds() * 1000)}ms"
        case datetime():
            if value.tzinfo is None:
                raise ValueError(f"{value!r} does not say which zone it is in")
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case Mapping():
            return {name: _worded(item) for name, item in value.items()}
        case list() | tuple():
            return [_worded(item) for item in value]
    return value
