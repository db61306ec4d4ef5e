"""Carries a delivery to its receiver over HTTP: no redirects, a bounded answer, a time limit.

Must not know vendors or the store.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from mockserver.core.times import Millis
from mockserver.engine.webhooks.targets import RefusedTarget, resolve

if TYPE_CHECKING:
    import ssl
    from pathlib import Path

    import httpx

_ANSWER_BYTES = 2_000
_CONNECTIONS = 8
"""To one receiver at a time."""
_CONNECTIONS_IN_ALL = 32 * _CONNECTIONS
"""To all receivers: 32 that do not answer hold nobody else up."""
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
    """Posts over httpx, with a few kept connections to each receiver, so that a slow one holds nobody else up.

    A delivery may wait for its turn at a receiver. If an attempt there gets no answer meanwhile, and nobody else gets
    one either, those who wait share its outcome: so it takes one time limit to learn that a receiver is silent,
    however many deliveries it has. Receivers with a certificate of `authority` are believed too, as this server itself.
    """

    def __init__(self, authority: Path | None = None) -> None:
        self._authority = authority
        self._routes: OrderedDict[str, _Route] = OrderedDict()
        self._places = asyncio.Semaphore(_CONNECTIONS_IN_ALL)

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], timeout_ms: Millis) -> Answer:
        """Try once, at an address that was checked just now."""
        import httpx

        host = urlsplit(url).hostname or ""
        route = await self._route(origin_of(url))
        queued = started = time.perf_counter()

        def answer(status: int | None, error: str | None, text: str | None = None) -> Answer:
            return Answer(status, error, round((time.perf_counter() - started) * 1000), text)

        silence = f"no answer within {timeout_ms / 1000:g} s"
        try:
            async with route.turns:
                if route.silent_at > queued > route.answered_at:
                    return answer(None, f"{silence} to an earlier delivery")
                async with self._places:
                    started = time.perf_counter()
                    async with asyncio.timeout(timeout_ms / 1000):
                        response, received = await _exchange(route, url, body, headers)
            route.answered_at = time.perf_counter()
            return answer(response.status_code, None, received.decode("utf-8", "replace"))
        except RefusedTarget as error:
            return answer(None, f"refused: {error}")
        except TimeoutError:
            route.silent_at = time.perf_counter()
            return answer(None, silence)
        except httpx.HTTPError as error:
            return answer(None, f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)
        except OSError as error:
            return answer(None, f"cannot resolve {host}: {error.strerror or error}")
        finally:
            route.waiting -= 1

    async def _route(self, origin: str) -> _Route:
        route = self._routes.get(origin)
        if route is None:
            route = self._routes[origin] = _Route(self._trust)
        self._routes.move_to_end(origin)
        route.waiting += 1
        idle = [name for name, each in self._routes.items() if not each.waiting]
        for name in idle[: max(0, len(self._routes) - _ROUTES)]:
            await self._routes.pop(name).transport.aclose()
        return route

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        if self._authority is None:
            return _certificates()
        import httpx

        trust = httpx.create_ssl_context(trust_env=False)
        trust.load_verify_locations(self._authority)
        return trust

    async def close(self) -> None:
        """Close all connections."""
        while self._routes:
            _, route = self._routes.popitem()
            await route.transport.aclose()


class _Route:
    """The way to one receiver."""

    __slots__ = ("answered_at", "silent_at", "transport", "turns", "waiting")

    def __init__(self, trust: ssl.SSLContext) -> None:
        import httpx

        limits = httpx.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=_CONNECTIONS)
        self.transport = httpx.AsyncHTTPTransport(trust_env=False, limits=limits, verify=trust)
        self.turns = asyncio.Semaphore(_CONNECTIONS)
        self.waiting = 0
        self.answered_at = self.silent_at = 0.0


@cache
def _certificates() -> ssl.SSLContext:
    """The authorities that receivers are checked against; reading them takes long enough to do it once."""
    import httpx

    return httpx.create_ssl_context(trust_env=False)


def origin_of(url: str) -> str:
    """Whom a URL talks to: scheme, host and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}:{parts.port or (443 if parts.scheme == 'https' else 80)}"


async def _exchange(route: _Route, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[httpx.Response, bytes]:
    """Send to the address that the host has now, and read the beginning of the answer."""
    import httpx

    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
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
        return response, await _beginning(response)
    finally:
        await response.aclose()


async def _beginning(response: httpx.Response) -> bytes:
    """The first bytes of an answer."""
    received = b""
    async for chunk in response.aiter_raw():
        received += chunk
        if len(received) >= _ANSWER_BYTES:
            break
    return received[:_ANSWER_BYTES]
