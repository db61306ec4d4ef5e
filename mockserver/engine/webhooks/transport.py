"""Carries a delivery to its receiver over HTTP: no redirects, a bounded answer, a time limit.

Must not know vendors or the store.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from mockserver.core.times import Millis
from mockserver.engine.webhooks.targets import RefusedTarget, resolve

if TYPE_CHECKING:
    import ssl

    import httpx

_ANSWER_BYTES = 2_000
_CONNECTIONS = 8
"""To one receiver at a time."""
_ROUTES = 64
"""Receivers whose connections are kept."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How an attempt went: a status, or an error when no answer came. `duration_ms` is the machine's time."""

    status: int | None
    error: str | None
    duration_ms: int
    body: str | None = None

    @property
    def accepted(self) -> bool:
        """Whether the receiver took it."""
        return self.status is not None and 200 <= self.status < 300


class Transport(Protocol):
    """Posts bytes to a URL."""

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], timeout_ms: Millis) -> Answer:
        """Try once; never raises for what a receiver does."""

    async def close(self) -> None:
        """Close connections."""


class HttpTransport:
    """Posts over httpx, with a few kept connections to each receiver, so that a slow one holds nobody else up."""

    def __init__(self) -> None:
        self._routes: OrderedDict[str, _Route] = OrderedDict()

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], timeout_ms: Millis) -> Answer:
        """Try once, at an address that was checked just now."""
        import httpx

        started = time.perf_counter()

        def answer(status: int | None, error: str | None, text: str | None = None) -> Answer:
            return Answer(status, error, round((time.perf_counter() - started) * 1000), text)

        parts = urlsplit(url)
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        route = await self._route(f"{parts.scheme}://{host}:{port}")
        try:
            async with route.turns:
                started = time.perf_counter()
                async with asyncio.timeout(timeout_ms / 1000):
                    address = await resolve(host, port)
                    literal = f"[{address}]" if ":" in address else address
                    request = httpx.Request(
                        "POST",
                        parts._replace(netloc=f"{literal}:{port}").geturl(),
                        content=body,
                        headers={**headers, "Host": parts.netloc.rpartition("@")[2]},
                        extensions={"sni_hostname": host},
                    )
                    response = await route.transport.handle_async_request(request)
                    try:
                        received = await _beginning(response)
                    finally:
                        await response.aclose()
            return answer(response.status_code, None, received.decode("utf-8", "replace"))
        except RefusedTarget as error:
            return answer(None, f"refused: {error}")
        except TimeoutError:
            return answer(None, f"no answer within {timeout_ms / 1000:g} s")
        except httpx.HTTPError as error:
            return answer(None, f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)
        except OSError as error:
            return answer(None, f"cannot resolve {host}: {error.strerror or error}")
        finally:
            route.waiting -= 1

    async def _route(self, origin: str) -> _Route:
        route = self._routes.get(origin)
        if route is None:
            route = self._routes[origin] = _Route()
        self._routes.move_to_end(origin)
        route.waiting += 1
        idle = [name for name, each in self._routes.items() if not each.waiting]
        for name in idle[: max(0, len(self._routes) - _ROUTES)]:
            await self._routes.pop(name).transport.aclose()
        return route

    async def close(self) -> None:
        """Close all connections."""
        while self._routes:
            _, route = self._routes.popitem()
            await route.transport.aclose()


class _Route:
    """The way to one receiver."""

    __slots__ = ("transport", "turns", "waiting")

    def __init__(self) -> None:
        import httpx

        limits = httpx.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=_CONNECTIONS)
        self.transport = httpx.AsyncHTTPTransport(trust_env=False, limits=limits, verify=_certificates())
        self.turns = asyncio.Semaphore(_CONNECTIONS)
        self.waiting = 0


@cache
def _certificates() -> ssl.SSLContext:
    """The authorities that receivers are checked against; reading them takes long enough to do it once."""
    import httpx

    return httpx.create_ssl_context(trust_env=False)


async def _beginning(response: httpx.Response) -> bytes:
    """The first bytes of an answer."""
    received = b""
    async for chunk in response.aiter_raw():
        received += chunk
        if len(received) >= _ANSWER_BYTES:
            break
    return received[:_ANSWER_BYTES]
