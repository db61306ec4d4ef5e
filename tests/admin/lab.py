"""A whole server in process: requests go through ASGI, deliveries to a receiver that the test plays."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from mockserver.core.json import loads
from mockserver.engine.webhooks.transport import Answer
from mockserver.server.app import Application
from mockserver.server.config import Config
from mockserver.server.registry import Registry
from tests.admin.toy_vendor import MUTE, TOY

T = TypeVar("T")

HOST = "http://localhost:4545"
WS = "/_mock/workspaces/w"


@dataclass
class Post:
    url: str
    body: Any
    headers: Mapping[str, str]


@dataclass
class Receiver:
    """Stands in for the network: keeps what was posted, answers with `status`, or does what `react` does."""

    status: int | None = 200
    posts: list[Post] = field(default_factory=list)
    react: Callable[[Post], Coroutine[Any, Any, int]] | None = None
    posted: asyncio.Event = field(default_factory=asyncio.Event)

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], timeout_ms: int) -> Answer:
        post = Post(url, loads(body), headers)
        self.posts.append(post)
        self.posted.set()
        status = self.status if self.react is None else await self.react(post)
        return Answer(status, None if status else "connection refused", 3)

    async def close(self) -> None:
        pass


@dataclass(frozen=True)
class Reply:
    status: int
    headers: httpx.Headers
    text: str
    content: bytes

    @property
    def json(self) -> Any:
        return loads(self.text)

    def refusal(self, status: int, code: str) -> str:
        """Check that this is that refusal; gives its hint."""
        assert (self.status, self.json["error"]["code"]) == (status, code), self.text
        assert set(self.json) == {"error"}
        assert set(self.json["error"]) == {"code", "message", "hint"}
        return str(self.json["error"]["hint"])


class Server:
    """Started on entry unless it is `asleep`; its event loop only turns while a call is made."""

    def __init__(
        self, *, data: Path | None = None, asleep: bool = False, registry: Registry | None = None, **flags: Any
    ) -> None:
        self.asleep = asleep
        self.receiver = Receiver()
        config = Config(data=data, ephemeral=data is None, fixture="empty", **flags)
        self.app = Application(config, transport=self.receiver, registry=registry or Registry([MUTE, TOY]))
        self._runner = asyncio.Runner()

    def __enter__(self) -> Self:
        if not self.asleep:
            self.run(self.app.startup())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.run(self.app.shutdown())
        self._runner.close()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)

    def call(self, method: str, path: str, body: object = None, *, to: str = HOST, **headers: str) -> Reply:
        return self.run(self.send(method, path, body, to=to, **headers))

    async def send(self, method: str, path: str, body: object = None, *, to: str = HOST, **headers: str) -> Reply:
        """`body` is sent as JSON, or as it is if it is bytes; header names are written with `_` for `-`."""
        named = {name.replace("_", "-"): value.encode("latin-1") for name, value in headers.items()}
        content = {"content": body} if isinstance(body, bytes) else {} if body is None else {"json": body}
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url=to) as client:
            response = await client.request(method, path, headers=named, **content)  # type: ignore[arg-type]
        return Reply(response.status_code, response.headers, response.text, response.content)

    def get(self, path: str, **headers: str) -> Any:
        """The answer to a GET that succeeds."""
        return self._success(self.call("GET", path, **headers))

    def post(self, path: str, body: object = None, **headers: str) -> Any:
        """The answer to a POST that succeeds."""
        return self._success(self.call("POST", path, body, **headers))

    @staticmethod
    def _success(reply: Reply) -> Any:
        assert reply.status < 300, reply.text
        return reply.json

    def workspace(self, name: str = "w", **given: Any) -> dict[str, Any]:
        """A new workspace whose clock stands."""
        made: dict[str, Any] = self.post("/_mock/workspaces", {"name": name, "clock": {"mode": "frozen"}, **given})
        return made

    def vendor(self, method: str, path: str, body: object = None, *, key: str | None = None, ws: str = "w") -> Reply:
        """A call of the toy vendor with the workspace's key."""
        key = key or self.get(f"/_mock/workspaces/{ws}")["keys"]["toy"]
        return self.call(method, f"/toy/v1{path}", body, Authorization=f"Bearer {key}")

    def widget(self, name: str = "cog", ws: str = "w") -> str:
        """A widget that a job begins to make."""
        made = self.vendor("POST", "/widgets", {"name": name}, ws=ws)
        assert made.status == 201, made.text
        return str(made.json["id"])
