"""The application over plain ASGI, as a test in the same process speaks it: no wire of ours, no denial response."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from mockserver.engine.workspace import Workspace
from mockserver.server.app import Application
from mockserver.server.config import Config
from mockserver.server.registry import Registry
from tests.streams.lab import LIVE

KEY = b"Bearer toy_demo_key"


class Socket:
    """One connection, from the side of an ASGI server."""

    def __init__(self, app: Application, path: str = "/toy/v1/live", key: bytes = KEY, *, denies: bool = True) -> None:
        self.to_app: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.from_app: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.scope = {
            "type": "websocket",
            "path": path,
            "query_string": b"",
            "headers": [(b"host", b"localhost:4545"), (b"authorization", key)],
            "scheme": "ws",
            **({"extensions": {"websocket.http.response": {}}} if denies else {}),
        }
        self.to_app.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.create_task(app(self.scope, self.to_app.get, self.from_app.put))

    async def next(self) -> dict[str, Any]:
        return await asyncio.wait_for(self.from_app.get(), 20)

    def say(self, text: str) -> None:
        self.to_app.put_nowait({"type": "websocket.receive", "text": text})

    async def leave(self) -> None:
        self.to_app.put_nowait({"type": "websocket.disconnect", "code": 1001})
        await asyncio.wait_for(self.task, 20)


@pytest.fixture
def app() -> Iterator[Application]:
    made = Application(Config(ephemeral=True, fixture="empty"), registry=Registry([LIVE]))
    made.open()
    yield made
    asyncio.run(made.shutdown())


def tweet(workspace: Workspace, count: int) -> None:
    for number in range(count):
        workspace.world.tweets.publish("ada", f"tweet {number}")


def test_a_conversation(app: Application) -> None:
    async def visit() -> None:
        socket = Socket(app)
        assert await socket.next() == {"type": "websocket.accept"}
        socket.say("hello")
        assert await socket.next() == {"type": "websocket.send", "text": "hello"}
        runtime = app.workspaces.get("default")
        assert runtime is not None
        workspace = runtime.workspace
        workspace.write(lambda: tweet(workspace, 100))
        assert [(await socket.next())["text"] for _ in range(100)] == [f"tweet {number}" for number in range(100)]
        await runtime.workspace.streams.leap(runtime.now() + 3_600_000)  # no pings here, so nobody is cut off
        assert [each.is_closing for each in runtime.workspace.streams] == [False]
        await socket.leave()
        [closed] = runtime.workspace.streams.closed()
        assert closed.close_code == 1001

    asyncio.run(visit())


def test_the_server_says_goodbye(app: Application) -> None:
    async def visit() -> None:
        socket = Socket(app)
        await socket.next()
        runtime = app.workspaces.get("default")
        assert runtime is not None
        await runtime.workspace.streams.close()
        assert await socket.next() == {"type": "websocket.close", "code": 1001, "reason": ""}
        await socket.leave()

    asyncio.run(visit())


def test_refusals(app: Application) -> None:
    async def visit() -> None:
        refused = Socket(app, key=b"Bearer nobody")
        start, body = await refused.next(), await refused.next()
        assert (start["type"], start["status"]) == ("websocket.http.response.start", 401)
        assert body == {"type": "websocket.http.response.body", "body": b'{"oops":"who are you"}'}
        for path in ("/nobody/live", "/_mock/health", "/"):
            assert (await Socket(app, path).next())["status"] == 404
        without = Socket(app, key=b"Bearer nobody", denies=False)
        assert (await without.next())["type"] == "websocket.close"
        await asyncio.gather(refused.task, without.task)

    asyncio.run(visit())
