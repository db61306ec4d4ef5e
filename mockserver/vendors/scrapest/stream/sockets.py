"""The socket at `/ws`: what a client asked for, and what it may say. Source: "Connection", "Keep-Alive"."""

from __future__ import annotations

from mockserver.contract import Context, SocketRoute
from mockserver.core.settings import Edition
from mockserver.engine.streams.connection import Connection
from mockserver.vendors.scrapest.errors import at_handshake
from mockserver.vendors.scrapest.policy import SOCKET, SOCKET_CREDENTIALS
from mockserver.vendors.scrapest.stream.schemas import Envelope, ResolvedTweet
from mockserver.vendors.scrapest.stream.service import BARE, FAST, FULL

PATH = "/ws"

_FAST, _WITHOUT_FULL = "useFastX", "ignoreFullPayload"


def connect(context: Context, connection: Connection) -> None:
    """Put a client on the channels that it asked for; a text `ping` is answered, other texts are ignored.

    In the newer edition `useFastX` and `ignoreFullPayload` choose between envelopes; only `true` counts for true.
    Assumption: either of them in the URL, with whatever value, brings envelopes in place of bare tweets.
    """
    query = context.request.query
    if context.edition is Edition.OBSERVED and (_FAST in query or _WITHOUT_FULL in query):
        connection.channels |= {FAST} if query.get(_FAST) == "true" else set()
        connection.channels |= set() if query.get(_WITHOUT_FULL) == "true" else {FULL}
    else:
        connection.channels.add(BARE[context.edition])
    streams = context.workspace.streams

    def answer(text: str) -> None:
        if text != "ping":
            return
        streams.heard(connection)
        if context.edition is Edition.OBSERVED:
            connection.wire.pong()
        else:
            connection.send(streams.message(b"pong"))

    connection.on_text = answer


SOCKETS = (
    SocketRoute(
        PATH,
        connect,
        SOCKET,
        source="documented: Connection, Keep-Alive, Events (Tweet Payload), Error Codes",
        credentials=SOCKET_CREDENTIALS,
        refuse=at_handshake,
        # The newer server lets an unknown key in and hangs up at once.
        admits=lambda edition, presented: presented and edition is Edition.OBSERVED,
        messages=lambda: {"tweet": ResolvedTweet, "envelope": Envelope},
    ),
)
