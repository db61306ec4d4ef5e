"""Scrapely's keys, limits and editions. Source: "Authentication", "Rate Limits"; decisions on created statuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mockserver.contract import Traits
from mockserver.core.ids import ALPHANUMERIC
from mockserver.core.settings import Edition
from mockserver.core.times import MINUTE
from mockserver.gateway.auth import BearerToken, FirstOf, HeaderKey
from mockserver.gateway.keys import KeyFormat, KeyRow
from mockserver.gateway.messages import Request
from mockserver.gateway.operation import Operation
from mockserver.gateway.rate_limit import FixedWindow, Limit, Verdict

CREDENTIALS = FirstOf((HeaderKey("X-API-Key"), BearerToken()))
"""If both are sent, X-API-Key wins."""

KEYS = KeyFormat(demo="sk_live_demo_scrapely_000000000000", prefix="sk_live_", alphabet=ALPHANUMERIC, length=26)

EDITIONS: Mapping[Edition, Traits] = {
    Edition.DOCUMENTED: Traits(created_status=200),
    Edition.OBSERVED: Traits(created_status=201),
}

SECRET_FIELDS = frozenset({"cookies", "password", "two_fa_key", "proxy_auth", "xchat_pin"})

PER_KEY = FixedWindow("scrapely", limit=60, window_ms=MINUTE)


class ScrapelyLimits:
    """60 requests per minute per API key."""

    def limits(self, operation: Operation | None, request: Request, key: KeyRow) -> Sequence[tuple[Limit, str]]:
        """The one window of the key."""
        return ((PER_KEY, key.id),)

    def default(self) -> Limit:
        """Every response carries the headers, so also one to a client without a key."""
        return PER_KEY

    def headers(self, verdict: Verdict) -> dict[str, str]:
        """Whole numbers; the reset is a Unix time in seconds."""
        return {
            "X-RateLimit-Limit": str(verdict.limit),
            "X-RateLimit-Remaining": str(verdict.remaining),
            "X-RateLimit-Reset": str(-(-verdict.reset_at // 1000)),
        }
