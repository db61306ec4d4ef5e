"""A server on a real socket, and clients of the stream in a workspace of their own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

import httpx
from pydantic import ConfigDict, TypeAdapter, with_config
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from mockserver.core.json import loads
from mockserver.vendors.scrapest.stream.schemas import Envelope, ResolvedTweet

VENDOR = "scrapest"

_BARE = TypeAdapter(with_config(ConfigDict(extra="forbid"))(ResolvedTweet))
_ENVELOPE = TypeAdapter(with_config(ConfigDict(extra="forbid"))(Envelope))


class Lab:
    """One workspace and what a tester does with it."""

    def __init__(self, url: str, made: dict[str, Any], http: httpx.AsyncClient) -> None:
        self.url = url
        self.name: str = made["id"]
        self.key: str = made["keys"][VENDOR]
        self.address: str = made["base_urls"][VENDOR]
        self.http = http

    def stream(self, key: str | None = None, **query: str) -> connect:
        """A client that presents its key as the document shows."""
        asked = f"?{urlencode(query)}" if query else ""
        return connect(self.address + asked, additional_headers={"x-api-key": key or self.key}, ping_interval=None)

    async def call(self, method: str, path: str, body: object = None, *, key: str | None = None) -> httpx.Response:
        """A call of the vendor's own HTTP endpoints."""
        headers = {"x-api-key": self.key if key is None else key}
        return await self.http.request(method, f"/{VENDOR}{path}", json=body, headers=headers)

    async def control(self, method: str, path: str, body: object = None) -> Any:
        answer = await self.http.request(method, f"/_mock/workspaces/{self.name}{path}", json=body)
        assert answer.is_success, answer.text
        return answer.json()

    async def tweet(self, text: str | None = "Hello", author: str = "ada", **more: object) -> str:
        body = {"author": author, **({} if text is None else {"text": text}), **more}
        return str((await self.control("POST", "/tweets", body))["id"])

    async def serve(self, **settings: object) -> None:
        await self.control("PATCH", "/settings", settings)

    async def observed(self) -> None:
        await self.serve(editions={VENDOR: "observed"})


async def next_tweet(client: ClientConnection) -> Any:
    """The next message, which is a bare tweet of the declared shape."""
    text = await client.recv()
    assert isinstance(text, str)
    _BARE.validate_json(text, strict=True)
    return loads(text)


async def next_envelope(client: ClientConnection) -> Any:
    """The next message, which is an envelope of the declared shape."""
    text = await client.recv()
    assert isinstance(text, str)
    _ENVELOPE.validate_json(text, strict=True)
    return loads(text)


async def refusal(address: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
    """How a handshake is refused."""
    try:
        async with connect(address, additional_headers=headers):
            raise AssertionError("the handshake was accepted")
    except InvalidStatus as refused:
        return refused.response.status_code, bytes(refused.response.body or b"").decode()


@asynccontextmanager
async def working(url: str, name: str, **given: object) -> AsyncIterator[Lab]:
    """A fresh workspace whose clock stands."""
    async with httpx.AsyncClient(base_url=url) as http:
        answer = await http.post("/_mock/workspaces", json={"name": name, "clock": {"mode": "frozen"}, **given})
        assert answer.is_success, answer.text
        yield Lab(url, answer.json(), http)
        await http.delete(f"/_mock/workspaces/{name}")
