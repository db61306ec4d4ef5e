"""A server with open sockets, read or not, stops within seconds; what clients send wrong ends only their connection."""

from __future__ import annotations

import asyncio

import pytest
from websockets.exceptions import ConnectionClosed

from mockserver.server.config import Config
from mockserver.server.listener import Background
from mockserver.server.registry import Registry
from tests.streams.lab import LIVE, play, texts, visiting


def test_stopping_says_goodbye_and_waits_for_nobody() -> None:
    background = Background(Config(ephemeral=True, fixture="empty", port=0), registry=Registry([LIVE]))
    ready = background.__enter__()

    async def visit() -> None:
        async with visiting(ready.url) as server, server.client() as client:
            stuck = await server.client()
            stuck.transport.pause_reading()
            following = asyncio.create_task(texts(client, 400))
            for _ in range(8):
                await server.control("POST", "/streams/burst", {"count": 50, "text": "x" * 20_000})
            await following
            background.__exit__(None, None, None)
            with pytest.raises(ConnectionClosed):
                await client.recv()
            assert client.close_code in (1001, 1012)
            stuck.transport.abort()
            await stuck.wait_closed()

    play(visit())


def test_a_message_that_is_too_large_ends_the_connection(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "large") as server, server.client() as other:
            async with server.client() as client:
                await client.send("x" * (1024 * 1024 + 1))
                with pytest.raises(ConnectionClosed):
                    await client.recv()
                assert client.close_code == 1009
            await server.tweet("unharmed")
            assert await texts(other, 1) == ["unharmed"]

    play(visit())


def test_text_that_is_no_text_ends_the_connection(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "no-text") as server, server.client() as client:
            await client.send(b"\xff\xfe", text=True)
            with pytest.raises(ConnectionClosed):
                await client.recv()
            assert client.close_code == 1007

    play(visit())


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-websocket-version": "13"}, 400),
        ({"sec-websocket-key": "short", "sec-websocket-version": "13"}, 400),
        ({"sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==", "sec-websocket-version": "8"}, 400),
    ],
)
def test_a_handshake_that_is_none_is_refused(url: str, headers: dict[str, str], status: int) -> None:
    async def visit() -> None:
        async with visiting(url, "garbled") as server:
            asked = {"connection": "Upgrade", "upgrade": "websocket", **headers}
            answer = await server.http.get(f"/toy/v1/live?key={server.key}", headers=asked)
            assert answer.status_code == status
            await server.control("DELETE", "")

    play(visit())
