"""Scravio's keys, limits and editions. Source: "Authentication", "Rate Limits"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mockserver.contract import Traits
from mockserver.core.ids import ALPHANUMERIC
from mockserver.core.settings import Edition
from mockserver.core.times import HOUR, MINUTE
from mockserver.gateway.auth import FirstOf, HeaderKey, QueryKey
from mockserver.gateway.keys import KeyFormat, KeyRow
from mockserver.gateway.messages import Request
from mockserver.gateway.operation import Operation
from mockserver.gateway.rate_limit import FixedWindow, Limit, Verdict
from mockserver.gateway.surface import RequestIds

SOCKET_CREDENTIALS = FirstOf((HeaderKey("X-API-Key"), QueryKey("apiKey")))
"""Where websockets are opened and polled, since browsers send no headers with a websocket."""


@dataclass(frozen=True, slots=True)
class KeyByPath:
    """X-API-Key, and at the paths of events the query too."""

    def read(self, request: Request) -> str | None:
        """The key as sent."""
        is_event = request.path.startswith("/socket.io")
        return (SOCKET_CREDENTIALS if is_event else SOCKET_CREDENTIALS.sources[0]).read(request)


CREDENTIALS = KeyByPath()

KEYS = KeyFormat(demo="sk_live_demo_scravio_0000000000000", prefix="sk_live_", alphabet=ALPHANUMERIC, length=26)

EDITIONS: Mapping[Edition, Traits] = {Edition.DOCUMENTED: Traits(), Edition.OBSERVED: Traits()}

REQUEST_IDS = RequestIds(header="X-Request-Id", prefix="req_", length=14)

ACCOUNT = "account"
"""What limits of the account are counted under: all keys of a workspace are keys of its one account."""

STOPS = FixedWindow("scravio stop", limit=5, window_ms=MINUTE)
CAMPAIGN_VALIDATIONS = FixedWindow("scravio validate", limit=3, window_ms=MINUTE)
TEXT_JOBS = FixedWindow("scravio validation-jobs/text", limit=3, window_ms=HOUR)
EXPORTS = FixedWindow("scravio list-exports", limit=5, window_ms=HOUR)
"""Counted by exports that were made and not here, since reusing one does not count."""

_OF_CAMPAIGN: Mapping[str, Limit] = {"stop": STOPS, "validate": CAMPAIGN_VALIDATIONS}
_CAMPAIGN_ACTION = re.compile(r"/api/campaigns/([^/]+)/(stop|validate)")
_TEXT_JOBS_PATH = "/api/validation-jobs/text"


class ScravioLimits:
    """Stops and validations are counted for each campaign, validation jobs for the account.

    Assumption: endpoints whose limit is not documented have none.
    """

    def limits(self, operation: Operation | None, request: Request, key: KeyRow) -> Sequence[tuple[Limit, str]]:
        """The window of the campaign, or of the account."""
        if operation is None or operation.method != "POST":
            return ()
        if request.path == _TEXT_JOBS_PATH:
            return ((TEXT_JOBS, ACCOUNT),)
        action = _CAMPAIGN_ACTION.fullmatch(request.path)
        return () if action is None else ((_OF_CAMPAIGN[action[2]], action[1]),)

    def default(self) -> Limit | None:
        """A client without a key is told of no limit."""
        return None

    def headers(self, verdict: Verdict) -> dict[str, str]:
        """Where a client stands.

        Assumption: limited endpoints answer with X-RateLimit-Limit, X-RateLimit-Remaining and X-RateLimit-Reset,
        the last in Unix seconds. No source names a header.
        """
        return {
            "X-RateLimit-Limit": str(verdict.limit),
            "X-RateLimit-Remaining": str(verdict.remaining),
            "X-RateLimit-Reset": str(-(-verdict.reset_at // 1000)),
        }
