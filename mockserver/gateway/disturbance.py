"""What faults do: refusals made to order, and answers that are dropped, cut, spoilt, slowed or of another time.

Waits are on the machine's clock, as a client's timeouts are. Must not know which rule asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from http.client import responses
from typing import Any

from mockserver.core.errors import ApiError, ValidationFailed
from mockserver.core.json import dumps
from mockserver.core.times import Instant, Millis
from mockserver.gateway.faults import Disturbance, Effect, Struck
from mockserver.gateway.journal import BODY_BYTES, Entry, Journal
from mockserver.gateway.messages import JSON, Request, Response, Streamed
from mockserver.gateway.rate_limit import Verdict
from mockserver.gateway.sending import send_response, send_streamed
from mockserver.gateway.surface import ErrorStyle, RateLimitPolicy

Drop = Callable[[], Awaitable[None]]
"""Closes the connection at once, and returns when it is closed."""

_DRIP: Millis = 5_000
"""How long a slow answer takes when the rule names no delay."""
_DRIPS = 20
_NOISE = bytes(range(128, 256))
"""Bytes that are no UTF-8, however they are cut."""
_WINDOW: Millis = 60_000


def forced(effect: Effect, request: Request, errors: ErrorStyle, limits: RateLimitPolicy, now: Instant) -> Response:
    """The answer that an effect with a status asks for; raises `ApiError` where the vendor is to word it."""
    status = effect.status or 200
    if effect.has_body:
        return Response(status, effect.body.encode() if isinstance(effect.body, str) else dumps(effect.body), JSON)
    if status < 400:
        return Response(status, b"" if status in (204, 304) else b"{}")
    raise _refusal(status, effect.code, request, errors, limits, now)


def _refusal(
    status: int, code: str | None, request: Request, errors: ErrorStyle, limits: RateLimitPolicy, now: Instant
) -> ApiError:
    """A refusal of that status as the vendor words it; a code of the tester's own has the status's plain phrase."""
    phrase = responses.get(status, "Refused")
    worded: dict[int, Callable[[], ApiError]] = {
        400: lambda: errors.invalid(ValidationFailed.of("body", "is not valid")),
        401: lambda: errors.unauthorized(presented=True),
        403: errors.forbidden,
        404: lambda: errors.not_found(request.path),
        405: lambda: errors.method_not_allowed(request.method, ()),
        429: lambda: _rate_limited(errors, limits, now),
        500: errors.internal,
    }
    if code is None and status in worded:
        return worded[status]()
    return ApiError(status, code or phrase.lower().replace(" ", "_"), phrase)


def _rate_limited(errors: ErrorStyle, limits: RateLimitPolicy, now: Instant) -> ApiError:
    """The vendor's 429 with the headers of a limit that is used up."""
    limit = limits.default()
    window = _WINDOW if limit is None else limit.window_ms
    verdict = Verdict(False, 60 if limit is None else limit.limit, 0, now + window, window)
    refusal = errors.rate_limited(verdict)
    headers = {**limits.headers(verdict), **refusal.headers}
    return ApiError(429, refusal.code, refusal.message, extra=refusal.extra, headers=headers)


def of_another_time(disturbance: Disturbance, journal: Journal, request: Request, key: str | None) -> Response | None:
    """An earlier answer: of the same request (`stale`), or of the same list's other page (`duplicate`)."""
    for entry in reversed(list(journal)):
        if _is_alike(entry, request, key) and (entry.query == request.query_string) == (
            disturbance is Disturbance.STALE
        ):
            media_type = entry.response_headers.get("content-type", JSON)
            return Response(entry.status, entry.response_body, media_type)
    return None


def _is_alike(entry: Entry, request: Request, key: str | None) -> bool:
    return (
        entry.status == 200
        and (entry.method, entry.path, entry.key) == (request.method, request.path, key)
        and len(entry.response_body) < BODY_BYTES
    )


async def send_struck(send: Any, response: Response | Streamed, struck: Struck, drop: Drop) -> bytes:
    """Send an answer as a fault wants it; returns what the client got of the body, as much as the journal keeps."""
    effect = struck.effect
    response.headers.update(effect.headers or {})
    kind = effect.disturbance
    if kind is Disturbance.SLOW:
        return await _drip(send, _whole(response), struck.delay or _DRIP)
    await asyncio.sleep(struck.delay / 1000)
    if kind in (Disturbance.DROP, Disturbance.DROP_AFTER):
        await drop()
        return b""
    if kind is None and isinstance(response, Streamed):
        return await send_streamed(send, response)
    response = _whole(response)
    if kind is Disturbance.TRUNCATE:
        return await _cut(send, response, drop)
    if kind is Disturbance.GARBAGE:
        response.body = bytes(byte ^ _NOISE[at % len(_NOISE)] | 128 for at, byte in enumerate(response.body))
    if kind is Disturbance.CONTENT_TYPE:
        response.media_type = "text/html; charset=utf-8"
    await send_response(send, response)
    return response.body


def _whole(response: Response | Streamed) -> Response:
    """The answer in one piece; of a streamed one its beginning, since it is to be spoilt anyway."""
    if isinstance(response, Response):
        return response
    beginning = bytearray()
    for chunk in response.chunks:
        beginning += chunk
        if len(beginning) >= BODY_BYTES:
            break
    return Response(response.status, bytes(beginning), response.media_type, response.headers)


async def _drip(send: Any, response: Response, duration: Millis) -> bytes:
    body = response.body
    await send({"type": "http.response.start", "status": response.status, "headers": response.raw_headers()})
    size = max(1, -(-len(body) // _DRIPS))
    for start in range(0, len(body), size):
        await asyncio.sleep(duration / 1000 / _DRIPS)
        await send({"type": "http.response.body", "body": body[start : start + size], "more_body": True})
    await send({"type": "http.response.body", "body": b""})
    return body


async def _cut(send: Any, response: Response, drop: Drop) -> bytes:
    """Promise the whole body, send half of it, and close the connection."""
    half = response.body[: len(response.body) // 2]
    await send({"type": "http.response.start", "status": response.status, "headers": response.raw_headers()})
    await send({"type": "http.response.body", "body": half, "more_body": True})
    await drop()
    return half
