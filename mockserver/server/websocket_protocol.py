"""Websockets on the wire: uvicorn's protocol over the `websockets` library, with what ASGI does not carry.

Puts a wire (`engine.streams.policies.Wire`) into the scope as extension `WIRE`: frames that were made once go
straight to the transport, pings go out and pongs come in (as ASGI event `websocket.pong`), a line can be cut,
malformed bytes can be sent. Must not know who is connected.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState
from websockets.frames import Frame
from websockets.server import ServerProtocol

from mockserver.engine.streams.messages import Message
from mockserver.gateway.websocket import PONG, WIRE

BUFFER = 256 * 1024
"""Bytes that may lie in front of a client that reads slowly; then its messages wait in its queue."""

_GOODBYE_S = 1.0
"""How long a client may take to read what is left and to say goodbye."""

_PING = b"mock"


class SocketWire:
    """A client's end of the connection. What is sent after the line was cut goes nowhere."""

    can_ping = True

    def __init__(self, protocol: WireProtocol) -> None:
        self.is_writable = True
        self.on_writable: Callable[[], None] = lambda: None
        self._protocol = protocol
        self._transport = protocol.transport
        self._transport.set_write_buffer_limits(high=BUFFER)

    def send(self, message: Message) -> None:
        """Send a message in the frame that it has."""
        if not self._transport.is_closing():
            self._transport.write(message.frame)

    def send_raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        if not self._transport.is_closing():
            self._transport.write(data)

    def ping(self) -> None:
        """Ask for a sign of life."""
        self._protocol.write_control(lambda conn: conn.send_ping(_PING))

    def pong(self) -> None:
        """Give a sign of life that nobody asked for."""
        self._protocol.write_control(lambda conn: conn.send_pong(b""))

    def close(self, code: int | None, reason: str) -> None:
        """Say goodbye; whoever does not answer in time is cut off."""
        self._protocol.say_goodbye(code, reason)

    def abort(self) -> None:
        """Cut the line: what the client has not read yet is lost."""
        self._protocol.handshake_complete = True  # there will be none, and uvicorn need not complain
        self._transport.abort()


class WireProtocol(WebSocketsSansIOProtocol):
    """One client's connection; `ws_ping_interval` must be None, since pings follow a workspace's clock."""

    wire: SocketWire | None = None

    async def run_asgi(self) -> None:
        """Run the application for the connection; called when a handshake has come."""
        self.wire = SocketWire(self)
        cast(Any, self.scope)["extensions"][WIRE] = {"wire": self.wire}
        await super().run_asgi()

    async def send(self, message: ASGISendEvent) -> None:
        """Send an ASGI message; uvicorn takes a refusal for an unfinished handshake and would log that."""
        await super().send(message)
        if message["type"] == "websocket.http.response.body":
            self.handshake_complete = True

    def write_control(self, act: Callable[[ServerProtocol], None]) -> None:
        """Send a control frame, unless the connection is over."""
        if self.transport.is_closing():
            return
        try:
            act(self.conn)
        except InvalidState:
            return
        self.transport.write(b"".join(self.conn.data_to_send()))

    def say_goodbye(self, code: int | None, reason: str) -> None:
        """Begin the closing handshake after all that was sent."""
        if self.close_sent or self.transport.is_closing():
            return
        self.write_control(lambda conn: conn.send_close(code, reason))
        self.close_sent = True
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(_GOODBYE_S, self.transport.abort)

    # Called by the transport and the parser

    def pause_writing(self) -> None:
        """The client reads slowly: the buffer is full."""
        super().pause_writing()
        if self.wire is not None:
            self.wire.is_writable = False

    def resume_writing(self) -> None:
        """There is room in the buffer again."""
        super().resume_writing()
        if self.wire is not None:
            self.wire.is_writable = True
            self.wire.on_writable()

    def handle_pong(self, event: Frame) -> None:
        """Tell the application, asked for or not; ASGI has no such event, which is why it has ours."""
        self.queue.put_nowait(cast(Any, {"type": PONG}))

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is over; without a goodbye that is 1006, where uvicorn says 1005."""
        if self.conn.close_rcvd is None and not self.close_sent:
            self.queue.put_nowait({"type": "websocket.disconnect", "code": 1006})
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """The server stops; a client that does not read must not hold it up."""
        super().shutdown()
        self.loop.call_later(_GOODBYE_S, self.transport.abort)
