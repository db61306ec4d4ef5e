"""Xquik's keys, limits and editions. Sources: "Authentication", "Rate Limits" of the vendor's site; decisions.

A session is a key of kind `session` that comes in the cookie; `access` says which operations take which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http.cookies import CookieError, SimpleCookie

from mockserver.contract import Traits
from mockserver.core.ids import HEX
from mockserver.core.settings import Edition
from mockserver.core.times import DAY, MINUTE, SECOND, Millis
from mockserver.gateway.auth import BearerToken, FirstOf, HeaderKey
from mockserver.gateway.keys import API, INACTIVE, VISITOR, KeyFormat, KeyRow
from mockserver.gateway.messages import Request
from mockserver.gateway.operation import Operation
from mockserver.gateway.rate_limit import FixedWindow, Limit, Verdict

SESSION = "session"
"""The kind of key that stands for somebody who is logged in to the vendor's site."""

SESSION_COOKIE = "session_token"


class SessionCookie:
    """The session's token in its cookie."""

    def read(self, request: Request) -> str | None:
        """The cookie's value."""
        header = request.headers.get("cookie")
        if not header:
            return None
        try:
            morsel = SimpleCookie(header).get(SESSION_COOKIE)
        except CookieError:
            return None
        return (morsel.value or None) if morsel else None


KEY_PLACES = FirstOf((HeaderKey("x-api-key"), HeaderKey("xquik-api-key"), BearerToken()))
"""Where an API key may stand."""

CREDENTIALS = FirstOf((KEY_PLACES, SessionCookie()))
"""The header wins over its alias, both over a bearer token, and all over a session."""

KEYS = KeyFormat(
    demo="xq_d3m0000000000000000000000000000000000000000000000000000000000000",
    prefix="xq_",
    alphabet=HEX,
    length=64,
    kinds=(API, INACTIVE, SESSION),
)

EDITIONS: Mapping[Edition, Traits] = {
    Edition.DOCUMENTED: Traits(created_status=201),
    Edition.OBSERVED: Traits(created_status=201),
}

SECRET_FIELDS = frozenset({"fullKey", "secret", "clientSecret", "password", "totp_secret"})

READ = FixedWindow("xquik.read", limit=10, window_ms=SECOND)
WRITE = FixedWindow("xquik.write", limit=30, window_ms=MINUTE)
DELETE = FixedWindow("xquik.delete", limit=15, window_ms=MINUTE)

TIERS: Mapping[str, Limit] = {"POST": WRITE, "PUT": WRITE, "PATCH": WRITE, "DELETE": DELETE}
"""The tier of a method; all others read."""

EXTRA: Mapping[str, Sequence[Limit]] = {
    "followUser": (
        FixedWindow("xquik.follow", limit=20, window_ms=MINUTE),
        FixedWindow("xquik.follow_daily", limit=400, window_ms=DAY),
    ),
    "connectXAccount": (FixedWindow("xquik.connect", limit=3, window_ms=15 * MINUTE),),
}
"""Limits that an operation has besides its tier, by operation id."""

MCP_PATH = "/mcp"
"""Where agents connect. Their messages count for nothing; the requests that their tools make do."""

ACCOUNT = "account"
"""Limits count what an account does, whichever of its keys it uses; a workspace has one account."""


class XquikLimits:
    """Fixed windows for reading, writing and deleting, counted for the account."""

    def limits(self, operation: Operation | None, request: Request, key: KeyRow) -> Sequence[tuple[Limit, str]]:
        """The method's tier, and what the operation has besides; pages are not counted."""
        if key.kind == VISITOR or request.path == MCP_PATH:
            return ()
        tier = TIERS.get(request.method, READ)
        extra = EXTRA.get(operation.id, ()) if operation is not None else ()
        return [(limit, ACCOUNT) for limit in (tier, *extra)]

    def default(self) -> Limit | None:
        """Answers tell nothing of limits."""
        return None

    def headers(self, verdict: Verdict) -> dict[str, str]:
        """None: only a refusal tells, in `Retry-After`."""
        return {}


def window_of(verdict: Verdict) -> Millis:
    """How long the window is that refused: the vendor says `Retry-After: 1` or `60`, however much of it is left."""
    every = (READ, *TIERS.values(), *(limit for limits in EXTRA.values() for limit in limits))
    return next((each.window_ms for each in every if each.limit == verdict.limit), MINUTE)
