"""A request's life through the edge, with a vendor made of nothing but policies."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

import pytest
from pydantic import Field
from typing_extensions import TypedDict

from mockserver.core.clock import Clock, ClockMode
from mockserver.core.database import Database
from mockserver.core.entropy import Entropy
from mockserver.core.errors import ApiError, ValidationFailed
from mockserver.core.events import EventBus
from mockserver.core.json import loads
from mockserver.core.settings import RateLimits, Settings, Validation
from mockserver.gateway.auth import BearerToken, FirstOf, HeaderKey
from mockserver.gateway.faults import Faults
from mockserver.gateway.journal import HIDDEN, Journal
from mockserver.gateway.keys import INACTIVE, KeyRow
from mockserver.gateway.marks import Depends, Query
from mockserver.gateway.messages import Deferred, Request, Response, Streamed
from mockserver.gateway.operation import Operation, Router
from mockserver.gateway.pipeline import serve
from mockserver.gateway.rate_limit import FixedWindow, Limit, Limiter, Verdict
from mockserver.gateway.response_cache import ResponseCache
from mockserver.gateway.route_index import RouteIndex
from mockserver.gateway.schemas import PageSize, QueryParams, RequestBody
from mockserver.gateway.sending import preflight
from mockserver.gateway.surface import Caller, RequestIds, Surface


@dataclass
class Context:
    universe: FakeUniverse
    has_created: bool = False
    headers: dict[str, str] = field(default_factory=dict)


class FakeUniverse:
    """As much of a workspace as the edge asks for."""

    def __init__(self) -> None:
        self.database = Database()
        self.events = EventBus()
        self.limiter = Limiter()
        self.faults = Faults(Entropy(1))
        self.journal = Journal()
        self.clock = Clock.start(ClockMode.FROZEN)
        self.cache = ResponseCache()
        self.settings = Settings()
        self.requests = 0
        self.runs = 0

    def now(self) -> int:
        return 1_000

    def request_id(self, form: RequestIds) -> str:
        self.requests += 1
        return f"{form.prefix}{self.requests}"


class Words:
    """Errors as {code, message}."""

    def unauthorized(self, *, presented: bool) -> ApiError:
        return ApiError(401, "unauthorized", "unknown key" if presented else "no key")

    def forbidden(self) -> ApiError:
        return ApiError(403, "forbidden", "not paid")

    def rate_limited(self, verdict: Verdict) -> ApiError:
        return ApiError(429, "slow_down", "too fast", headers={"Retry-After": str(verdict.retry_after_ms // 1000)})

    def not_found(self, path: str) -> ApiError:
        return ApiError(404, "not_found", path)

    def method_not_allowed(self, method: str, allowed: Sequence[str]) -> ApiError:
        return ApiError(405, "method", ",".join(allowed))

    def invalid(self, failure: ValidationFailed) -> ApiError:
        return ApiError(400, "invalid", "; ".join(f"{error.param} {error.message}" for error in failure.errors))

    def internal(self) -> ApiError:
        return ApiError(500, "internal", "sorry")

    def body(self, error: ApiError, request_id: str) -> Mapping[str, object]:
        return {"code": error.code, "message": error.message, **error.extra}


class Limits:
    WINDOW = FixedWindow("w", 3, 60_000)

    def limits(self, operation: Operation | None, request: Request, key: KeyRow) -> Sequence[tuple[Limit, str]]:
        return ((self.WINDOW, key.id),)

    def default(self) -> Limit:
        return self.WINDOW

    def headers(self, verdict: Verdict) -> dict[str, str]:
        return {"X-Left": str(verdict.remaining)}


def context() -> Context:
    raise AssertionError


Ctx = Annotated[Context, Depends(context)]


class Thing(RequestBody):
    name: str = Field(min_length=1)
    size: int = Field(ge=1, le=9)
    secret: str | None = None


class ListQuery(QueryParams):
    limit: PageSize = 20


class Made(TypedDict):
    name: str


router = Router("Things")


@router.get("/things", operation_id="list")
async def list_things(ctx: Ctx, query: Annotated[ListQuery, Query()]) -> dict[str, int]:
    return {"limit": query.limit}


@router.post("/things", operation_id="make")
async def make_thing(ctx: Ctx, body: Thing) -> Made:
    ctx.universe.database.set_meta("thing", body.name)
    ctx.universe.events.publish(body.name)
    if body.name == "refused":
        raise ApiError(409, "taken", "name is taken")
    if body.name == "broken":
        raise RuntimeError("a bug")
    if body.name == "waits":
        await asyncio.sleep(0)
    ctx.has_created = True
    return {"name": body.name}


@router.get("/thing", operation_id="stored")
async def stored_thing(ctx: Ctx) -> dict[str, object]:
    ctx.universe.runs += 1
    return {"thing": ctx.universe.database.get_meta("thing")}


@router.get("/time", operation_id="time")
async def time(ctx: Ctx) -> dict[str, int]:
    ctx.universe.runs += 1
    return {"now": ctx.universe.clock.now()}


@router.get("/things/{thing_id}", operation_id="one")
async def one_thing(ctx: Ctx, thing_id: str) -> dict[str, str]:
    ctx.headers["X-Thing"] = thing_id
    return {"id": thing_id}


@router.get("/lines", operation_id="lines")
async def lines(ctx: Ctx) -> Streamed:
    def chunks() -> Iterator[bytes]:
        assert not ctx.universe.database.in_transaction
        yield b'["a",'
        yield b'"b"]'

    return Streamed(200, chunks(), "application/json", {"X-Lines": "2"})


@router.post("/visits", operation_id="visit")
async def visit(ctx: Ctx, body: Thing) -> Deferred:
    universe = ctx.universe
    universe.database.set_meta("visit", "under way")
    universe.events.publish("set out")

    async def work() -> str:
        assert not universe.database.in_transaction
        await asyncio.sleep(0)
        if body.name == "lost":
            raise ConnectionError
        return body.name

    def answer(outcome: str) -> dict[str, str]:
        universe.database.set_meta("visit", outcome)
        universe.events.publish("came back")
        if outcome == "refused":
            raise ApiError(409, "taken", "name is taken")
        return {"visited": outcome}

    return Deferred(work, answer)


SURFACE = Surface(
    name="toy",
    credentials=FirstOf((HeaderKey("X-API-Key"), BearerToken())),
    errors=Words(),
    limits=Limits(),
    request_ids=RequestIds(),
    routes=RouteIndex(operation for route in router.routes for operation in route.operations("")),
    secret_fields=frozenset({"secret"}),
    context=lambda universe, request, key: Context(universe),
    created_status=lambda ctx, operation: 201,
)

KEY = KeyRow(id="k1", number=1, vendor="toy", key="good", created_at=0)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: Any


def ask(
    universe: FakeUniverse,
    method: str,
    path: str,
    body: bytes = b"",
    *,
    query: str = "",
    key: KeyRow | None = KEY,
    headers: dict[str, str] | None = None,
) -> Answer:
    request = Request(method, path, query, headers or {}, "http://host", "", body)
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(serve(SURFACE, universe, request, Caller(key, presented=key is None), send))
    received = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], received, loads(b"".join(message["body"] for message in sent[1:])))


@pytest.fixture
def universe() -> FakeUniverse:
    return FakeUniverse()


def test_success_carries_the_headers_and_is_journalled(universe: FakeUniverse) -> None:
    answer = ask(universe, "GET", "/things/7")
    assert (answer.status, answer.body) == (200, {"id": "7"})
    assert answer.headers["X-Request-ID"] == "req_1"
    assert answer.headers["X-Left"] == "2"
    assert answer.headers["X-Thing"] == "7"
    (entry,) = universe.journal
    assert (entry.id, entry.status, entry.key, entry.cause) == ("req_1", 200, "k1", None)


def test_something_created_gets_the_editions_status_and_is_committed_before_it_is_told(universe: FakeUniverse) -> None:
    told: list[tuple[str, object]] = []
    universe.events.subscribe(str, lambda name: told.append((name, universe.database.get_meta("thing"))))
    answer = ask(universe, "POST", "/things", b'{"name": "a", "size": 1}')
    assert (answer.status, answer.body) == (201, {"name": "a"})
    assert told == [("a", "a")]


@pytest.mark.parametrize(("name", "status"), [("refused", 409), ("broken", 500), ("waits", 500)])
def test_a_refusal_leaves_nothing_behind(
    universe: FakeUniverse, name: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    told: list[str] = []
    universe.events.subscribe(str, told.append)
    answer = ask(universe, "POST", "/things", f'{{"name": "{name}", "size": 1}}'.encode())
    assert answer.status == status
    assert universe.database.get_meta("thing") is None
    assert told == []
    assert not universe.database.in_transaction


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"{", "body must be valid JSON"),
        (b"[]", "body must be a JSON object"),
        (b"null", "body must be a JSON object"),
        (b"", "name is required; size is required"),
        (b'{"name": 5, "size": "1"}', "name must be a string; size must be an integer"),
        (b'{"name": "", "size": 10}', "name must have at least 1 character(s); size must be at most 9"),
        (b'{"name": "a", "size": 1.5}', "size must be an integer"),
        (b'{"name": "a", "size": true}', "size must be an integer"),
        (b'{"name": "a", "size": ' + b"9" * 400 + b"}", "size must be at most 9"),
        (b'{"name": "\\ud800", "size": 1}', "body must be valid JSON"),
        (b'{"name": "a", "size": 1, "x": ' + b"[" * 100_000, "body must be valid JSON"),
    ],
)
def test_bad_bodies_are_named_all_at_once(universe: FakeUniverse, body: bytes, message: str) -> None:
    answer = ask(universe, "POST", "/things", body)
    assert (answer.status, answer.body["message"]) == (400, message)


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.0", "1e2", "1_0", "9" * 30])
def test_bad_limits_are_refused(universe: FakeUniverse, limit: str) -> None:
    answer = ask(universe, "GET", "/things", query=f"limit={limit}")
    assert answer.status == 400
    assert answer.body["message"].startswith("limit must be")


def test_an_empty_parameter_counts_as_absent_and_of_two_the_last_counts(universe: FakeUniverse) -> None:
    assert ask(universe, "GET", "/things", query="limit=").body == {"limit": 20}
    assert ask(universe, "GET", "/things", query="limit=3&limit=4").body == {"limit": 4}


def test_unknown_fields_are_ignored_unless_validation_is_strict(universe: FakeUniverse) -> None:
    body = b'{"name": "a", "size": 1, "colour": "red"}'
    assert ask(universe, "POST", "/things", body).status == 201
    universe.settings = Settings(validation=Validation.STRICT)
    assert ask(universe, "POST", "/things", body).body["message"] == "colour is not a known field"
    assert ask(universe, "GET", "/things", query="lmit=3").body["message"] == "lmit is not a known parameter"


def test_checks_come_in_the_order_401_403_429_then_400_and_404(universe: FakeUniverse) -> None:
    inactive = KeyRow(id="k2", number=2, vendor="toy", key="unpaid", kind=INACTIVE, created_at=0)
    assert ask(universe, "GET", "/nowhere", key=None).status == 401
    for _ in range(4):
        assert ask(universe, "GET", "/nowhere", key=inactive).status == 403
    statuses = [ask(universe, "POST", "/things", b"{").status for _ in range(2)]
    statuses += [ask(universe, "GET", path).status for path in ("/nowhere", "/nowhere", "/things")]
    assert statuses == [400, 400, 404, 429, 429]


def test_a_401_does_not_count_and_still_tells_the_limit(universe: FakeUniverse) -> None:
    assert ask(universe, "GET", "/things", key=None).headers["X-Left"] == "3"
    assert ask(universe, "GET", "/things").headers["X-Left"] == "2"


def test_limits_can_be_told_without_being_enforced_or_be_off(universe: FakeUniverse) -> None:
    universe.settings = Settings(rate_limits=RateLimits.HEADERS)
    answers = [ask(universe, "GET", "/things") for _ in range(5)]
    assert [(answer.status, answer.headers["X-Left"]) for answer in answers[-2:]] == [(200, "0"), (200, "0")]
    universe.settings = Settings(rate_limits=RateLimits.OFF)
    assert "X-Left" not in ask(universe, "GET", "/things").headers


def test_a_wrong_method_names_the_right_ones(universe: FakeUniverse) -> None:
    answer = ask(universe, "DELETE", "/things")
    assert (answer.status, answer.body["message"]) == (405, "GET,POST")


def test_secrets_are_hidden_in_the_journal_but_nothing_else(universe: FakeUniverse) -> None:
    ask(
        universe,
        "POST",
        "/things",
        b'{"name": "a", "size": 1, "secret": "s3cret"}',
        headers={"x-api-key": "good", "accept": "text/plain"},
    )
    (entry,) = universe.journal
    shown = entry.to_json()
    assert shown["request"] == {
        "headers": {"x-api-key": HIDDEN, "accept": "text/plain"},
        "body": {"name": "a", "size": 1, "secret": HIDDEN},
    }
    assert "s3cret" not in repr(shown)


def test_the_journal_is_bounded_by_number_and_by_size() -> None:
    universe = FakeUniverse()
    universe.journal = Journal(entries=3, size=100_000)
    for number in range(5):
        ask(universe, "GET", f"/things/{number}")
    assert [entry.path for entry in universe.journal] == ["/things/2", "/things/3", "/things/4"]
    universe.journal = Journal(entries=1_000, size=10_000)
    for _ in range(50):
        ask(universe, "POST", "/things", b'{"name": "' + b"a" * 3_000 + b'", "size": 1}')
    assert 1 <= len(universe.journal) <= 2


def test_a_body_that_cannot_be_read_is_refused_like_everything_else(universe: FakeUniverse) -> None:
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    request = Request("POST", "/things", "", {}, "http://host", "")
    caller = Caller(KEY, presented=True, remark="odd")
    asyncio.run(serve(SURFACE, universe, request, caller, send, unreadable=ApiError(413, "too_large", "too large")))
    assert sent[0]["status"] == 413
    assert (b"X-Left", b"2") in sent[0]["headers"]
    (entry,) = universe.journal
    assert (entry.status, entry.cause) == (413, "odd")


def test_browsers_may_ask_from_anywhere(universe: FakeUniverse) -> None:
    assert (
        ask(universe, "GET", "/things", headers={"origin": "http://app"}).headers["Access-Control-Allow-Origin"] == "*"
    )
    assert "Access-Control-Allow-Origin" not in ask(universe, "GET", "/things").headers
    asked = {"origin": "http://app", "access-control-request-method": "PUT", "access-control-request-headers": "x-a"}
    answer = preflight(Request("OPTIONS", "/things", "", asked, "", ""))
    assert isinstance(answer, Response)
    assert answer.headers["Access-Control-Allow-Headers"] == "x-a"
    assert preflight(Request("OPTIONS", "/things", "", {}, "", "")) is None


def test_an_unchanged_answer_is_not_worked_out_again_until_something_is_written(universe: FakeUniverse) -> None:
    universe.settings = Settings(rate_limits=RateLimits.OFF)
    first, second = ask(universe, "GET", "/thing"), ask(universe, "GET", "/thing")
    assert (universe.runs, first.body, second.body) == (1, {"thing": None}, {"thing": None})
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]
    ask(universe, "POST", "/things", b'{"name": "a", "size": 1}')
    assert ask(universe, "GET", "/thing").body == {"thing": "a"}
    ask(universe, "GET", "/thing", query="other=1")
    assert universe.runs == 3


def test_an_answer_that_depends_on_time_is_always_worked_out(universe: FakeUniverse) -> None:
    before = ask(universe, "GET", "/time").body["now"]
    universe.clock.jump(before + 5)
    assert ask(universe, "GET", "/time").body["now"] == before + 5


def test_what_happened_is_told_although_another_request_fails_meanwhile(universe: FakeUniverse) -> None:
    told: list[str] = []
    universe.events.subscribe(str, told.append)

    def post(name: str) -> Request:
        return Request("POST", "/things", "", {}, "", "", b'{"name": "%s", "size": 1}' % name.encode())

    async def run() -> None:
        reading = asyncio.Event()

        async def slow(message: dict[str, Any]) -> None:
            await reading.wait()

        async def fast(message: dict[str, Any]) -> None:
            pass

        first = asyncio.create_task(serve(SURFACE, universe, post("a"), Caller(KEY, presented=True), slow))
        await asyncio.sleep(0)
        await serve(SURFACE, universe, post("refused"), Caller(KEY, presented=True), fast)
        reading.set()
        await first

    asyncio.run(run())
    assert told == ["a"]


def test_a_client_that_went_away_is_still_journalled_and_told(universe: FakeUniverse) -> None:
    async def send(message: dict[str, Any]) -> None:
        raise ConnectionError

    told: list[str] = []
    universe.events.subscribe(str, told.append)
    request = Request("POST", "/things", "", {}, "", "", b'{"name": "a", "size": 1}')
    with pytest.raises(ConnectionError):
        asyncio.run(serve(SURFACE, universe, request, Caller(KEY, presented=True), send))
    assert told == ["a"]
    assert len(universe.journal) == 1


def test_a_streamed_answer_is_made_after_the_commit_and_never_remembered(universe: FakeUniverse) -> None:
    for _ in range(2):
        answer = ask(universe, "GET", "/lines")
        assert (answer.status, answer.body, answer.headers["X-Lines"]) == (200, ["a", "b"], "2")
        assert "content-length" not in answer.headers
    first, second = universe.journal
    assert first.response_body == second.response_body == b'["a","b"]'


@pytest.mark.parametrize(
    ("name", "status", "stored", "happened"),
    [
        ("office", 200, "office", ["set out", "came back"]),
        ("refused", 409, "under way", ["set out"]),
        ("lost", 500, "under way", ["set out"]),
    ],
)
def test_a_deferred_answer_waits_between_two_transactions(
    universe: FakeUniverse, name: str, status: int, stored: str, happened: list[str]
) -> None:
    told: list[str] = []
    universe.events.subscribe(str, told.append)
    answer = ask(universe, "POST", "/visits", b'{"name": "%s", "size": 1}' % name.encode())
    assert answer.status == status
    assert universe.database.get_meta("visit") == stored
    assert told == happened
    assert len(universe.journal) == 1


def test_a_mark_of_fastapis_own_is_refused_where_it_is_declared() -> None:
    from fastapi import Query as Foreign

    async def handler(query: Annotated[ListQuery, Foreign()]) -> dict[str, int]:
        return {}

    handler.__annotations__["query"] = Annotated[ListQuery, Foreign()]
    wrong = Router()
    wrong.get("/wrong")(handler)
    with pytest.raises(TypeError, match="wants a mark of"):
        wrong.routes[0].operations("")
