"""Failures on request: which rule strikes which request, and what the client gets."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.entropy import Entropy
from mockserver.gateway.faults import Condition, Delay, Effect, Faults, preferred
from mockserver.gateway.globs import Glob
from mockserver.gateway.messages import Request
from tests.admin.lab import WS, Server

FAULTS = f"{WS}/faults"


def add(server: Server, then: dict[str, Any], **match: Any) -> str:
    return str(server.post(FAULTS, {"match": match, "then": then})["id"])


def statuses(server: Server, count: int, path: str = "/widgets/none") -> list[int]:
    return [server.vendor("GET", path).status for _ in range(count)]


def causes(server: Server) -> list[str | None]:
    return [entry.get("cause") for entry in reversed(server.get(f"{WS}/requests")["requests"])]


@pytest.fixture
def unlimited(server: Server) -> Server:
    server.call("PATCH", f"{WS}/settings", {"rate_limits": "off"})
    return server


def test_a_status_wears_the_vendors_shape_and_the_handler_does_not_run(server: Server) -> None:
    add(server, {"status": 503}, method="post", path="/v1/widgets")
    answer = server.vendor("POST", "/widgets", {"name": "cog"})
    assert (answer.status, answer.json) == (503, {"oops": "Service Unavailable"})
    assert server.get(f"{WS}/state/toy_widgets")["rows"] == []
    assert causes(server) == ["fault_1: status 503"]
    assert server.vendor("GET", "/widgets/none").status == 404


@pytest.mark.parametrize(
    ("status", "words"),
    [(400, "body: is not valid"), (401, "who are you"), (403, "not paid"), (429, "too fast"), (500, "broken")],
)
def test_known_refusals_are_the_vendors_own(server: Server, status: int, words: str) -> None:
    add(server, {"status": status})
    answer = server.vendor("GET", "/widgets/none")
    assert (answer.status, answer.json) == (status, {"oops": words})


def test_a_body_and_headers_of_the_testers_own(server: Server) -> None:
    add(server, {"status": 402, "body": {"error": "pay"}, "headers": {"Retry-After": "7"}}, times=1)
    add(server, {"status": 502, "body": "<html>"}, times=1)
    first, second = (server.vendor("GET", "/widgets/none") for _ in range(2))
    assert (first.status, first.json, first.headers["retry-after"]) == (402, {"error": "pay"}, "7")
    assert (second.status, second.text) == (502, "<html>")


def test_the_first_rule_that_applies_wins(unlimited: Server) -> None:
    add(unlimited, {"status": 501}, nth=2)
    add(unlimited, {"status": 502}, every=3)
    add(unlimited, {"status": 503}, times=2)
    # The second and third rule count only what an earlier one has let pass.
    assert statuses(unlimited, 7) == [503, 501, 503, 502, 404, 404, 502]
    counted = [(rule["seen"], rule["struck"]) for rule in unlimited.get(FAULTS)["faults"]]
    assert counted == [(7, 1), (6, 2), (4, 2)]


def test_probability_is_drawn_from_the_seed(unlimited: Server) -> None:
    for name in ("a", "b"):
        unlimited.workspace(name, seed=3, settings={"rate_limits": "off"})
        unlimited.post(f"/_mock/workspaces/{name}/faults", {"match": {"probability": 0.5}, "then": {"status": 503}})
    drawn = [[unlimited.vendor("GET", "/widgets/x", ws=name).status for _ in range(24)] for name in ("a", "b")]
    assert drawn[0] == drawn[1]
    assert set(drawn[0]) == {404, 503}


def test_a_rule_is_bound_in_time(unlimited: Server) -> None:
    add(unlimited, {"status": 503}, since="2026-01-05T09:01:00Z", until="2026-01-05T09:02:00Z")
    seen = []
    for _ in range(3):
        seen += statuses(unlimited, 1)
        unlimited.post(f"{WS}/clock/advance", {"by": "1m"})
    assert seen == [404, 503, 404]


def test_a_rule_is_for_a_key_by_text_or_id(unlimited: Server) -> None:
    row = next(each for each in unlimited.get(f"{WS}/keys")["keys"] if each["vendor"] == "toy")
    other = unlimited.post(f"{WS}/keys", {"vendor": "toy"})
    add(unlimited, {"status": 503}, key=row["id"])
    add(unlimited, {"status": 502}, key=other["key"])
    assert statuses(unlimited, 1) == [503]
    assert unlimited.vendor("GET", "/widgets/x", key=other["key"]).status == 502


def test_garbage_truncation_and_a_wrong_content_type(server: Server) -> None:
    widget = server.widget()
    add(server, {"fault": "garbage"}, times=1)
    garbage = server.run(_raw(server, f"/widgets/{widget}"))
    with pytest.raises(UnicodeDecodeError):
        garbage.content.decode()
    add(server, {"fault": "content-type"}, times=1)
    html = server.vendor("GET", f"/widgets/{widget}")
    assert html.headers["content-type"] == "text/html; charset=utf-8"
    assert html.json["id"] == widget


async def _raw(server: Server, path: str) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(server.app), base_url="http://localhost") as client:
        runtime = server.app.workspaces.get("w")
        assert runtime is not None
        row = runtime.keys.first("toy")
        assert row is not None
        return await client.get(f"/toy/v1{path}", headers={"Authorization": f"Bearer {row.key}"})


def test_a_stale_answer_and_another_pages_answer(unlimited: Server) -> None:
    widget = unlimited.widget()
    path = f"/widgets/{widget}"
    before = unlimited.vendor("GET", path).json
    unlimited.post(f"{WS}/clock/advance", {"until": "idle"})
    after = unlimited.vendor("GET", f"{path}?page=2").json
    assert before != after
    add(unlimited, {"fault": "stale"}, times=1)
    assert unlimited.vendor("GET", path).json == before
    add(unlimited, {"fault": "duplicate"}, times=1)
    assert unlimited.vendor("GET", f"{path}?page=2").json == before
    assert unlimited.vendor("GET", f"{path}?page=2").json == after


def test_a_dropped_connection_before_and_after_the_work(server: Server) -> None:
    for kind, made in (("drop", 0), ("drop-after", 1)):
        add(server, {"fault": kind}, times=1)
        with pytest.raises(ConnectionResetError):
            server.vendor("POST", "/widgets", {"name": "cog"})
        assert len(server.get(f"{WS}/state/toy_widgets")["rows"]) == made
    assert [entry["status"] for entry in server.get(f"{WS}/requests")["requests"]] == [0, 0]


def test_a_delay_holds_the_answer_back(server: Server) -> None:
    add(server, {"delay": "60ms"})
    started = time.perf_counter()
    assert statuses(server, 1) == [404]
    assert time.perf_counter() - started >= 0.05
    assert causes(server) == ["fault_1: delay 60ms"]


@pytest.mark.parametrize(
    ("prefer", "status", "applied"),
    [
        ("code=429", 429, "code=429"),
        ("code=503, delay=1ms", 503, "code=503, delay=1ms"),
        ("code=503; respond-async", 503, "code=503"),
        ("fault=content-type", 404, "fault=content-type"),
        ("respond-async", 404, None),
        ("code=200, delay=long, fault=quake", 404, None),
    ],
)
def test_a_request_chooses_its_own_outcome(server: Server, prefer: str, status: int, applied: str | None) -> None:
    key = server.get(WS)["keys"]["toy"]
    answer = server.call("GET", "/toy/v1/widgets/x", Authorization=f"Bearer {key}", Prefer=prefer)
    assert (answer.status, answer.headers.get("preference-applied")) == (status, applied)


def test_rules_are_removed_one_by_one_or_all_and_are_each_workspaces_own(server: Server) -> None:
    first = add(server, {"status": 503})
    add(server, {"status": 502})
    server.workspace("other")
    assert server.vendor("GET", "/widgets/x", ws="other").status == 404
    assert server.call("DELETE", f"{FAULTS}/{first}").json == {"deleted": 1}
    assert statuses(server, 1) == [502]
    assert server.call("DELETE", FAULTS).json == {"deleted": 1}
    assert statuses(server, 1) == [404]
    server.call("DELETE", f"{FAULTS}/{first}").refusal(404, "unknown_fault")
    add(server, {"status": 503})
    server.post(f"{WS}/reset", {})
    assert server.get(FAULTS) == {"faults": []}


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ({}, "status, code, body"),
        ({"then": {}}, "status, code, body"),
        ({"then": {"status": 99}}, "200 to 599"),
        ({"then": {"fault": "quake"}}, "drop, drop-after, truncate"),
        ({"then": {"delay": 5}}, '"1500ms"'),
        ({"then": {"delay": "1h"}}, "at most 10m"),
        ({"then": {"delay": {"min": "2s", "max": "1s"}}}, "at most 10m"),
        ({"then": {"code": "x"}}, "status, code, body"),
        ({"then": {"status": 503, "headers": {"a b": "c"}}}, "printable Latin-1"),
        ({"then": {"status": 503, "headers": {"X": "a\r\nY: b"}}}, "printable Latin-1"),
        ({"then": {"status": 503, "headers": {"Content-Length": "0"}}}, "no framing"),
        ({"match": {"nth": 0}, "then": {"status": 503}}, "from 1"),
        ({"match": {"probability": 2}, "then": {"status": 503}}, "0 to 1"),
        ({"match": {"vendors": "toy"}, "then": {"status": 503}}, "vendor"),
        ({"match": {"since": "yesterday"}, "then": {"status": 503}}, "ISO 8601"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_with_a_hint(server: Server, body: dict[str, Any], hint: str) -> None:
    assert hint in server.call("POST", FAULTS, body).refusal(400, "invalid_request")
    assert server.get(FAULTS) == {"faults": []}


def test_an_unknown_vendor_is_refused(server: Server) -> None:
    refused = server.call("POST", FAULTS, {"match": {"vendor": "tou"}, "then": {"status": 503}})
    assert "toy" in refused.refusal(400, "unknown_vendor")


@given(low=st.integers(0, 5_000), spread=st.integers(0, 5_000), seed=st.integers(0, 50))
def test_delays_lie_where_they_should(low: int, spread: int, seed: int) -> None:
    stream = Entropy(seed).stream("delay")
    assert low <= Delay(low, low + spread).draw(stream) <= low + spread
    assert 0 <= Delay(low, low, 1.5).draw(stream) <= 600_000


def test_a_long_tail_has_its_median_where_it_was_told() -> None:
    stream = Entropy(1).stream("delay")
    drawn = sorted(Delay(100, 100, 0.5).draw(stream) for _ in range(2_001))
    assert 90 <= drawn[1_000] <= 110
    assert drawn[-1] > 250


@given(times=st.integers(1, 5), every=st.integers(1, 4), count=st.integers(0, 30))
def test_counters_strike_as_often_as_they_say(times: int, every: int, count: int) -> None:
    faults = Faults(Entropy(1))
    faults.add(Condition(path=Glob("/a/*"), every=every, times=times), Effect(status=503), {})
    request = Request("GET", "/a/b", "", {}, "", "")
    struck = [faults.strike("toy", request, (), 0) is not None for _ in range(count)]
    assert struck == [number % every == 0 and number // every <= times for number in range(1, count + 1)]


@given(st.text())
def test_any_preference_is_read_or_passed_over(header: str) -> None:
    preferred(header)


@pytest.mark.parametrize(
    ("glob", "path", "is_meant"),
    [
        ("/v1/*", "/v1/widgets", True),
        ("/v1/*", "/v1/widgets/1", False),
        ("/v1/**", "/v1/widgets/1", True),
        ("/toy/v1/widgets/", "/v1/widgets", True),
        ("/v1/wid*s/*", "/v1/widgets/1", True),
        ("**/x*z", "/x/y/xyz", True),
        ("**", "/", True),
        ("/v1", "/v2", False),
    ],
)
def test_globs(glob: str, path: str, is_meant: bool) -> None:
    assert Glob(glob).takes("toy", path) is is_meant


def test_a_hostile_glob_is_no_work() -> None:
    assert not Glob("*a" * 200).takes("toy", "/" + "a" * 150 + "b" * 3_000)
