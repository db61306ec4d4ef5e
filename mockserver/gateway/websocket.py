"""Websockets at the edge, as ASGI carries them: refusals before the upgrade, and a wire over plain ASGI.

A server that can do more (pings, prepared frames, cutting the line) puts a wire of its own into the scope as
extension `WIRE`. Must not know who is connected, nor what is sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Protocol
from urllib.parse import unquote_plus

from mockserver.core.times import Instant
from mockserver.gateway.journal import HIDDEN, Entry
from mockserver.gateway.messages import Request, Response

WIRE = "mockserver.wire"
"""What the scope's extensions hold: `{"wire": Wire}`."""

PONG = "websocket.pong"
"""The type of the event that says a pong has come, from a server that has a wire."""

DENIAL = "websocket.http.response"

ACCEPTED = 101
PLAIN_TEXT = "text/plain; charset=utf-8"

_ROOM = 64


class Frame(Protocol):
    """What a plain wire needs of a message."""

    @property
    def text(self) -> bytes:
        """The text in UTF-8."""


class PlainWire:
    """A wire over ASGI alone, as tests in the process use it: no pings, and a cut line is a close with 1006."""

    can_ping = False

    def __init__(self, send: Any) -> None:
        self.on_writable: Callable[[], None] = lambda: None
        self._send = send
        self._messages: asyncio.Queue[dict[str, object] | None] = asyncio.Queue()
        self._sender = asyncio.get_running_loop().create_task(self._run())

    @property
    def is_writable(self) -> bool:
        """Whether there is room: the client reads."""
        return self._messages.qsize() < _ROOM

    def send(self, message: Frame) -> None:
        """Send a message."""
        self._messages.put_nowait({"type": "websocket.send", "text": message.text.decode()})

    def send_raw(self, data: bytes) -> None:
        """Send bytes as they are; ASGI makes a binary message of them."""
        self._messages.put_nowait({"type": "websocket.send", "bytes": data})

    def ping(self) -> None:
        """ASGI has no pings."""

    def pong(self) -> None:
        """ASGI has no pongs."""

    def close(self, code: int | None, reason: str) -> None:
        """Say goodbye."""
        self._messages.put_nowait({"type": "websocket.close", "code": code or 1005, "reason": reason})

    def abort(self) -> None:
        """Cut the line."""
        self.close(1006, "")

    async def finish(self) -> None:
        """Send what is left, unless the client is gone."""
        self._messages.put_nowait(None)
        await asyncio.gather(self._sender, return_exceptions=True)

    async def _run(self) -> None:
        while (message := await self._messages.get()) is not None:
            await self._send(message)
            if message["type"] == "websocket.close":
                return
            if self.is_writable:
                self.on_writable()


async def deny(scope: Mapping[str, Any], send: Any, response: Response) -> None:
    """Answer a handshake with an HTTP response; a server that cannot closes the connection, which is a 403."""
    if DENIAL not in (scope.get("extensions") or {}):
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
        return
    head = {"status": response.status, "headers": response.raw_headers()}
    await send({"type": f"{DENIAL}.start", **head})
    await send({"type": f"{DENIAL}.body", "body": response.body})


def handshake(scope: Mapping[str, Any], path: str, *, prefix: str, public_url: str | None) -> Request:
    """The HTTP request that asks for a websocket; its origin is an HTTP address."""
    scheme = "https" if scope.get("scheme") == "wss" else "http"
    return Request.of({**scope, "method": "GET", "scheme": scheme}, path, prefix=prefix, public_url=public_url)


def upgrade_required() -> Response:
    """What a plain GET at a websocket's path is answered."""
    headers = {"Upgrade": "websocket", "Connection": "Upgrade"}
    return Response(426, b"Upgrade Required", PLAIN_TEXT, headers)


def entry(
    request: Request,
    request_id: str,
    at: Instant,
    vendor: str,
    *,
    status: int,
    key: str | None,
    credential: str | None,
    method: str = "GET",
    body: bytes = b"",
    cause: str | None = None,
) -> Entry:
    """A handshake for the journal, or, with method `CLOSE` and the close code as status, the end of a connection.

    A key in the query is hidden, as those in headers are.
    """
    return Entry(
        id=request_id,
        at=at,
        vendor=vendor,
        method=method,
        path=request.path,
        query=_without(request.query_string, credential),
        status=status,
        duration_ms=0.0,
        request_headers=request.headers,
        request_body=b"",
        response_headers={},
        response_body=body,
        key=key,
        cause=cause,
        secret_fields=frozenset(),
    )


def _without(query: str, credential: str | None) -> str:
    """The query with the credential hidden."""
    if not query or credential is None:
        return query
    parts = (part.partition("=") for part in query.split("&"))
    return "&".join(
        f"{name}={HIDDEN}" if unquote_plus(value).strip() == credential else name + sign + value
        for name, sign, value in parts
    )
