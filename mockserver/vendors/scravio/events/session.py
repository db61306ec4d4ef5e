"""One client of Socket.IO: what it says, and what it is answered, over whichever transport carries it.

Engine.IO protocol 4 and Socket.IO protocol 5, whose packets the library reads and writes. Clients only listen here, so
events from them are heard and lead to nothing. Must not know the transport.
"""

from __future__ import annotations

from mockserver.core.json import dumps_text
from mockserver.core.times import DAY, SECOND
from mockserver.engine.streams.connection import Connection
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scravio.events.publishing import SOCKET_IO

PING_MS = DAY
"""Assumption: clients are told to expect pings a day apart, since the workspace's clock may stand while theirs goes."""

PATIENCE_MS = 20 * SECOND
MOST_BYTES = 1_000_000

CLOSE, PONG_TO_PROBE, MESSAGE = "1", "3", "4"

_MALFORMED = 1002


def opening(sid: str) -> str:
    """The packet that begins an Engine.IO session."""
    offer = {
        "sid": sid,
        "upgrades": [],
        "pingInterval": PING_MS,
        "pingTimeout": PATIENCE_MS,
        "maxPayload": MOST_BYTES,
    }
    return "0" + dumps_text(offer)


class Session:
    """A session on a connection that is open, or about to be."""

    def __init__(self, workspace: Workspace, connection: Connection, sid: str) -> None:
        self.sid = sid
        self._workspace = workspace
        self._connection = connection

    def receive(self, text: str) -> None:
        """Take an Engine.IO packet from the client; a malformed one ends the session."""
        kind, rest = text[:1], text[1:]
        match kind:
            case "1":
                self._connection.close()
            case "2":
                self._send(PONG_TO_PROBE + rest)
            case "3":
                self._workspace.streams.heard(self._connection)
            case "4":
                self._take(rest)
            case "5" | "6":
                return
            case _:
                self._connection.close(_MALFORMED, "Malformed packet")

    def _take(self, encoded: str) -> None:
        from socketio import packet  # type: ignore[import-untyped]

        try:
            taken = packet.Packet(encoded_packet=encoded)
        except (ValueError, IndexError):
            self._connection.close(_MALFORMED, "Malformed packet")
            return
        namespace = taken.namespace or "/"
        if taken.packet_type == packet.CONNECT and namespace == "/":
            self._answer(packet.Packet(packet.CONNECT, {"sid": self.sid}))
            self._workspace.streams.join(self._connection, SOCKET_IO)
        elif taken.packet_type == packet.CONNECT:
            self._answer(packet.Packet(packet.CONNECT_ERROR, {"message": "Invalid namespace"}, namespace))
        elif taken.packet_type == packet.DISCONNECT:
            self._connection.close()

    def _answer(self, answer: object) -> None:
        self._send(MESSAGE + str(answer.encode()))  # type: ignore[attr-defined]

    def _send(self, text: str) -> None:
        self._connection.send(self._workspace.streams.message(text.encode()))
