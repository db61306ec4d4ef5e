"""A vendor request's whole life: auth, rate limit, route, transaction, answer, journal, events.

Flat stages in one function each; every policy is handed over in a `Surface`. Must not know any vendor.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from mockserver.core.clock import Clock
from mockserver.core.database import Database
from mockserver.core.errors import ApiError, ValidationFailed
from mockserver.core.events import EventBus
from mockserver.core.json import dumps
from mockserver.core.settings import RateLimits, Settings, Validation
from mockserver.core.times import Instant
from mockserver.gateway.auth import CredentialSource
from mockserver.gateway.journal import Entry, Journal
from mockserver.gateway.keys import INACTIVE, KeyRow
from mockserver.gateway.messages import JSON, Request, Response
from mockserver.gateway.operation import Operation
from mockserver.gateway.rate_limit import Limit, Limiter, Verdict
from mockserver.gateway.response_cache import ResponseCache
from mockserver.gateway.route_index import Match, Miss, RouteIndex

_log = logging.getLogger(__name__)

_CORS: Mapping[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "*",
    "Vary": "Origin",
}


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


@dataclass(slots=True)
class Exchange:
    """What is known of a request while it is answered."""

    request: Request
    request_id: str
    caller: Caller
    headers: dict[str, str] = field(default_factory=dict)
    cause: str | None = None


async def serve(
    surface: Surface,
    universe: Universe,
    request: Request,
    caller: Caller,
    send: Any,
    *,
    unreadable: ApiError | None = None,
) -> None:
    """Answer one request whose body has been read, or was `unreadable`. Never raises for what a client does."""
    started = time.perf_counter()
    exchange = Exchange(request, universe.request_id(surface.request_ids), caller, cause=caller.remark)
    response = _respond(surface, universe, exchange, unreadable)
    happened = universe.events.take()  # while a slow client reads, another request may fail and discard
    response.headers[surface.request_ids.header] = exchange.request_id
    response.headers.update(exchange.headers)
    if "origin" in request.headers:
        response.headers.update(_CORS)
    try:
        await send_response(send, response)
    finally:
        universe.journal.add(
            Entry(
                id=exchange.request_id,
                at=universe.now(),
                vendor=surface.name,
                method=request.method,
                path=request.path,
                query=request.query_string,
                status=response.status,
                duration_ms=round((time.perf_counter() - started) * 1000, 2),
                request_headers=request.headers,
                request_body=request.body,
                response_headers=response.headers,
                response_body=response.body,
                key=None if caller.key is None else caller.key.id,
                cause=exchange.cause,
                secret_fields=surface.secret_fields,
            )
        )
        universe.events.tell(happened)


def _respond(surface: Surface, universe: Universe, exchange: Exchange, unreadable: ApiError | None) -> Response:
    errors = surface.errors
    try:
        try:
            return _answer(surface, universe, exchange, unreadable)
        except ValidationFailed as failure:
            raise errors.invalid(failure) from None
    except ApiError as error:
        refusal = error
    except Exception:
        _log.exception("%s %s failed", exchange.request.method, exchange.request.path)
        refusal = errors.internal()
    universe.events.discard()
    exchange.cause = exchange.cause or refusal.message
    exchange.headers.update(refusal.headers)
    return Response(refusal.status, dumps(errors.body(refusal, exchange.request_id)), JSON)


def _answer(surface: Surface, universe: Universe, exchange: Exchange, unreadable: ApiError | None) -> Response:
    request, key = exchange.request, exchange.caller.key
    found = surface.routes.find(request.method, request.path)
    operation = found.route if isinstance(found, Match) else None
    if key is None:
        _tell_default_limit(surface, universe, exchange)
        raise surface.errors.unauthorized(presented=exchange.caller.presented)
    verdict = _count(surface, universe, exchange, operation, key)
    if key.kind == INACTIVE:
        raise surface.errors.forbidden()
    if verdict is not None and not verdict.allowed:
        raise surface.errors.rate_limited(verdict)
    if unreadable is not None:
        raise unreadable
    if isinstance(found, Miss):
        if found.allowed:
            raise surface.errors.method_not_allowed(request.method, found.allowed)
        raise surface.errors.not_found(request.path)
    operation = found.route
    if universe.settings.validation is Validation.STRICT:
        operation.check_strictly(request)
    if request.method != "GET":
        return _call(surface, universe, request, key, found)
    asked = (key.id, request.origin, request.prefix, request.path, request.query_string)
    revision, reads = universe.database.revision, universe.clock.reads
    response = universe.cache.get(revision, asked)
    if response is None:
        response = _call(surface, universe, request, key, found)
        if universe.database.revision == revision and universe.clock.reads == reads and response.status == 200:
            universe.cache.put(revision, asked, response)
    return Response(response.status, response.body, response.media_type, dict(response.headers))


def _call(surface: Surface, universe: Universe, request: Request, key: KeyRow, found: Match[Operation]) -> Response:
    """Run the handler in a transaction of its own; what it raises leaves nothing behind."""
    operation = found.route
    context = surface.context(universe, request, key)
    with universe.database.transaction():
        result = _run(operation, context, request, found.params)
        if isinstance(result, Response):
            response = result
        else:
            status = surface.created_status(context, operation) if context.has_created else operation.status_code
            response = Response(status, dumps(result), JSON)
    response.headers.update(context.headers)
    return response


def _run(operation: Operation, context: object, request: Request, path_params: dict[str, str]) -> object:
    """Run a handler without letting go of the event loop, so that no other request sees its transaction."""
    coroutine = operation.call(context, request, path_params)
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value
    coroutine.close()
    raise RuntimeError(f"{operation.id} waited for something inside its transaction")


def _count(
    surface: Surface, universe: Universe, exchange: Exchange, operation: Operation | None, key: KeyRow
) -> Verdict | None:
    """Count the request; tells the client and returns the verdict that matters most."""
    mode = universe.settings.rate_limits
    if mode is RateLimits.OFF:
        return None
    now = universe.now()
    told: Verdict | None = None
    for limit, subject in surface.limits.limits(operation, exchange.request, key):
        verdict = universe.limiter.hit(limit, subject, now)
        if told is None or (told.allowed and (not verdict.allowed or verdict.remaining < told.remaining)):
            told = verdict
    if told is None:
        return None
    exchange.headers.update(surface.limits.headers(told))
    return told if mode is RateLimits.ENFORCE else None


def _tell_default_limit(surface: Surface, universe: Universe, exchange: Exchange) -> None:
    limit = surface.limits.default()
    if limit is not None and universe.settings.rate_limits is not RateLimits.OFF:
        exchange.headers.update(surface.limits.headers(limit.fresh(universe.now())))


async def send_response(send: Any, response: Response) -> None:
    """Send a whole response."""
    await send({"type": "http.response.start", "status": response.status, "headers": response.raw_headers()})
    await send({"type": "http.response.body", "body": response.body})


def preflight(request: Request) -> Response | None:
    """The answer to a browser's CORS preflight, from any origin; None for any other request."""
    headers = request.headers
    if request.method != "OPTIONS" or "origin" not in headers or "access-control-request-method" not in headers:
        return None
    return Response(
        204,
        headers={
            **_CORS,
            "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE, OPTIONS",
            "Access-Control-Allow-Headers": headers.get("access-control-request-headers", "*"),
            "Access-Control-Max-Age": "600",
        },
    )
