"""What clients asked: listed, found, verified, waited for."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.admin.lab import WS, Reply, Server

REQUESTS = f"{WS}/requests"


@pytest.fixture
def asked(server: Server) -> Server:
    """Two widgets made, one looked at, one looked for in vain."""
    first = server.widget("cog")
    server.widget("bolt")
    server.vendor("GET", f"/widgets/{first}")
    server.vendor("GET", "/widgets/nothing")
    return server


def verify(server: Server, **body: Any) -> Any:
    return server.post(f"{REQUESTS}/verify", body)


def test_requests_are_listed_newest_first(asked: Server) -> None:
    shown = asked.get(f"{REQUESTS}?limit=2")
    assert shown["total"] == 4
    assert [(each["method"], each["status"]) for each in shown["requests"]] == [("GET", 404), ("GET", 200)]
    (oldest,) = asked.get(f"{REQUESTS}?limit=1&offset=3")["requests"]
    assert oldest == asked.get(f"{REQUESTS}/{oldest['id']}")
    assert oldest["path"] == "/v1/widgets"
    assert oldest["request"]["body"] == {"name": "cog"}
    assert oldest["request"]["headers"]["authorization"] == "[redacted]"
    assert oldest["response"]["body"]["name"] == "cog"
    assert oldest["key"] == next(row["id"] for row in asked.get(f"{WS}/keys")["keys"] if row["vendor"] == "toy")


def test_requests_are_forgotten(asked: Server) -> None:
    assert asked.call("DELETE", REQUESTS).json == {"deleted": 4}
    assert asked.get(REQUESTS) == {"requests": [], "total": 0}


def test_an_unknown_request(server: Server) -> None:
    assert "lists" in server.call("GET", f"{REQUESTS}/x").refusal(404, "unknown_request")


@pytest.mark.parametrize(
    ("match", "count"),
    [
        ({}, 4),
        ({"vendor": "toy"}, 4),
        ({"vendor": "mute"}, 0),
        ({"method": "post"}, 2),
        ({"path": "/v1/widgets"}, 2),
        ({"path": "/v1/widgets/"}, 2),
        ({"path": "/toy/v1/widgets"}, 2),
        ({"path": "/v1/*"}, 2),
        ({"path": "/v1/**"}, 4),
        ({"path": "/v1/widgets/wid_*"}, 1),
        ({"path": "**/nothing"}, 1),
        ({"status": 404}, 1),
        ({"body": {"name": "bolt"}}, 1),
        ({"body": {}}, 2),
        ({"body": None}, 2),
        ({"method": "GET", "status": 200}, 1),
    ],
)
def test_a_match_means_requests(asked: Server, match: dict[str, object], count: int) -> None:
    found = asked.post(f"{REQUESTS}/find", {"match": match})
    assert found["total"] == len(found["requests"]) == count
    assert verify(asked, match=match, count=count) == {"ok": True, "count": count}


def test_found_requests_come_oldest_first(asked: Server) -> None:
    assert [each["status"] for each in asked.post(f"{REQUESTS}/find", {})["requests"]] == [201, 201, 200, 404]


@pytest.mark.parametrize(
    ("bounds", "ok"),
    [
        ({}, True),
        ({"count": 2}, True),
        ({"count": 1}, False),
        ({"at_least": 2}, True),
        ({"at_least": 3}, False),
        ({"at_most": 2}, True),
        ({"at_most": 1}, False),
        ({"at_least": 1, "at_most": 3}, True),
        ({"at_least": 3, "at_most": 3}, False),
    ],
)
def test_a_count_is_verified(asked: Server, bounds: dict[str, int], ok: bool) -> None:
    verdict = verify(asked, match={"method": "POST"}, **bounds)
    assert (verdict["ok"], verdict["count"]) == (ok, 2)
    assert ("diff" in verdict) is not ok


def test_no_request_at_all_can_be_verified(asked: Server) -> None:
    assert verify(asked, match={"method": "DELETE"}, count=0)["ok"]
    assert verify(asked, match={"method": "DELETE"}, at_most=0)["ok"]
    assert not verify(asked, match={"method": "DELETE"})["ok"]


def test_a_wrong_count_is_explained_with_what_came_close(asked: Server) -> None:
    verdict = verify(asked, match={"method": "POST", "path": "/v1/widgets", "body": {"name": "nut"}}, count=2)
    assert verdict["diff"] == (
        'Expected exactly 2 of POST /v1/widgets with a body that has {"name":"nut"}, but there were 0.'
    )
    assert [miss["differs"] for miss in verdict["near_misses"][:2]] == [
        [{"field": "body.name", "expected": "nut", "actual": "bolt"}],
        [{"field": "body.name", "expected": "nut", "actual": "cog"}],
    ]
    assert verdict["near_misses"][0]["request"] == "POST /v1/widgets → 201 (toy)"


def test_too_many_are_named(asked: Server) -> None:
    verdict = verify(asked, match={"method": "GET"}, at_most=1)
    ids = [each["id"] for each in asked.get(REQUESTS)["requests"]][:2]
    assert verdict["diff"].splitlines()[0] == "Expected at most 1 of GET /**, but there were 2."
    assert all(each in verdict["diff"] for each in ids)
    assert "near_misses" not in verdict


def test_an_order_is_verified(asked: Server) -> None:
    made, looked = {"method": "POST"}, {"method": "GET", "status": 200}
    assert verify(asked, order=[made, made, looked]) == {"ok": True, "count": 3}
    verdict = verify(asked, order=[looked, made])
    assert (verdict["ok"], verdict["count"]) == (False, 1)
    lines = verdict["diff"].splitlines()
    assert lines[0] == "Expected in this order:"
    assert lines[1].startswith("  1. GET /** with status 200: found req_")
    assert lines[2] == "  2. POST /**: did not come after that"
    assert lines[3].startswith("It came earlier: req_")


@pytest.mark.parametrize("call", ["verify", "wait"])
@pytest.mark.parametrize(
    ("body", "code", "hinted"),
    [
        ({}, "invalid_request", '"count": 2'),
        ({"match": {}, "order": [{}]}, "invalid_request", '"order"'),
        ({"order": []}, "invalid_request", "one after another"),
        ({"order": [{}], "count": 1}, "invalid_request", '"count": 2'),
        ({"match": {}, "count": 1, "at_most": 2}, "invalid_request", '"at_least": 1'),
        ({"match": {}, "at_least": 3, "at_most": 2}, "invalid_request", '"at_least": 1'),
        ({"match": {}, "count": -1}, "invalid_request", "from 0"),
        ({"match": {"vendor": "tay"}}, "unknown_vendor", "Did you mean 'toy'?"),
        ({"order": [{"vendor": "tay"}]}, "unknown_vendor", "Did you mean 'toy'?"),
        ({"match": {"url": "/"}}, "invalid_request", "Known: body, method, path, status, vendor"),
        ({"order": [{}, {"url": "/"}]}, "invalid_request", "Known: body, method, path, status, vendor"),
        ({"match": {"status": 99}}, "invalid_request", "100 to 599"),
        ({"match": []}, "invalid_request", "glob"),
    ],
)
def test_what_cannot_be_verified(server: Server, call: str, body: object, code: str, hinted: str) -> None:
    assert hinted in server.call("POST", f"{REQUESTS}/{call}", body).refusal(400, code)


def test_what_cannot_be_found(server: Server) -> None:
    assert "'toy'" in server.call("POST", f"{REQUESTS}/find", {"match": {"vendor": "tay"}}).refusal(
        400, "unknown_vendor"
    )


@pytest.mark.parametrize(("timeout", "hinted"), [("soon", '"1500ms"'), (2, '"2m"'), ("6m", "again")])
def test_how_long_nobody_waits(server: Server, timeout: object, hinted: str) -> None:
    body = {"match": {}, "timeout": timeout}
    assert hinted in server.call("POST", f"{REQUESTS}/wait", body).refusal(400, "invalid_request")


async def wait(server: Server, **body: Any) -> Reply:
    return await server.send("POST", f"{REQUESTS}/wait", {"match": {}, "timeout": "20s"} | body)


def test_a_wait_ends_when_the_last_request_has_come(server: Server) -> None:
    key = server.get(WS)["keys"]["toy"]

    async def play() -> list[Reply]:
        waiting = [asyncio.create_task(wait(server, count=2)), asyncio.create_task(wait(server, at_least=1))]
        for _ in range(2):
            await server.send("GET", "/toy/v1/widgets/x", Authorization=f"Bearer {key}")
        return list(await asyncio.gather(*waiting))

    two, one = server.run(play())
    assert two.json == {"ok": True, "count": 2}
    assert one.json["ok"]


def test_a_wait_for_what_is_there_or_cannot_come_any_more_ends_at_once(asked: Server) -> None:
    assert asked.run(wait(asked, at_least=4)).json == {"ok": True, "count": 4}
    assert asked.run(wait(asked, count=3)).json["ok"] is False
    assert asked.run(wait(asked, at_most=3)).json["ok"] is False


def test_a_wait_in_vain_ends_at_its_timeout_with_an_explanation(server: Server) -> None:
    verdict = server.post(f"{REQUESTS}/wait", {"order": [{"method": "GET"}], "timeout": "1ms"})
    assert (verdict["ok"], verdict["count"]) == (False, 0)
    assert verdict["diff"].startswith("Expected in this order")


def test_a_wait_goes_on_over_a_reset_and_ends_with_its_workspace(server: Server) -> None:
    key = server.get(WS)["keys"]["toy"]

    async def over_a_reset() -> Reply:
        waiting = asyncio.create_task(wait(server, count=1))
        await server.send("POST", f"{WS}/reset", {})
        await server.send("GET", "/toy/v1/widgets/x", Authorization=f"Bearer {key}")
        return await waiting

    async def until_dropped() -> Reply:
        waiting = asyncio.create_task(wait(server, count=9))
        await server.send("DELETE", WS)
        return await waiting

    assert server.run(over_a_reset()).json == {"ok": True, "count": 1}
    server.run(until_dropped()).refusal(404, "unknown_workspace")
