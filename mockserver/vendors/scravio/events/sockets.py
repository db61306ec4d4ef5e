"""The two websockets: `/ws` with frames `{event, data}`, and Socket.IO's at `/socket.io`."""

from __future__ import annotations

from mockserver.contract import Context, SocketRoute
from mockserver.core.times import SECOND
from mockserver.engine.streams.connection import Connection
from mockserver.engine.streams.policies import KeepAlive, SocketPolicy
from mockserver.vendors.scravio.errors import bad_request
from mockserver.vendors.scravio.events.publishing import PLAIN
from mockserver.vendors.scravio.events.schemas import FRAMES
from mockserver.vendors.scravio.events.session import Session, opening
from mockserver.vendors.scravio.policy import SOCKET_CREDENTIALS

POLICY = SocketPolicy(queue=1_000, keep_alive=KeepAlive(ping_ms=25 * SECOND, silence_ms=45 * SECOND))

SOCKET_IO_PATHS = ("/socket.io/", "/socket.io")
PROTOCOL = "4"

_SID_LETTERS = 20

# Assumption: no source says how events are carried. Their names are in Socket.IO's style, so that is served, and a
# plain websocket beside it; the key goes in X-API-Key, or in ?apiKey= for browsers.
_SOURCE = 'assumption: no transport is documented for the events of "Start post-campaign email validation"'


def _listen(context: Context, connection: Connection) -> None:
    connection.channels.add(PLAIN)


def _converse(context: Context, connection: Connection) -> None:
    query = context.request.query
    check_protocol(query.get("EIO"))
    if "sid" in query:
        raise bad_request("Session ID unknown")
    workspace = context.workspace
    session = Session(workspace, connection, new_sid(context))
    connection.on_text = session.receive
    connection.send(workspace.streams.message(opening(session.sid).encode()))


def new_sid(context: Context) -> str:
    """A name for a session."""
    return context.workspace.ids.token("scravio.socket", _SID_LETTERS)


def check_protocol(version: str | None) -> None:
    """Refuse clients of another Engine.IO protocol: `ApiError` 400."""
    if version != PROTOCOL:
        raise bad_request(f"Unsupported protocol version; this is Engine.IO {PROTOCOL}")


ROUTES = (
    SocketRoute("/ws", _listen, POLICY, _SOURCE, SOCKET_CREDENTIALS, messages=lambda: FRAMES),
    *(SocketRoute(path, _converse, POLICY, _SOURCE, SOCKET_CREDENTIALS) for path in SOCKET_IO_PATHS),
)
