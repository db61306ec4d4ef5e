"""Who is let in, who is refused in which words, and what stands in the journal of it."""

from __future__ import annotations

from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidMessage, InvalidStatus

from tests.streams.lab import Server, play, texts, visiting


async def refused(address: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
    with pytest.raises(InvalidStatus) as caught:
        async with connect(address, additional_headers=headers):
            pass
    response = caught.value.response
    return response.status_code, bytes(response.body or b"").decode()


async def closed(client: Any) -> tuple[int | None, str]:
    with pytest.raises(ConnectionClosed):
        await client.recv()
    return client.close_code, client.close_reason


def journal_line(entry: dict[str, Any]) -> tuple[str, str, str, int, str | None]:
    return entry["method"], entry["path"], entry["query"], entry["status"], entry.get("cause")


def test_a_client_is_heard_and_told(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "heard") as server, server.client() as client:
            await client.send("hello")
            assert await texts(client, 1) == ["hello"]
            await client.send("übung 🚀" * 1000)
            assert await texts(client, 1) == ["übung 🚀" * 1000]
            await client.send(b"binary is ignored")
            await server.tweet("news")
            assert await texts(client, 1) == ["news"]

    play(visit())


def test_clients_are_refused_before_the_upgrade(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "refusals") as server:
            bare = f"{url.replace('http', 'ws')}/toy/v1/live"
            assert await refused(bare) == (401, '{"oops":"who are you"}')
            assert await refused(server.address(key="wrong")) == (401, '{"oops":"who are you"}')
            assert await refused(server.address(refuse="yes")) == (409, '{"oops":"not now"}')
            assert await refused(server.address("/elsewhere")) == (404, '{"oops":"/v1/elsewhere"}')
            status, body = await refused(f"{url.replace('http', 'ws')}/nobody/live")
            assert (status, "Nothing is served at /nobody/live" in body) == (404, True)
            assert (await server.control("GET", "/streams"))["connections"] == []

    play(visit())


def test_a_workspace_is_chosen_by_key_by_header_and_with_the_demo_key(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "chosen") as server:
            bare = f"{url.replace('http', 'ws')}/toy/v1/live"
            selected = {"X-Mock-Workspace": "chosen", "Authorization": "Bearer toy_demo_key"}
            async with connect(bare, additional_headers=selected) as client:
                await server.tweet("for the chosen")
                assert await texts(client, 1) == ["for the chosen"]
            nowhere = selected | {"X-Mock-Workspace": "nowhere"}
            assert (await refused(bare, nowhere))[0] == 401
            unpaid = (await server.control("POST", "/keys", {"vendor": "toy", "kind": "inactive"}))["key"]
            assert await refused(server.address(key=unpaid)) == (403, '{"oops":"not paid"}')

    play(visit())


def test_a_vendor_is_found_by_host(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "by-host") as server:
            port = url.rpartition(":")[2]
            address = f"ws://api.toy.example:{port}/v1/live?key={server.key}"
            async with connect(address, host="127.0.0.1", port=int(port)) as client:
                await client.send("found")
                assert await texts(client, 1) == ["found"]

    play(visit())


def test_a_vendor_may_let_strangers_in_to_close_them_without_a_code(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "strangers") as server:
            async with connect(server.address("/open", key="stranger")) as client:
                assert await closed(client) == (1005, "")
            assert (await refused(f"{url.replace('http', 'ws')}/toy/v1/open"))[0] == 401

    play(visit())


def test_a_plain_get_is_told_to_upgrade(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "plain") as server:
            answer = await server.http.get("/toy/v1/live")
            assert (answer.status_code, answer.text, answer.headers["upgrade"]) == (
                426,
                "Upgrade Required",
                "websocket",
            )

    play(visit())


def test_handshakes_and_ends_are_in_the_journal_without_the_key(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "journal") as server:
            async with server.client():
                pass
            await refused(server.address(refuse="yes"))
            async with server.client() as client:
                await server.control("POST", "/streams/disturb", {"do": "close", "code": 4001, "reason": "enough"})
                assert await closed(client) == (4001, "enough")
            entries = (await server.control("GET", "/requests"))["requests"]
            query = "key=[redacted]"
            assert [journal_line(entry) for entry in reversed(entries)] == [
                ("GET", "/v1/live", query, 101, None),
                ("CLOSE", "/v1/live", query, 1000, None),
                ("GET", "/v1/live", f"{query}&refuse=yes", 409, "not now"),
                ("GET", "/v1/live", query, 101, None),
                ("CLOSE", "/v1/live", query, 4001, "enough"),
            ]

    play(visit())


def test_a_text_that_breaks_the_vendor_closes_only_its_connection(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "broken") as server, server.client("/broken") as broken, server.client() as other:
            await broken.send("boom")
            assert await closed(broken) == (1011, "Internal error")
            await server.tweet("still here")
            assert await texts(other, 1) == ["still here"]

    play(visit())


@pytest.mark.parametrize("call", [("DELETE", ""), ("POST", "/reset")])
def test_what_ends_a_workspace_closes_its_sockets(url: str, call: tuple[str, str]) -> None:
    async def visit() -> None:
        async with visiting(url, f"ending{call[0].lower()}") as server, server.client() as client:
            await server.control(*call, None if call[0] == "DELETE" else {})
            assert await closed(client) == (1001, "")

    play(visit())


def test_two_workspaces_never_meet(url: str) -> None:
    async def visit() -> None:
        async with (
            visiting(url, "one") as one,
            visiting(url, "two") as two,
            one.client() as first,
            two.client() as second,
        ):
            await one.tweet("for one")
            await two.tweet("for two")
            assert await texts(first, 1) == ["for one"]
            assert await texts(second, 1) == ["for two"]

    play(visit())


async def fault(server: Server, **then: object) -> None:
    match = {"vendor": "toy", "path": "/v1/live", "times": 1}
    await server.control("POST", "/faults", {"match": match, "then": then})


def test_faults_strike_handshakes(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "faults") as server:
            await fault(server, status=503)
            assert await refused(server.address()) == (503, '{"oops":"Service Unavailable"}')
            await fault(server, status=403)
            assert await refused(server.address()) == (403, '{"oops":"not paid"}')
            await fault(server, fault="drop")
            with pytest.raises(InvalidMessage):
                async with server.client():
                    pass
            await fault(server, delay="10ms")
            async with server.client() as client:
                await client.send("late but there")
                assert await texts(client, 1) == ["late but there"]
            entries = (await server.control("GET", "/requests?limit=10"))["requests"]
            told = [(entry["status"], entry.get("cause")) for entry in entries if entry["method"] == "GET"]
            assert [status for status, _ in told] == [101, 0, 403, 503]
            assert all(cause is not None and ":" in cause for _, cause in told)

    play(visit())
