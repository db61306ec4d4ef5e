"""Connecting as the document says, and every way to be refused. Source: "Connection", "Error Codes"."""

from __future__ import annotations

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.streams.lab import play
from tests.vendors.scrapest.lab import next_tweet, refusal, working


def test_a_key_in_the_header_opens_the_stream(url: str) -> None:
    async def visit() -> None:
        async with working(url, "header") as lab, lab.stream() as client:
            assert lab.address == f"{url.replace('http', 'ws')}/scrapest/ws"
            tweet_id = await lab.tweet()
            assert (await next_tweet(client))["id"] == tweet_id

    play(visit())


def test_a_browser_presents_its_key_in_the_query(url: str) -> None:
    async def visit() -> None:
        async with working(url, "query") as lab, connect(f"{lab.address}?x-api-key={lab.key}") as client:
            await lab.tweet("from a browser")
            assert (await next_tweet(client))["text"] == "from a browser"
            [entry] = (await lab.control("GET", "/requests"))["requests"]
            assert (entry["query"], entry["status"]) == ("x-api-key=[redacted]", 101)
            assert (await lab.http.get(f"/scrapest/tracked-users?x-api-key={lab.key}")).status_code == 401

    play(visit())


def test_the_demo_key_opens_the_default_workspace(url: str) -> None:
    async def visit() -> None:
        async with working(url, "demo-key") as lab:
            key = {"x-api-key": "demo-scrapest-key-0000000000000000"}
            async with connect(lab.address, additional_headers=key) as client:
                await lab.http.post("/_mock/workspaces/default/tweets", json={"author": "ada", "text": "default"})
                assert (await next_tweet(client))["text"] == "default"
            async with connect(lab.address, additional_headers=key | {"X-Mock-Workspace": "demo-key"}) as client:
                await lab.tweet("selected")
                assert (await next_tweet(client))["text"] == "selected"

    play(visit())


def test_without_a_good_key_it_is_401_before_the_upgrade(url: str) -> None:
    async def visit() -> None:
        async with working(url, "unauthorized") as lab:
            assert await refusal(lab.address) == (401, "Unauthorized")
            assert await refusal(lab.address, {"x-api-key": "  "}) == (401, "Unauthorized")
            assert await refusal(lab.address, {"x-api-key": "nobody's"}) == (401, "Invalid API Key")
            assert await refusal(f"{lab.address}?x-api-key=nobody") == (401, "Invalid API Key")

    play(visit())


def test_the_newer_edition_says_nothing_or_hangs_up_at_once(url: str) -> None:
    async def visit() -> None:
        async with working(url, "hang-up") as lab:
            await lab.observed()
            chosen = {"X-Mock-Workspace": lab.name}
            assert await refusal(lab.address, chosen) == (401, "")
            async with connect(lab.address, additional_headers=chosen | {"x-api-key": "nobody"}) as client:
                with pytest.raises(ConnectionClosed):
                    await client.recv()
                assert client.close_code == 1005

    play(visit())


def test_other_paths_and_plain_requests(url: str) -> None:
    async def visit() -> None:
        async with working(url, "paths") as lab:
            key = {"x-api-key": lab.key}
            assert (await refusal(lab.address + "s", key))[0] == 404
            for headers in ({}, key):
                plain = await lab.http.get("/scrapest/ws", headers=headers)
                assert (plain.status_code, plain.text) == (426, "Upgrade Required")
            missing = await lab.call("GET", "/nowhere")
            assert (missing.status_code, missing.json()) == (
                404,
                {"status": "error", "error": "Cannot find /nowhere"},
            )

    play(visit())


def test_a_revoked_key_opens_nothing_any_more(url: str) -> None:
    async def visit() -> None:
        async with working(url, "revoked") as lab:
            await lab.control("DELETE", "/keys")
            assert await refusal(lab.address, {"x-api-key": lab.key}) == (401, "Invalid API Key")

    play(visit())
