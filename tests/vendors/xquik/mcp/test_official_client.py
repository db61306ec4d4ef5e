"""The official MCP client, over a socket: it finds the tools, looks through the API and calls it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.types import TextContent

from mockserver.server.config import Config
from mockserver.server.listener import Background, Ready


@pytest.fixture(scope="module")
def server() -> Iterator[Ready]:
    with Background(Config(ephemeral=True, fixture="empty", port=0)) as ready:
        yield ready


def talk(server: Ready, work: Callable[[Client], Awaitable[Any]], mode: str) -> Any:
    async def run() -> Any:
        headers = {"x-api-key": server.keys["xquik"]}
        async with httpx2.AsyncClient(headers=headers, trust_env=False) as http:
            transport = streamable_http_client(f"{server.url}/xquik/mcp", http_client=http)
            async with Client(transport, mode=mode) as client:
                return await work(client)

    return asyncio.run(run())


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_official_client_explores_and_calls(server: Ready, mode: str) -> None:
    async def work(client: Client) -> tuple[list[str], Any, Any]:
        names = [tool.name for tool in (await client.list_tools()).tools]
        found = await client.call_tool("explore", {"code": "async () => spec.endpoints.length"})
        made = await client.call_tool(
            "xquik", {"code": "async () => xquik.request('/drafts', {method: 'POST', body: {text: 'By an agent'}})"}
        )
        return names, found, made

    names, found, made = talk(server, work, mode)
    assert names == ["explore", "xquik"]
    assert not found.is_error
    assert not made.is_error
    [content] = made.content
    assert isinstance(content, TextContent)
    draft = json.loads(content.text)
    with httpx2.Client(headers={"x-api-key": server.keys["xquik"]}, trust_env=False) as http:
        kept = http.get(f"{server.url}/xquik/api/v1/drafts/{draft['id']}").json()
    assert kept == draft
    assert kept["text"] == "By an agent"
