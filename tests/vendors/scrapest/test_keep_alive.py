"""Staying connected. Source: "Keep-Alive"; what the newer edition does: observed."""

from __future__ import annotations

import asyncio

from mockserver.core.times import SECOND
from mockserver.vendors.scrapest.policy import SOCKET
from tests.streams.lab import play
from tests.vendors.scrapest.lab import next_tweet, working


def test_pings_come_each_thirty_seconds_and_silence_ends_after_sixty() -> None:
    assert SOCKET.keep_alive is not None
    assert (SOCKET.keep_alive.ping_ms, SOCKET.keep_alive.silence_ms) == (30 * SECOND, 60 * SECOND)


def test_a_text_ping_is_answered_pong_and_other_texts_are_ignored(url: str) -> None:
    async def visit() -> None:
        async with working(url, "ping") as lab, lab.stream() as client:
            for text in ("hello", "PING", '{"subscribe": "all"}', "", "pong"):
                await client.send(text)
            await client.send("ping")
            assert await client.recv() == "pong"

    play(visit())


def test_the_newer_edition_answers_with_a_pong_frame(url: str) -> None:
    async def visit() -> None:
        async with working(url, "pong-frame") as lab:
            await lab.observed()
            async with lab.stream() as client:
                await client.send("ping")
                await lab.tweet("no text before this")
                assert (await next_tweet(client))["text"] == "no text before this"

    play(visit())


def test_an_idle_client_outlives_a_month(url: str) -> None:
    async def visit() -> None:
        async with working(url, "idle") as lab, lab.stream() as client:
            for _ in range(3):
                await lab.control("POST", "/clock/advance", {"by": "10d"})
            await lab.tweet("still there?")
            assert (await next_tweet(client))["created_at"] == "2026-02-04T09:00:00.000Z"

    play(visit())


def test_every_socket_of_a_key_gets_a_copy(url: str) -> None:
    async def visit() -> None:
        async with working(url, "copies") as lab, lab.stream() as one, lab.stream() as two:
            tweet_id = await lab.tweet()
            got = await asyncio.gather(next_tweet(one), next_tweet(two))
            assert [each["id"] for each in got] == [tweet_id] * 2

    play(visit())
