"""A server on a real socket with a vendor that has websockets, and clients of it; the server has its own thread."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import httpx
from websockets.asyncio.client import ClientConnection, connect

from mockserver.contract import Context, SocketRoute
from mockserver.core.errors import ApiError
from mockserver.core.times import SECOND
from mockserver.engine.streams.connection import Connection
from mockserver.engine.streams.policies import KeepAlive, Overflow, SocketPolicy
from mockserver.gateway.auth import BearerToken, FirstOf, QueryKey
from mockserver.server.config import Config
from mockserver.server.listener import Background
from mockserver.server.registry import Registry
from mockserver.world.events import TweetPublished
from tests.admin.toy_vendor import TOY

QUEUE = 50
CREDENTIALS = FirstOf((BearerToken(), QueryKey("key")))
POLICY = SocketPolicy(queue=QUEUE, keep_alive=KeepAlive(ping_ms=30 * SECOND, silence_ms=60 * SECOND))


def _echo(context: Context, connection: Connection) -> None:
    """Answers each text with itself, and tells of every tweet; `?refuse` is refused."""
    if "refuse" in context.request.query:
        raise ApiError(409, "conflict", "not now")
    connection.channels.add("news")
    connection.on_text = lambda text: connection.send(context.workspace.streams.message(text.encode()))


def _fail(context: Context, connection: Connection) -> None:
    """Breaks at the first text."""

    def broken(text: str) -> None:
        raise LookupError(text)

    connection.on_text = broken


def _workers(workspace: Any) -> Any:
    def tell(event: TweetPublished) -> None:
        workspace.streams.publish("news", event.tweet.text.encode(), message_id=event.tweet.id)

    workspace.events.subscribe(TweetPublished, tell)
    return (), {}


def _sockets() -> tuple[SocketRoute, ...]:
    return (
        SocketRoute("/v1/live", _echo, POLICY, "Live", CREDENTIALS),
        SocketRoute("/v1/strict", _echo, replace(POLICY, overflow=Overflow.CLOSE), "Live", CREDENTIALS),
        SocketRoute("/v1/broken", _fail, POLICY, "Live", CREDENTIALS),
        SocketRoute("/v1/open", _echo, POLICY, "Live", CREDENTIALS, admits=lambda edition, presented: presented),
    )


LIVE = replace(TOY, sockets=_sockets, workers=_workers, job_kinds=())


@dataclass
class Server:
    """What a test does with the server; `ws` is a workspace whose clock stands."""

    url: str
    key: str
    http: httpx.AsyncClient
    ws: str = "w"

    def address(self, path: str = "/live", key: str | None = None, **query: str) -> str:
        asked = urlencode({"key": self.key if key is None else key, **query})
        return f"{self.url.replace('http', 'ws')}/toy/v1{path}?{asked}"

    def client(self, path: str = "/live", **query: str) -> connect:
        """A client that never pings by itself."""
        return connect(self.address(path, **query), ping_interval=None, compression=None)

    async def control(self, method: str, path: str, body: object = None) -> Any:
        answer = await self.http.request(method, f"/_mock/workspaces/{self.ws}{path}", json=body)
        assert answer.is_success, answer.text
        return answer.json()

    async def tweet(self, text: str) -> str:
        made = await self.control("POST", "/tweets", {"author": "ada", "text": text})
        return str(made["id"])

    async def advance(self, by: str) -> Any:
        return await self.control("POST", "/clock/advance", {"by": by})


@contextmanager
def running(registry: Registry | None = None) -> Iterator[str]:
    """A server's address."""
    config = Config(ephemeral=True, fixture="empty", port=0)
    with Background(config, registry=registry or Registry([LIVE])) as ready:
        yield ready.url


@asynccontextmanager
async def visiting(url: str, name: str = "w", vendor: str = "toy") -> AsyncIterator[Server]:
    """A fresh workspace of the server."""
    async with httpx.AsyncClient(base_url=url) as http:
        made = (await http.post("/_mock/workspaces", json={"name": name, "clock": {"mode": "frozen"}})).json()
        yield Server(url, made["keys"][vendor], http, name)


async def texts(client: ClientConnection, count: int) -> list[str]:
    return [str(await client.recv()) for _ in range(count)]


def play(work: Coroutine[Any, Any, None]) -> None:
    """Run a test's client side."""
    asyncio.run(asyncio.wait_for(work, 60))
