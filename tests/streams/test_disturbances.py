"""What a tester does to sockets on purpose, and the log that tells the truth about it."""

from __future__ import annotations

from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, ConnectionClosedError

from tests.streams.lab import Server, play, texts, visiting

DISTURB = "/streams/disturb"


async def connections(server: Server, **query: str) -> list[dict[str, Any]]:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    listed: list[dict[str, Any]] = (await server.control("GET", f"/streams?{asked}"))["connections"]
    return listed


async def outcomes(server: Server, connection: str = "socket_1") -> list[tuple[int, str]]:
    log = await server.control("GET", f"/streams/{connection}")
    assert log["total"] == len(log["messages"])
    assert [each["sequence"] for each in log["messages"]] == list(range(1, log["total"] + 1))
    return [(each["number"], each["outcome"]) for each in log["messages"]]


async def burst(server: Server, count: int) -> list[str]:
    made: list[str] = (await server.control("POST", "/streams/burst", {"count": count, "text": "{n}"}))["tweets"]
    return made


def test_a_burst_arrives_whole_and_in_order_and_the_log_says_so(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "burst") as server, server.client() as client:
            ids = await burst(server, 45)
            assert await texts(client, 45) == [str(number) for number in range(1, 46)]
            log = await server.control("GET", "/streams/socket_1?limit=2&offset=43")
            assert log["messages"] == [
                {"sequence": number, "number": number, "message_id": ids[number - 1], "outcome": "sent"}
                for number in (44, 45)
            ]
            assert (log["total"], log["connection"]["sent"]) == (45, 45)

    play(visit())


def test_a_gap_withholds_and_tells(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "gap") as server, server.client() as client, server.client() as other:
            done = await server.control("POST", DISTURB, {"do": "gap", "count": 2, "connection": "socket_1"})
            assert done == {"disturbed": ["socket_1"]}
            await burst(server, 4)
            assert await texts(client, 2) == ["3", "4"]
            assert await texts(other, 4) == ["1", "2", "3", "4"]
            assert await outcomes(server) == [(1, "withheld"), (2, "withheld"), (3, "sent"), (4, "sent")]

    play(visit())


def test_duplicates_come_twice(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "twice") as server, server.client() as client:
            await server.control("POST", DISTURB, {"do": "duplicate", "vendor": "toy"})
            await burst(server, 2)
            assert await texts(client, 3) == ["1", "1", "2"]
            assert await outcomes(server) == [(1, "sent"), (1, "duplicate"), (2, "sent")]

    play(visit())


def test_out_of_order_the_last_comes_first(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "order") as server, server.client() as client:
            await server.control("POST", DISTURB, {"do": "reorder", "count": 3})
            await burst(server, 2)
            assert (await connections(server))[0]["waiting"] == 2
            await burst(server, 2)
            assert await texts(client, 4) == ["1", "2", "1", "2"]
            assert await outcomes(server) == [(3, "sent"), (2, "late"), (1, "late"), (4, "sent")]

    play(visit())


def test_a_malformed_frame_is_refused_by_the_client(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "malformed") as server, server.client() as client:
            await server.control("POST", DISTURB, {"do": "malformed"})
            with pytest.raises(ConnectionClosedError) as caught:
                await client.recv()
            assert caught.value.sent is not None
            assert caught.value.sent.code == 1002

    play(visit())


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ({"do": "close"}, (1005, "")),
        ({"do": "close", "code": 1013, "reason": "try again later"}, (1013, "try again later")),
        ({"do": "drop"}, (1006, "")),
    ],
)
def test_the_server_hangs_up(url: str, body: dict[str, object], seen: tuple[int, str]) -> None:
    async def visit() -> None:
        async with visiting(url, f"hanging{seen[0]}") as server, server.client() as client:
            await server.control("POST", DISTURB, body)
            with pytest.raises(ConnectionClosed):
                await client.recv()
            assert (client.close_code, client.close_reason or "") == seen
            [shown] = await connections(server, state="closed")
            assert (shown["state"], shown["close_code"], shown["close_reason"]) == (
                "closed",
                None if seen[0] == 1005 else seen[0],
                seen[1],
            )
            assert await connections(server, state="open") == []

    play(visit())


def test_a_slow_line_is_slow_and_loses_nothing(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "slow-line") as server, server.client() as client:
            await server.control("POST", DISTURB, {"do": "slow", "delay": "20ms"})
            await burst(server, 5)
            assert (await connections(server))[0]["waiting"] > 0
            assert await texts(client, 2) == ["1", "2"]
            await server.control("POST", DISTURB, {"do": "slow", "delay": "0s"})
            assert await texts(client, 3) == ["3", "4", "5"]

    play(visit())


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"do": "dance"}, 400, "invalid_request"),
        ({"do": "close", "code": 1006}, 400, "invalid_request"),
        ({"do": "close", "code": 2000}, 400, "invalid_request"),
        ({"do": "close", "reason": "why"}, 400, "invalid_request"),
        ({"do": "slow"}, 400, "invalid_request"),
        ({"do": "slow", "delay": "2m"}, 400, "invalid_request"),
        ({"do": "gap", "count": 0}, 400, "invalid_request"),
        ({"do": "gap", "vendor": "nobody"}, 400, "unknown_vendor"),
        ({"do": "gap", "connection": "socket_9"}, 404, "unknown_connection"),
        ({"do": "gap", "who": "me"}, 400, "invalid_request"),
    ],
)
def test_what_cannot_be_done_is_refused(url: str, body: dict[str, object], status: int, code: str) -> None:
    async def visit() -> None:
        async with visiting(url, "refused") as server:
            answer = await server.http.post("/_mock/workspaces/refused/streams/disturb", json=body)
            assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
            burst = {"count": 3, "author": "missing_person"}
            answer = await server.http.post("/_mock/workspaces/refused/streams/burst", json=burst)
            assert (answer.status_code, answer.json()["error"]["code"]) == (400, "unpublishable")
            assert (await server.http.get("/_mock/workspaces/refused/streams/socket_9")).status_code == 404
            await server.control("DELETE", "")

    play(visit())
