"""How a call of the control API goes out and comes back. Must not know which calls there are."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Any, Self

import httpx

from mockserver.testing.wording import PATIENCE_S, read, trust, unreachable


class Wire:
    """A line to one server."""

    def __init__(self, url: str, *, token: str | None = None, transport: httpx.BaseTransport | None = None) -> None:
        self.url = url.rstrip("/")
        self.token = token
        self.transport = transport
        self._client = httpx.Client(
            base_url=self.url,
            transport=transport,
            headers={"Authorization": f"Bearer {token}"} if token else {},
            timeout=PATIENCE_S,
            trust_env=False,
            verify=trust(url),
        )

    def ask(self, method: str, path: str, body: Any = None, *, query: Any = None, content: bytes | None = None) -> Any:
        """Make a call and read its answer; raises `ControlError`."""
        __tracebackhide__ = True
        try:
            response = self._client.request(method, path, json=body, params=query, content=content)
        except httpx.TransportError as error:
            raise unreachable(self.url, error) from None
        return read(response)

    def pause(self, seconds: float) -> None:
        """Wait on the machine's clock before asking again."""
        time.sleep(seconds)

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
