"""Socket.IO without websockets: Engine.IO's long polling at `/socket.io`.

A polled session is a connection of the workspace's streams like any other; its wire is a list that waits to be fetched.
Must not know what is sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Annotated

from pydantic import Field

from mockserver.contract import Context, Ctx, vendor_router
from mockserver.engine.streams.connection import Connection
from mockserver.engine.streams.messages import Message
from mockserver.gateway.marks import Query
from mockserver.gateway.messages import Deferred, Request, Response, too_large
from mockserver.gateway.schemas import QueryParams
from mockserver.vendors.scravio.errors import bad_request
from mockserver.vendors.scravio.events.session import CLOSE, MOST_BYTES, Session, opening
from mockserver.vendors.scravio.events.sockets import POLICY, check_protocol, new_sid

router = vendor_router("Events")

SEPARATOR = "\x1e"
_PING, _NOTHING = "2", "6"
_TEXT = "text/plain; charset=UTF-8"

MOST_SESSIONS = 1_000
"""How many sessions a workspace has at most; the oldest makes room, since a clock that stands forgets none."""

_ROOM = 64
_PATIENCE_S = 20.0
"""How long of the machine's time a request waits for news before it is answered with nothing."""


class PolledWire:
    """A wire whose messages wait until the client asks for them."""

    can_ping = True

    def __init__(self) -> None:
        self.on_writable: Callable[[], None] = lambda: None
        self.session: Session | None = None
        self.is_polled = False
        self._packets: list[str] = []
        self._news = asyncio.Event()
        self._is_over = False

    @property
    def is_writable(self) -> bool:
        """Whether there is room."""
        return len(self._packets) < _ROOM

    def send(self, message: Message) -> None:
        """Keep a message until the client asks."""
        self._add(message.text.decode())

    def send_raw(self, data: bytes) -> None:
        """Keep bytes as they are, as far as they are text."""
        self._add(data.decode("utf-8", "replace"))

    def ping(self) -> None:
        """Ask for a sign of life."""
        self._add(_PING)

    def pong(self) -> None:
        """Engine.IO's servers send no pong unasked."""

    def close(self, code: int | None, reason: str) -> None:
        """Say goodbye."""
        self._add(CLOSE)
        self.abort()

    def abort(self) -> None:
        """Cut the line."""
        self._is_over = True
        self._news.set()

    async def fetch(self) -> list[str]:
        """The packets that wait, or the next ones; nothing after a while, or once the session is over."""
        self.is_polled = True
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await self._news.wait()
        except TimeoutError:
            return [_NOTHING]
        finally:
            self.is_polled = False
        packets, self._packets = self._packets, []
        if not self._is_over:
            self._news.clear()
            self.on_writable()
        return packets or [CLOSE]

    def _add(self, packet: str) -> None:
        self._packets.append(packet)
        self._news.set()


class PollQuery(QueryParams):
    """What Socket.IO's clients put into the address."""

    protocol: str | None = Field(None, alias="EIO")
    transport: str | None = None
    sid: str | None = None
    api_key: str | None = Field(None, alias="apiKey")
    stamp: str | None = Field(None, alias="t")


@router.get("/socket.io", include_in_schema=False)
async def poll(ctx: Ctx, query: Annotated[PollQuery, Query()]) -> Response | Deferred:
    """Begin a session, or wait for the packets of one."""
    check_protocol(query.protocol)
    if query.transport != "polling":
        raise bad_request("Transport unknown")
    if query.sid is None:
        return _begin(ctx)
    connection, wire = _session(ctx, query.sid)
    if wire.is_polled:
        connection.close(1002, "Two polls at a time")
        raise bad_request("A session is polled by one request at a time")
    return Deferred(wire.fetch, lambda packets: Response(200, SEPARATOR.join(packets).encode(), _TEXT))


@router.post("/socket.io", include_in_schema=False)
async def push(ctx: Ctx, query: Annotated[PollQuery, Query()]) -> Response:
    """Take the client's packets."""
    check_protocol(query.protocol)
    _, wire = _session(ctx, query.sid or "")
    if len(ctx.request.body) > MOST_BYTES:
        raise too_large(MOST_BYTES)
    try:
        packets = ctx.request.body.decode().split(SEPARATOR)
    except UnicodeDecodeError:
        raise bad_request("The payload is not UTF-8") from None
    assert wire.session is not None
    for packet in packets:
        wire.session.receive(packet)
    return Response(200, b"ok", "text/html")


def _begin(context: Context) -> Response:
    """A new session; its id names the workspace and the connection, since clients send their key only once."""
    streams, wire = context.workspace.streams, PolledWire()
    polled = [each for each in streams if isinstance(each.wire, PolledWire)]
    for oldest in polled[: max(0, len(polled) - MOST_SESSIONS + 1)]:
        oldest.close(1001, "Too many sessions")
    connection = Connection(wire, POLICY, vendor=context.vendor.name, key_id=context.key.id, path=context.request.path)
    streams.admit(connection)
    sid = f"{context.workspace.id}.{connection.id}.{new_sid(context)}"
    wire.session = Session(context.workspace, connection, sid)
    connection.on_text = wire.session.receive
    connection.open()
    return Response(200, opening(sid).encode(), _TEXT)


def workspace_of(request: Request) -> str | None:
    """The workspace of a session's request: whoever knows the id of a session needs no key."""
    return request.query.get("sid", "").rpartition(".")[0].rpartition(".")[0] or None


def _session(context: Context, sid: str) -> tuple[Connection, PolledWire]:
    connection = context.workspace.streams.find(sid.rpartition(".")[0].rpartition(".")[2])
    wire = None if connection is None else connection.wire
    if (
        connection is None
        or not isinstance(wire, PolledWire)
        or wire.session is None
        or wire.session.sid != sid
        or connection.is_closing
    ):
        raise bad_request("Session ID unknown")
    return connection, wire
