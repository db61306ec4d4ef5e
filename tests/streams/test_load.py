"""Many clients get everything in order; one that does not read harms only itself."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from mockserver.server import websocket_protocol
from tests.streams.lab import QUEUE, Server, play, texts, visiting

CLIENTS, TWEETS = 200, 200
LONG = "x" * 20_000


async def burst(server: Server, count: int, text: str) -> None:
    await server.control("POST", "/streams/burst", {"count": count, "text": text})


async def counts(server: Server, connection: str) -> dict[str, int]:
    shown = (await server.control("GET", f"/streams/{connection}?limit=1"))["connection"]
    return {name: shown[name] for name in ("sent", "dropped", "waiting")}


@pytest.fixture(autouse=True)
def small_buffer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websocket_protocol, "BUFFER", 4_096)


def test_two_hundred_clients_get_two_hundred_tweets_in_order(url: str) -> None:
    async def follow(client: ClientConnection) -> list[str]:
        return await texts(client, TWEETS)

    async def visit() -> None:
        async with visiting(url, "crowd") as server, AsyncExitStack() as stack:
            clients = [await stack.enter_async_context(server.client()) for _ in range(CLIENTS)]
            following = [asyncio.create_task(follow(client)) for client in clients]
            for _ in range(TWEETS // QUEUE):
                await burst(server, QUEUE, "{n}")
            expected = [str(number) for number in range(1, QUEUE + 1)] * (TWEETS // QUEUE)
            assert await asyncio.gather(*following) == [expected] * CLIENTS
            shown = (await server.control("GET", "/streams?state=open"))["connections"]
            assert [(each["sent"], each["dropped"]) for each in shown] == [(TWEETS, 0)] * CLIENTS

    play(visit())


async def stopped(server: Server, path: str = "/live") -> ClientConnection:
    """A client that does not read at all."""
    client = await server.client(path)
    client.transport.pause_reading()
    return client


async def fill(server: Server) -> None:
    """Publish until what lies before a client that does not read is more than its queue and all buffers hold."""
    for _ in range(8):
        await burst(server, QUEUE, f"{LONG}{{n}}")


def test_who_does_not_read_loses_the_oldest_and_holds_nobody_back(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "lazy") as server, server.client() as eager:
            following = asyncio.create_task(texts(eager, 8 * QUEUE + 1))
            lazy = await stopped(server)
            await fill(server)
            before = await counts(server, "socket_2")
            assert before["waiting"] == QUEUE
            assert before["dropped"] > 0
            await server.tweet("the end")
            assert (await following)[-1] == "the end"
            assert await counts(server, "socket_1") == {"sent": 8 * QUEUE + 1, "dropped": 0, "waiting": 0}

            lazy.transport.resume_reading()
            got: list[str] = []
            while not got or got[-1] != "the end":
                got += await texts(lazy, 1)
            after = await counts(server, "socket_2")
            assert after == {"sent": len(got), "dropped": before["dropped"] + 1, "waiting": 0}
            numbers = [message["number"] for message in await log(server, "socket_2") if message["outcome"] == "sent"]
            assert numbers == sorted(set(numbers))
            assert len(got) + after["dropped"] == 8 * QUEUE + 1
            await lazy.close()

    play(visit())


async def log(server: Server, connection: str) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = (await server.control("GET", f"/streams/{connection}?limit=1000"))["messages"]
    return told


def test_a_strict_vendor_closes_who_does_not_read(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "strict") as server, server.client() as eager:
            following = asyncio.create_task(texts(eager, 8 * QUEUE))
            lazy = await stopped(server, "/strict")
            await fill(server)
            await following
            shown = (await server.control("GET", "/streams/socket_2?limit=1"))["connection"]
            assert (shown["state"], shown["close_code"]) == ("closed", 1008)
            lazy.transport.resume_reading()
            with pytest.raises(ConnectionClosed):
                await texts(lazy, 8 * QUEUE)

    play(visit())


def test_a_workspace_with_a_client_that_does_not_read_is_gone_at_once(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "stuck") as server:
            lazy = await stopped(server)
            await fill(server)
            await server.control("DELETE", "")
            lazy.transport.abort()
            await lazy.wait_closed()

    play(visit())
