"""A vendor request's whole life: auth, rate limit, route, transaction, answer, journal, events.

Flat stages in one function each; every policy is handed over in a `Surface`. Must not know any vendor.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from mockserver.core.errors import ApiError, ValidationFailed
from mockserver.core.json import dumps
from mockserver.core.settings import RateLimits, Validation
from mockserver.gateway.disturbance import Drop, forced, of_another_time, send_struck
from mockserver.gateway.faults import Disturbance, Struck, preferred
from mockserver.gateway.journal import Entry, Stopwatch
from mockserver.gateway.keys import INACTIVE, KeyRow
from mockserver.gateway.messages import JSON, Deferred, Request, Response, Streamed
from mockserver.gateway.operation import Operation
from mockserver.gateway.rate_limit import Verdict
from mockserver.gateway.route_index import Match, Miss
from mockserver.gateway.sending import CORS, send_response, send_streamed
from mockserver.gateway.surface import Caller, Surface, Universe

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Exchange:
    """What is known of a request while it is answered."""

    request: Request
    request_id: str
    caller: Caller
    headers: dict[str, str] = field(default_factory=dict)
    cause: str | None = None
    struck: Struck | None = None

    @property
    def is_dropped(self) -> bool:
        """Whether the client gets no answer."""
        return self.struck is not None and self.struck.effect.disturbance in (Disturbance.DROP, Disturbance.DROP_AFTER)


async def _lost() -> None:
    """Where there is no connection to close, its loss is an exception."""
    raise ConnectionResetError("the connection was dropped by a fault")


async def serve(
    surface: Surface,
    universe: Universe,
    request: Request,
    caller: Caller,
    send: Any,
    *,
    unreadable: ApiError | None = None,
    drop: Drop = _lost,
) -> None:
    """Answer one request whose body has been read, or was `unreadable`. Never raises for what a client does.

    `drop` closes the connection, for faults that want it.
    """
    watch = Stopwatch()
    request.id = universe.request_id(surface.request_ids)
    exchange = Exchange(request, request.id, caller, cause=caller.remark)
    response = _respond(surface, universe, exchange, lambda: _answer(surface, universe, exchange, unreadable))
    while isinstance(response, _Pending):
        universe.events.tell(universe.events.take())
        response = await _resume(surface, universe, exchange, response)
    happened = universe.events.take()  # while a slow client reads, another request may fail and discard
    response.headers[surface.request_ids.header] = exchange.request_id
    response.headers.update(exchange.headers)
    if "origin" in request.headers:
        response.headers.update(CORS)
    sent = b""
    try:
        if exchange.struck is not None:
            sent = await send_struck(send, response, exchange.struck, drop)
        elif isinstance(response, Streamed):
            sent = await send_streamed(send, response)
        else:
            sent = response.body
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
                status=0 if exchange.is_dropped else response.status,
                duration_ms=watch.elapsed_ms,
                request_headers=request.headers,
                request_body=request.body,
                response_headers=response.headers,
                response_body=sent,
                key=None if caller.key is None else caller.key.id,
                cause=exchange.cause,
                secret_fields=surface.secret_fields,
            )
        )
        universe.events.tell(happened)


@dataclass(frozen=True, slots=True)
class _Pending:
    """An answer that waits for work outside the transaction."""

    work: Callable[[], Awaitable[Any]]
    finish: Callable[[Any], Answer]


Answer = Response | Streamed | _Pending


async def _resume(surface: Surface, universe: Universe, exchange: Exchange, pending: _Pending) -> Answer:
    try:
        outcome = await pending.work()
    except Exception as error:
        failure = error

        def fail() -> Answer:
            raise failure

        return _respond(surface, universe, exchange, fail)
    return _respond(surface, universe, exchange, lambda: pending.finish(outcome))


def _respond(surface: Surface, universe: Universe, exchange: Exchange, produce: Callable[[], Answer]) -> Answer:
    errors = surface.errors
    try:
        try:
            return produce()
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


def _answer(surface: Surface, universe: Universe, exchange: Exchange, unreadable: ApiError | None) -> Answer:
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
    if universe.faults or "prefer" in request.headers:
        response = _strike(surface, universe, exchange, key)
        if response is not None:
            return response
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
        answer = _call(surface, universe, request, key, found)
        if not isinstance(answer, Response):
            return answer
        response = answer
        unchanged = universe.database.revision == revision and universe.clock.reads == reads
        if unchanged and response.status == 200 and not request.is_quoted:
            universe.cache.put(revision, asked, response)
    return Response(response.status, response.body, response.media_type, dict(response.headers))


def _strike(surface: Surface, universe: Universe, exchange: Exchange, key: KeyRow) -> Response | None:
    """The answer in the place of the handler's, where a fault wants one; remembers what else the fault wants."""
    request, now = exchange.request, universe.now()
    struck = universe.faults.strike(surface.name, request, (key.id, key.key), now)
    if struck is None and "prefer" in request.headers:
        struck = preferred(request.headers["prefer"])
    if struck is None:
        return None
    exchange.struck, exchange.cause = struck, struck.cause
    effect = struck.effect
    if effect.status is not None:
        return forced(effect, request, surface.errors, surface.limits, now)
    if effect.disturbance is Disturbance.DROP:
        return Response(0)  # the handler never runs, and nothing is sent
    if effect.disturbance in (Disturbance.STALE, Disturbance.DUPLICATE):
        return of_another_time(effect.disturbance, universe.journal, request, key.id)
    return None


def _call(surface: Surface, universe: Universe, request: Request, key: KeyRow, found: Match[Operation]) -> Answer:
    """Run the handler in a transaction of its own; what it raises leaves nothing behind."""
    operation = found.route
    context = surface.context(universe, request, key)
    return _complete(surface, universe, context, operation, lambda: _run(operation, context, request, found.params))


def _complete(
    surface: Surface, universe: Universe, context: Any, operation: Operation, produce: Callable[[], object]
) -> Answer:
    with universe.database.transaction():
        result = produce()
        if isinstance(result, Deferred):
            answer = result.answer
            return _Pending(
                result.work,
                lambda outcome: _complete(surface, universe, context, operation, lambda: answer(outcome)),
            )
        if isinstance(result, Response | Streamed):
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
