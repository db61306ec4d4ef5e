"""The page that docs show follows the stream: what it connects to, sends and reads is what is served."""

from __future__ import annotations

import re

from websockets.asyncio.client import connect
from websockets.typing import Origin

from tests.architecture.source import ROOT
from tests.streams.lab import play
from tests.vendors.scrapest.lab import next_tweet, working

DOCS = (ROOT / "docs" / "vendors" / "scrapest.md").read_text(encoding="utf-8")


def page() -> str:
    [found] = re.findall(r"```html\n(.*?)```", DOCS, re.DOTALL)
    return str(found)


def test_the_page_is_short() -> None:
    assert len(page().splitlines()) <= 25


def test_the_address_of_the_page_streams_what_it_reads(url: str) -> None:
    [key] = re.findall(r'const key = "([^"]+)"', page())
    [address] = re.findall(r"new WebSocket\(`([^`]+)`\)", page())
    [ping] = re.findall(r'ws\.send\("(\w+)"\)', page())
    [pong] = re.findall(r'data === "(\w+)"', page())
    read = re.findall(r"\btweet\.([a-z_.]+)", page())

    async def visit() -> None:
        async with working(url, "page") as lab:
            served = address.replace("${key}", key).replace("localhost:4545", url.removeprefix("http://"))
            async with connect(served, origin=Origin("null")) as client:  # as a browser does that opened a file
                await client.send(ping)
                assert await client.recv() == pong
                made = {"author": "nasa", "text": "Liftoff!"}
                await lab.http.post("/_mock/workspaces/default/tweets", json=made)
                tweet = await next_tweet(client)
                for path in read:
                    value = tweet
                    for name in path.split("."):
                        value = value[name]
                    assert isinstance(value, str)

    assert read == ["author.screen_name", "text"]
    play(visit())
