"""A server for tests and scripts: on a socket in a thread of its own, or in process on the event loop that runs."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from mockserver.server.app import Application
from mockserver.server.config import load
from mockserver.server.listener import Background
from mockserver.testing.running import FROZEN, RunningServer

if TYPE_CHECKING:
    import httpx

    from mockserver.server.registry import Registry
    from mockserver.testing.asynchronous.control import AsyncControl
    from mockserver.testing.asynchronous.workspace import AsyncWorkspace


class MockServer(RunningServer):
    """A server of one's own, in memory.

    `with MockServer() as server` listens on a free port of this machine; `server.control` steers it.
    `async with MockServer() as server` opens no socket: `server.transport` is for `httpx.AsyncClient`, and
    `server.async_control` steers it. `fixture` and `seed` are those of the `default` workspace.
    """

    def __init__(
        self,
        *,
        fixture: str = "empty",
        seed: int | None = None,
        speed: float | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        registry: Registry | None = None,
    ) -> None:
        flags = {"host": host, "port": port, "ephemeral": True, "fixture": fixture, "seed": seed, "speed": speed}
        self._config = load(flags, {})  # the variables of the machine are another server's
        self._registry = registry
        self._background: Background | None = None
        self._application: Application | None = None
        self._async_control: AsyncControl | None = None
        super().__init__("")
        self.transport: httpx.ASGITransport | None = None

    # On a socket

    def __enter__(self) -> Self:
        self._background = Background(self._config, registry=self._registry)
        self.url = self._background.__enter__().url
        return super().__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._background is not None
        super().__exit__(kind, error, trace)
        self._background.__exit__(kind, error, trace)
        self._background = None

    # In process

    async def __aenter__(self) -> Self:
        import httpx

        from mockserver.testing.asynchronous.control import AsyncControl

        self._application = Application(self._config, registry=self._registry)
        await self._application.startup()
        self.url = self._application.origin
        self.transport = httpx.ASGITransport(self._application)
        self._async_control = AsyncControl(self.url, transport=self.transport)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._application is not None
        await self.async_control.aclose()
        await self._application.shutdown()
        self._application = self.transport = self._async_control = None

    @property
    def async_control(self) -> AsyncControl:
        """The control API of a server in process; of one on a socket, make an `AsyncControl(url)` in your loop."""
        if self._async_control is None:
            raise RuntimeError("enter it first: async with MockServer() as server; on a socket, use AsyncControl(url)")
        return self._async_control

    async def new_workspace(
        self,
        name: str | None = None,
        *,
        seed: int | None = None,
        fixture: str | None = None,
        clock: Mapping[str, Any] = FROZEN,
        settings: Mapping[str, Any] | None = None,
    ) -> AsyncWorkspace:
        """As `workspace`, in process."""
        return await self.async_control.new_workspace(name, seed=seed, fixture=fixture, clock=clock, settings=settings)
