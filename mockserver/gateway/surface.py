"""What the pipeline is handed: a vendor's edge with its policies, the workspace, and who asks.

Must not know any vendor, nor in which order the policies are asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from mockserver.core.clock import Clock
from mockserver.core.database import Database
from mockserver.core.errors import ApiError, ValidationFailed
from mockserver.core.events import EventBus
from mockserver.core.settings import Settings
from mockserver.core.times import Instant
from mockserver.gateway.auth import CredentialSource
from mockserver.gateway.faults import Faults
from mockserver.gateway.journal import Journal
from mockserver.gateway.keys import KeyRow
from mockserver.gateway.messages import Request
from mockserver.gateway.operation import Operation
from mockserver.gateway.rate_limit import Limit, Limiter, Verdict
from mockserver.gateway.response_cache import ResponseCache
from mockserver.gateway.route_index import RouteIndex


class ErrorStyle(Protocol):
    """A vendor's refusals, in its own words and shape."""

    def unauthorized(self, *, presented: bool) -> ApiError:
        """No key was presented, or one that is not known."""

    def forbidden(self) -> ApiError:
        """The key's subscription is not active."""

    def rate_limited(self, verdict: Verdict) -> ApiError:
        """Too many requests."""

    def not_found(self, path: str) -> ApiError:
        """The path is none of the vendor's."""

    def method_not_allowed(self, method: str, allowed: Sequence[str]) -> ApiError:
        """The path has no such method."""

    def invalid(self, failure: ValidationFailed) -> ApiError:
        """Input that does not fit."""

    def internal(self) -> ApiError:
        """Something broke on our side."""

    def body(self, error: ApiError, request_id: str) -> Mapping[str, object]:
        """The body of a refusal."""


class RateLimitPolicy(Protocol):
    """Which limits a request counts against, and how its client is told."""

    def limits(self, operation: Operation | None, request: Request, key: KeyRow) -> Sequence[tuple[Limit, str]]:
        """Limits and what is counted under them (a key, an account, a resource)."""

    def default(self) -> Limit | None:
        """The limit told to a client that has no key."""

    def headers(self, verdict: Verdict) -> dict[str, str]:
        """The headers that tell a client where it stands."""


@dataclass(frozen=True, slots=True)
class RequestIds:
    """How a vendor names requests: `<prefix><length letters and digits>` in a header."""

    header: str = "X-Request-ID"
    prefix: str = "req_"
    length: int = 14


@dataclass(frozen=True, slots=True)
class Surface:
    """The edge of one vendor."""

    name: str
    credentials: CredentialSource
    errors: ErrorStyle
    limits: RateLimitPolicy
    request_ids: RequestIds
    routes: RouteIndex[Operation]
    secret_fields: frozenset[str]
    context: Callable[[Any, Request, KeyRow], Any]
    created_status: Callable[[Any, Operation], int]


class Universe(Protocol):
    """The workspace that a request belongs to, as far as the edge needs it."""

    database: Database
    clock: Clock
    events: EventBus
    limiter: Limiter
    faults: Faults
    journal: Journal
    cache: ResponseCache

    @property
    def settings(self) -> Settings:
        """The workspace's settings."""

    def now(self) -> Instant:
        """The workspace's time."""

    def request_id(self, form: RequestIds) -> str:
        """A new name for a request."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: a good key or none, whether one was presented at all, and what is odd about the way it was."""

    key: KeyRow | None
    presented: bool
    remark: str | None = None
