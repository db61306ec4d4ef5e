"""The MCP server: its messages, its two tools, and what their code can and cannot do."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest

from mockserver.core.times import iso_ms
from mockserver.gateway.faults import Condition, Disturbance, Effect
from mockserver.gateway.globs import Glob
from mockserver.vendors.xquik.mcp import tools
from mockserver.vendors.xquik.mcp.protocol import VERSIONS
from mockserver.vendors.xquik.policy import MCP_PATH
from tests.vendors.xquik.lab import BASE, Headers, Lab

SITE = BASE.removesuffix("/api/v1")


def post(lab: Lab, content: bytes, headers: Headers | None = None, method: str = "POST") -> httpx.Response:
    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(lab.app)) as client:
            key = {"x-api-key": lab.key} if headers is None else headers
            return await client.request(method, SITE + MCP_PATH, content=content, headers=key)

    with asyncio.Runner() as runner:
        return runner.run(ask())


def message(lab: Lab, method: str, headers: Headers | None = None, **params: object) -> dict[str, Any]:
    body = {"jsonrpc": "2.0", "id": 7, "method": method, "params": params}
    answer = post(lab, json.dumps(body).encode(), headers)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    assert (told["jsonrpc"], told["id"]) == ("2.0", 7)
    return told


def call(lab: Lab, name: str, code: str, headers: Headers | None = None) -> dict[str, Any]:
    result: dict[str, Any] = message(lab, "tools/call", headers, name=name, arguments={"code": code})["result"]
    assert [set(piece) for piece in result["content"]] == [{"type", "text"}]
    return result


def value(lab: Lab, code: str, name: str = tools.XQUIK) -> Any:
    result = call(lab, name, code)
    assert not result["isError"], result
    return json.loads(result["content"][0]["text"])


def failure(lab: Lab, code: str, name: str = tools.XQUIK) -> str:
    result = call(lab, name, code)
    assert result["isError"], result
    return str(result["content"][0]["text"])


# Messages


@pytest.mark.parametrize("version", VERSIONS)
def test_a_greeting_agrees_on_the_version(lab: Lab, version: str) -> None:
    told = message(lab, "initialize", protocolVersion=version, capabilities={}, clientInfo={})["result"]
    assert told["protocolVersion"] == version
    assert told["capabilities"] == {"tools": {"listChanged": False}}
    assert told["serverInfo"]["name"] == "xquik"


def test_an_unknown_version_is_answered_with_the_newest(lab: Lab) -> None:
    assert message(lab, "initialize", protocolVersion="1999-01-01")["result"]["protocolVersion"] == VERSIONS[0]


def test_there_are_two_tools_that_take_code(lab: Lab) -> None:
    listed = message(lab, "tools/list")["result"]["tools"]
    assert [tool["name"] for tool in listed] == ["explore", "xquik"]
    assert all(tool["inputSchema"]["required"] == ["code"] for tool in listed)
    assert listed[0]["annotations"]["readOnlyHint"] is True


def test_what_wants_no_answer_gets_none(lab: Lab) -> None:
    answer = post(lab, b'{"jsonrpc": "2.0", "method": "notifications/initialized"}')
    assert (answer.status_code, answer.content) == (202, b"")


def test_a_ping_is_answered(lab: Lab) -> None:
    assert message(lab, "ping")["result"] == {}


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"", -32700), (b"{", -32700), (b"[]", -32600), (b"1", -32600), (b"{}", -32600), (b"\xff", -32700)],
)
def test_what_is_no_message_is_refused(lab: Lab, body: bytes, code: int) -> None:
    answer = post(lab, body)
    assert answer.status_code == 400
    assert (answer.json()["id"], answer.json()["error"]["code"]) == (None, code)


def test_an_unknown_method_is_refused(lab: Lab) -> None:
    assert message(lab, "resources/list")["error"]["code"] == -32601


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"name": "nope", "arguments": {"code": "x"}},
        {"name": "xquik"},
        {"name": "xquik", "arguments": []},
        {"name": "xquik", "arguments": {"code": 7}},
        {"name": "xquik", "arguments": {"code": ""}},
        {"name": "xquik", "arguments": {"code": "x" * 10_001}},
    ],
)
def test_a_call_that_does_not_fit_is_refused(lab: Lab, params: dict[str, object]) -> None:
    assert message(lab, "tools/call", None, **params)["error"]["code"] == -32602


@pytest.mark.parametrize("headers", [{}, {"x-api-key": "xq_unknown"}])
def test_without_a_good_key_it_is_401(lab: Lab, headers: Headers) -> None:
    answer = post(lab, b'{"jsonrpc": "2.0", "id": 1, "method": "ping"}', headers)
    assert (answer.status_code, answer.json()["error"]) == (401, "unauthenticated")


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_there_are_no_streams_and_no_sessions(lab: Lab, method: str) -> None:
    assert post(lab, b"", method=method).status_code == 405


def test_the_discovery_document_needs_no_key_and_names_the_address(lab: Lab) -> None:
    document = lab.open(f"{SITE}/.well-known/mcp.json").json()
    assert document["remotes"] == [{"type": "streamable-http", "url": SITE + MCP_PATH}]


# explore


def test_exploring_finds_every_endpoint_that_a_key_opens(lab: Lab) -> None:
    found = value(lab, "async () => spec.endpoints", tools.EXPLORE)
    operations = [operation for route in lab.app.vendor_apps["xquik"].routes for operation in route.operations("")]
    assert {(each["method"], each["path"]) for each in found} == {
        (operation.method, f"/api/v1{operation.path}")
        for operation in operations
        if operation.extras.get("x-auth") != "session"
    }
    assert all({"method", "path", "summary", "category", "free"} <= set(each) for each in found)


def test_exploring_tells_what_an_endpoint_takes_gives_and_costs(lab: Lab) -> None:
    [told] = value(lab, "async (s) => s.endpoints.filter((e) => e.path === '/api/v1/trends')", tools.EXPLORE)
    assert (told["category"], told["free"]) == ("twitter", False)
    assert told["responseShape"] == "{ trends, total, woeid }"
    assert told["parameters"][1] == {
        "name": "count",
        "in": "query",
        "required": False,
        "type": "integer",
        "description": "How many trends, 1 to 50; what lies outside is clamped",
    }


def test_exploring_calls_nothing_and_costs_nothing(lab: Lab) -> None:
    before = lab.tables()
    assert failure(lab, "async () => xquik.request('/api/v1/trends')", tools.EXPLORE) == "xquik is not defined"
    assert lab.tables() == before


# xquik


def test_a_request_is_made_as_the_caller_and_charged(lab: Lab) -> None:
    before = lab.balance
    told = value(lab, "async () => xquik.request('/api/v1/trends', {query: {count: 2, woeid: 23424977}})")
    assert told == lab.get("/trends", count=2, woeid=23424977).json()
    assert before - lab.balance == 6


def test_writes_are_written(lab: Lab) -> None:
    code = "async () => (await xquik.request('/drafts', {method: 'POST', body: {text: 'é🙂'}})).id"
    assert lab.get(f"/drafts/{value(lab, code)}").json()["text"] == "é🙂"


def test_a_request_may_be_one_object_and_then_tells_the_status(lab: Lab) -> None:
    told = value(lab, "async (x) => x.request({path: '/api/v1/drafts?limit=1', query: {after: undefined}})")
    assert told == {"success": True, "status": 200, "result": lab.get("/drafts").json(), "errors": [], "messages": []}


def test_an_empty_answer_is_null(lab: Lab) -> None:
    draft = lab.post("/drafts", {"text": "x"}).json()["id"]
    assert value(lab, f"async () => xquik.request('/drafts/{draft}', {{method: 'DELETE'}})") is None


def test_requests_at_once_are_made_in_their_order(lab: Lab) -> None:
    value(
        lab,
        "async () => { const save = (text) => xquik.request('/drafts', {method: 'POST', body: {text}});"
        " await Promise.all(['1', '2', '3'].map(save)) }",
    )
    assert [draft["text"] for draft in lab.get("/drafts").json()["drafts"]] == ["3", "2", "1"]


def test_a_refusal_can_be_caught_and_says_why(lab: Lab) -> None:
    code = "async () => { try { await xquik.request('/drafts/7') } catch (e) { return [e.status, e.code, e.body] } }"
    body = lab.get("/drafts/7").json()
    assert value(lab, code) == [404, "draft_not_found", body]
    assert failure(lab, "async () => xquik.request('/drafts/7')") == body["message"]


def test_a_refused_request_writes_nothing_and_others_stay_written(lab: Lab) -> None:
    failure(
        lab,
        "async () => { await xquik.request('/drafts', {method: 'POST', body: {text: 'kept'}});"
        " await xquik.request('/drafts', {method: 'POST', body: {text: ''}}) }",
    )
    assert [draft["text"] for draft in lab.get("/drafts").json()["drafts"]] == ["kept"]


def test_requests_stand_in_the_journal_and_count_against_limits(lab: Lab) -> None:
    lab.enforce_limits()
    code = "async () => { for (let n = 0; n < 11; n++) await xquik.request('/drafts') }"
    assert failure(lab, code) == "Too many requests. Try again later."
    paths = [entry.path for entry in lab.runtime.journal]
    assert paths.count("/api/v1/drafts") == 11
    assert paths.count(MCP_PATH) == 1


def test_messages_themselves_count_for_nothing(lab: Lab) -> None:
    lab.enforce_limits()
    for _ in range(40):
        message(lab, "ping")
    assert lab.post("/drafts", {"text": "x"}).status_code == 201


@pytest.mark.parametrize("path", ["/api-keys", "/nothing", "", "/api/v1", "../_mock/health", "https://example.com/x"])
def test_only_the_api_can_be_reached(lab: Lab, path: str) -> None:
    code = "async () => { try { await xquik.request(%s) } catch (e) { return e.status } }" % json.dumps(path)  # noqa: UP031
    assert value(lab, code) in (401, 404)


def test_a_method_must_be_one(lab: Lab) -> None:
    assert failure(lab, "async () => xquik.request('/drafts', {method: 'CONNECT'})").startswith("method must be")


def test_a_dropped_request_is_told(lab: Lab) -> None:
    lab.runtime.faults.add(Condition(path=Glob("/api/v1/drafts")), Effect(disturbance=Disturbance.DROP), {})
    assert failure(lab, "async () => xquik.request('/drafts')") == "The connection was lost."


# The sandbox


def test_time_and_chance_are_the_workspaces(lab: Lab) -> None:
    code = "async () => [new Date().toISOString(), Date.now(), new Date(0).getTime(), Math.random(), Math.random()]"
    first = value(lab, code)
    assert first[:3] == [iso_ms(lab.now), lab.now, 0]
    assert 0 <= first[3] < 1
    assert first[3] != first[4]
    assert value(lab, code) == first


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("42", "must be an async arrow function"),
        ("async () => {", "SyntaxError"),
        ("async () => { throw new Error('mine') }", "mine"),
        ("async () => { throw 'text' }", "text"),
        ("async () => missing.thing", "missing is not defined"),
        ("async () => new Promise(() => {})", "never comes to an end"),
        ("async () => { while (true) {} }", "interrupted"),
        ("async () => { await 1; while (true) {} }", "interrupted"),
        ("async () => { const all = []; while (true) all.push(new Array(10000).fill(1)) }", "out of memory"),
        ("async () => { const deep = () => deep(); deep() }", "call stack"),
        ("async () => { for (let n = 0; n < 101; n++) await xquik.request('/drafts') }", "may make 100 requests"),
        ("async () => 10n", "BigInt"),
        ("async () => xquik.request('/drafts', {query: 'limit=1', body: 10n})", "BigInt"),
        ("async () => { Array.prototype.toJSON = () => 5; return xquik.request('/drafts') }", "must have a path"),
        ("async () => { Promise.prototype.then = () => {}; return 1 }", "TypeError"),
        ("async () => { const round = {}; round.round = round; return round }", "circular"),
    ],
)
def test_code_that_fails_is_told_and_harms_nothing(lab: Lab, code: str, said: str) -> None:
    assert said in failure(lab, code)
    assert value(lab, "async () => 'still here'") == "still here"


@pytest.mark.parametrize(
    "code",
    [
        "async () => { JSON.parse = JSON.stringify = () => 'x'; return (await xquik.request('/drafts')).drafts }",
        "async () => { Object.keys(globalThis).forEach((name) => delete globalThis[name]); return [] }",
        "async () => Object.getOwnPropertyNames(globalThis).filter((name) => name.startsWith('__'))",
    ],
)
def test_code_cannot_reach_the_harness(lab: Lab, code: str) -> None:
    assert value(lab, code) == []


def test_deep_bodies_are_answered(lab: Lab) -> None:
    code = "async () => { let deep = 1; for (let n = 0; n < 400; n++) deep = [deep]; return deep }"
    assert call(lab, tools.XQUIK, code)["content"][0]["text"].startswith("[[[[")
    posting = code.replace("return deep", "return xquik.request('/drafts', {method: 'POST', body: {text: deep}})")
    assert failure(lab, posting)


def test_code_without_a_value_gives_null(lab: Lab) -> None:
    assert value(lab, "async () => {}") is None
    assert value(lab, "() => undefined") is None


def test_without_the_extra_tools_say_how_to_get_it(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "find_spec", lambda name: None)
    assert "social-mockserver[mcp]" in failure(lab, "async () => 1")
