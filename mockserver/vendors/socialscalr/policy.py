"""SocialScalr's tokens, limit and edition. Source: "Authentication" and "Conventions"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mockserver.contract import Traits
from mockserver.core.ids import ALPHANUMERIC
from mockserver.core.settings import Edition
from mockserver.core.times import MINUTE
from mockserver.gateway.auth import BearerToken
from mockserver.gateway.keys import KeyFormat, KeyRow
from mockserver.gateway.messages import Request
from mockserver.gateway.operation import Operation
from mockserver.gateway.rate_limit import FixedWindow, Limit, Verdict

CREDENTIALS = BearerToken()

KEYS = KeyFormat(demo="ss_demosocialscalr000000000", prefix="ss_", alphabet=ALPHANUMERIC, length=24)

EDITIONS: Mapping[Edition, Traits] = {Edition.DOCUMENTED: Traits(created_status=201)}
"""The document only: what else was published about this API contradicts it and has no client that shows it."""

PER_TOKEN = FixedWindow("socialscalr", limit=60, window_ms=MINUTE)


class SocialScalrLimits:
    """60 requests per minute and token: "Burst above and you'll see HTTP 429"."""

    def limits(self, operation: Operation | None, request: Request, key: KeyRow) -> Sequence[tuple[Limit, str]]:
        """The one window of the token."""
        return ((PER_TOKEN, key.id),)

    def default(self) -> Limit:
        """Every response carries the headers, so also one to a client without a token."""
        return PER_TOKEN

    def headers(self, verdict: Verdict) -> dict[str, str]:
        """Assumption: where a client stands is told in X-RateLimit-Limit, X-RateLimit-Remaining and X-RateLimit-Reset.

        The document names no header. The reset is a Unix time in seconds.
        """
        return {
            "X-RateLimit-Limit": str(verdict.limit),
            "X-RateLimit-Remaining": str(verdict.remaining),
            "X-RateLimit-Reset": str(-(-verdict.reset_at // 1000)),
        }
