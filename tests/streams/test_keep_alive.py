"""Pings follow the workspace's clock: the living survive any advance, the dead are cut off."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from mockserver.engine.streams import keep_alive
from tests.streams.lab import Server, play, texts, visiting

PING = b"\x89\x04mock"
PONG = b"\x8a\x84\x00\x00\x00\x00mock"
HI = b"\x81\x82\x00\x00\x00\x00hi"


class Mute:
    """A client that has shaken hands and does nothing by itself."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def rest(self) -> bytes:
        """All that comes until the line is cut."""
        try:
            return await self.reader.read()
        except ConnectionResetError:
            return b""


@asynccontextmanager
async def mute(server: Server) -> AsyncIterator[Mute]:
    host, _, port = server.url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    key = base64.b64encode(bytes(16)).decode()
    lines = [
        f"GET /toy/v1/live?key={server.key} HTTP/1.1",
        f"Host: {host}",
        *("Upgrade: websocket", "Connection: Upgrade", f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13"),
        "Sec-WebSocket-Extensions: permessage-deflate",
    ]
    writer.write("\r\n".join([*lines, "", ""]).encode())
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 101 ")
    assert b"permessage-deflate" not in head  # refused: messages are framed once for all
    try:
        yield Mute(reader, writer)
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


@pytest.fixture(autouse=True)
def short_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The dead need not be waited for long here; the living answer at once anyway."""
    monkeypatch.setattr(keep_alive, "PATIENCE_S", 0.5)


async def states(server: Server) -> list[tuple[str, int | None]]:
    return [(each["state"], each["close_code"]) for each in (await server.control("GET", "/streams"))["connections"]]


def test_the_living_survive_a_month_in_one_step_and_get_what_comes_after(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "month") as server, server.client() as client:
            await server.advance("30d")
            await server.tweet("a month later")
            assert await texts(client, 1) == ["a month later"]

    play(visit())


def test_the_dead_are_cut_off_after_sixty_seconds_without_a_word(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "dead") as server, mute(server) as client:
            await server.advance("29s")
            assert await states(server) == [("open", None)]
            await server.advance("1s")
            assert await client.reader.readexactly(len(PING)) == PING
            await server.advance("29s")
            assert await states(server) == [("open", None)]
            await server.advance("1s")
            assert await states(server) == [("closed", 1006)]
            assert await client.rest() == b""

    play(visit())


def test_a_dead_client_is_cut_off_by_one_long_step_too_and_the_living_stays(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "both") as server, server.client() as living, mute(server) as dead:
            await server.advance("2m")
            assert await states(server) == [("closed", 1006), ("open", None)]
            assert await dead.rest() == PING
            await server.tweet("on we go")
            assert await texts(living, 1) == ["on we go"]

    play(visit())


def test_a_pong_nobody_asked_for_is_a_sign_of_life_and_a_text_is_none(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "signs") as server, mute(server) as patient, mute(server) as chatty:
            await server.advance("30s")
            assert await patient.reader.readexactly(len(PING)) == PING
            assert await chatty.reader.readexactly(len(PING)) == PING
            patient.writer.write(PONG + HI)
            chatty.writer.write(HI)
            for client in (patient, chatty):
                assert await client.reader.readexactly(4) == b"\x81\x02hi"
            await server.advance("30s")
            assert await states(server) == [("closed", 1006), ("open", None)]
            assert await chatty.rest() == b""
            await server.tweet("for the patient")
            assert (await patient.reader.readexactly(len(PING) + 17)).endswith(b"for the patient")

    play(visit())


def test_a_clock_that_flies_gives_clients_a_moment(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "flying") as server, server.client() as living, mute(server) as dead:
            await server.control("PUT", "/clock", {"mode": "scaled", "speed": 10_000})
            assert (await dead.rest()).startswith(PING)
            await server.control("PUT", "/clock", {"mode": "frozen"})
            await server.tweet("alive")
            assert await texts(living, 1) == ["alive"]

    play(visit())


def test_a_client_that_hangs_up_during_an_advance_is_not_waited_for(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "hang-up") as server, mute(server) as client:
            advancing = asyncio.create_task(server.advance("1h"))
            assert await client.reader.readexactly(len(PING)) == PING
            client.writer.close()
            await advancing
            assert await states(server) == [("closed", 1006)]

    play(visit())


def test_a_closed_client_says_so(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "bye") as server:
            async with server.client() as client:
                await client.close(4321, "bye")
            assert await states(server) == [("closed", 4321)]

    play(visit())


def test_a_client_that_had_no_time_to_read_is_not_taken_for_dead(url: str) -> None:
    async def visit() -> None:
        async with visiting(url, "busy") as server, server.client() as client:
            await server.control("POST", "/streams/burst", {"count": 50, "text": "{n}"})  # it stops reading at 16
            await server.advance("1h")
            await server.advance("1h")
            assert await texts(client, 50) == [str(number) for number in range(1, 51)]
            await server.advance("1h")
            assert await states(server) == [("open", None)]

    play(visit())
