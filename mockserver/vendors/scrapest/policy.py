"""Scrapest's keys, editions and the way it treats its sockets. Source: "Connection", "Keep-Alive"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mockserver.contract import Traits
from mockserver.core.ids import ALPHANUMERIC
from mockserver.core.settings import Edition
from mockserver.core.times import SECOND
from mockserver.engine.streams.policies import KeepAlive, Overflow, SocketPolicy
from mockserver.gateway.auth import FirstOf, HeaderKey, QueryKey
from mockserver.gateway.keys import API, KeyFormat, KeyRow
from mockserver.gateway.messages import Request
from mockserver.gateway.operation import Operation
from mockserver.gateway.rate_limit import Limit, Verdict

NAME = "scrapest"

API_KEY = "x-api-key"

CREDENTIALS = HeaderKey(API_KEY)

# Assumption: a browser may send the key as `?x-api-key=` with the handshake, since it cannot send headers with one.
SOCKET_CREDENTIALS = FirstOf((CREDENTIALS, QueryKey(API_KEY)))

# Assumption: a key is 32 lower-case letters and digits; no source shows one.
KEYS = KeyFormat(demo="demo-scrapest-key-0000000000000000", prefix="", alphabet=ALPHANUMERIC, length=32, kinds=(API,))

EDITIONS: Mapping[Edition, Traits] = {
    Edition.DOCUMENTED: Traits(created_status=200),
    Edition.OBSERVED: Traits(created_status=200),
}

# Assumption: 10,000 messages wait for a client that reads slowly; then the oldest of them are lost to it.
SOCKET = SocketPolicy(
    queue=10_000,
    overflow=Overflow.DROP_OLDEST,
    keep_alive=KeepAlive(ping_ms=30 * SECOND, silence_ms=60 * SECOND),
)


class NoLimits:
    """No limit is documented."""

    def limits(self, operation: Operation | None, request: Request, key: KeyRow) -> Sequence[tuple[Limit, str]]:
        """None."""
        return ()

    def default(self) -> Limit | None:
        """None."""
        return None

    def headers(self, verdict: Verdict) -> dict[str, str]:
        """None."""
        return {}
