"""The clients say what the control API understands, reach every call of it, and are one client twice."""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from mockserver.testing.errors import ControlError, VerificationFailed
from mockserver.testing.synchronous.control import Control
from mockserver.testing.synchronous.workspace import Workspace
from tests.testing import generator
from tests.testing.schemas import Call, calls

CALLS = calls()

FOR_PEOPLE = frozenset({"docs"})
"""Operations that a browser opens."""

RESOURCES = (
    *("clock", "jobs", "settings", "requests", "webhooks", "deliveries"),
    *("inbox", "faults", "streams", "snapshots", "keys", "state"),
)


class Spy(httpx.BaseTransport):
    """Answers every call as its document says, and remembers what was sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[Call, frozenset[str], frozenset[str]]] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if not path.startswith(("/_mock", "/_pact")):
            return httpx.Response(200, json={})
        [call] = [each for each in CALLS if each.method == request.method and each.path.fullmatch(path)][:1]
        has_json = request.headers.get("content-type") == "application/json"
        body = json.loads(request.content) if has_json and request.content else {}
        self.sent.append((call, frozenset(_named(body)), frozenset(request.url.params)))
        if call.answer in ("text", None):
            return httpx.Response(200, content=b"bytes")
        return httpx.Response(200, json=call.answer)


def _named(body: Any) -> Iterator[str]:
    for name, value in body.items() if isinstance(body, dict) else ():
        yield name
        if name in ("match", "then"):
            yield from (f"{name}.{leaf}" for leaf in value)


@pytest.fixture(scope="module")
def spy() -> Spy:
    """What every public method of the client sends when it is given all there is to give."""
    spy = Spy()
    control = Control("http://localhost:4545", transport=spy)
    workspace = control.workspace("w")
    for thing in (control, workspace, *(getattr(workspace, name) for name in RESOURCES)):
        for name, method in inspect.getmembers(thing, inspect.ismethod):
            if not name.startswith("_") and name != "close":
                arguments, options = _filled(method)
                method(*arguments, **options)
    control.close()
    return spy


def _filled(method: Any) -> tuple[list[Any], dict[str, Any]]:
    """An argument for each parameter; several for `*order`."""
    arguments, options = [], {}
    for parameter in inspect.signature(method).parameters.values():
        if parameter.kind is parameter.VAR_POSITIONAL:
            arguments += [{"path": "a"}, {"path": "b"}]
        elif parameter.kind is parameter.KEYWORD_ONLY:
            options[parameter.name] = "0s" if parameter.name == "timeout" else _value(parameter)
        else:
            arguments.append(_value(parameter))
    return arguments, options


def _value(parameter: inspect.Parameter) -> Any:
    annotation = str(parameter.annotation)
    if annotation == "bytes":
        return b"x"
    if parameter.default is not parameter.empty and isinstance(parameter.default, int):
        return parameter.default
    if annotation.startswith(("Match", "Mapping")):
        return {}
    return ["x"] if annotation.startswith("Sequence") else "x"


def test_every_call_is_reached(spy: Spy) -> None:
    reached = {call.id for call, _, _ in spy.sent} | FOR_PEOPLE
    assert {call.id for call in CALLS} - reached == set()


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.id)
def test_names_agree_with_the_document(spy: Spy, call: Call) -> None:
    bodies = [body for each, body, _ in spy.sent if each.id == call.id]
    queries = [query for each, _, query in spy.sent if each.id == call.id]
    assert {name for body in bodies for name in body} - call.body == set()
    assert {name for query in queries for name in query} - call.query == set()


def test_nothing_that_can_be_said_is_left_out(spy: Spy) -> None:
    said: dict[str, set[str]] = {}
    for call, body, query in spy.sent:
        said.setdefault(call.id, set()).update(body, query)
    missing = {call.id: (call.body | call.query) - said.get(call.id, set()) for call in CALLS}
    # Of find, verify and wait it is the methods' arguments that make `match`; check takes it whole.
    assert {name: left for name, left in missing.items() if left} == {}


def test_the_plain_client_is_the_awaited_one_without_waiting() -> None:
    made = generator.made()
    assert set(made) == {path.name for path in generator.TARGET.glob("*.py")}
    for name, text in made.items():
        there = (generator.TARGET / name).read_text(encoding="utf-8")
        assert _tree(text) == _tree(there), f"{name}: run python -m tests.testing.generator"


def _tree(text: str) -> str:
    return ast.dump(ast.parse(text))


def test_a_refusal_carries_code_and_hint() -> None:
    problem = {"code": "unknown_workspace", "message": "There is no workspace 'x'", "hint": "Known: default"}
    transport = httpx.MockTransport(lambda request: httpx.Response(404, json={"error": problem}))
    with Control("http://localhost:1", transport=transport) as control, pytest.raises(ControlError) as refused:
        control.workspace("x")
    assert (refused.value.status, refused.value.code) == (404, "unknown_workspace")
    assert str(refused.value) == "There is no workspace 'x'. Known: default"


def test_a_server_that_is_no_mockserver_is_told() -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(502, text="<html>"))
    with Control("http://localhost:1", transport=transport) as control, pytest.raises(ControlError, match="mockserver"):
        control.ready()


def test_no_answer_says_how_to_start_one() -> None:
    with Control("http://127.0.0.1:9") as control, pytest.raises(ControlError, match="mockserver serve"):
        control.ready()


def test_a_verification_that_fails_shows_what_came_close() -> None:
    near = {"id": "req_1", "request": "POST /x", "differs": [{"field": "body.a", "expected": 1, "actual": 2}]}
    verdict = {"ok": False, "count": 0, "diff": "Expected 1.", "near_misses": [near]}
    transport = httpx.MockTransport(
        lambda request: httpx.Response(200, json=_view() if request.method == "GET" else verdict)
    )
    with Control("http://localhost:1", transport=transport) as control:
        workspace = control.workspace()
        with pytest.raises(VerificationFailed) as failed:
            workspace.requests.verify(path="/x", count=1)
    assert str(failed.value).splitlines() == [
        "Expected 1.",
        "Close, but different:",
        "  req_1  POST /x",
        "    body.a: expected 1, got 2",
    ]


def test_an_unknown_vendor_is_told_beside_those_there_are() -> None:
    workspace = Control("http://localhost:1", transport=httpx.MockTransport(_only_view)).workspace()
    assert isinstance(workspace, Workspace)
    assert workspace.toy.api_key == "k"
    assert "toy" in dir(workspace)
    with pytest.raises(AttributeError, match="toy"):
        _ = workspace.tyo


def _only_view(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=_view())


def _view() -> dict[str, Any]:
    clock = {"mode": "frozen", "now": "2026-01-05T09:00:00.000Z", "speed": 0.0}
    urls, keys = {"toy": "http://localhost:1/toy/v1"}, {"toy": "k"}
    return {"id": "w", "seed": 7, "fixture": "empty", "keys": keys, "base_urls": urls, "clock": clock}
