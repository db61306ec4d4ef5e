"""How a call of the control API goes out and comes back. Must not know which calls there are."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any, Self

import httpx

from mockserver.testing.wording import PATIENCE_S, read, trust, unreachable


class AsyncWire:
    """A line to one server. Connections are not kept, so that it can be used from one event loop after another."""

    def __init__(
        self, url: str, *, token: str | None = None, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self.url = url.rstrip("/")
        self.token = token
        self.transport = transport
        self._client = httpx.AsyncClient(
            base_url=self.url,
            transport=transport,
            headers={"Authorization": f"Bearer {token}"} if token else {},
            timeout=PATIENCE_S,
            limits=httpx.Limits(max_keepalive_connections=0),
            trust_env=False,
            verify=trust(url),
        )

    async def ask(
        self, method: str, path: str, body: Any = None, *, query: Any = None, content: bytes | None = None
    ) -> Any:
        """Make a call and read its answer; raises `ControlError`."""
        __tracebackhide__ = True
        try:
            response = await self._client.request(method, path, json=body, params=query, content=content)
        except httpx.TransportError as error:
            raise unreachable(self.url, error) from None
        return read(response)

    async def pause(self, seconds: float) -> None:
        """Wait on the machine's clock before asking again."""
        await asyncio.sleep(seconds)

    async def aclose(self) -> None:
        """Hang up."""
        await self._client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
