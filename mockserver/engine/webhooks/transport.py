"""Carries a delivery to its receiver over HTTP: no redirects, a bounded answer, a time limit.

Must not know vendors or the store.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from mockserver.core.times import Millis
from mockserver.engine.webhooks.targets import RefusedTarget, resolve

if TYPE_CHECKING:
    import httpx

_ANSWER_BYTES = 2_000


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
    """Posts with httpx, one connection pool for the whole server."""

    def __init__(self) -> None:
        self._client: httpx.AsyncClient | None = None

    def _open(self) -> httpx.AsyncClient:
        if self._client is None:
            import httpx

            self._client = httpx.AsyncClient(
                follow_redirects=False,
                trust_env=False,
                limits=httpx.Limits(max_connections=256, max_keepalive_connections=64),
            )
        return self._client

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], timeout_ms: Millis) -> Answer:
        """Try once, at an address that was checked just now."""
        import httpx

        started = time.perf_counter()

        def answer(status: int | None, error: str | None, text: str | None = None) -> Answer:
            return Answer(status, error, round((time.perf_counter() - started) * 1000), text)

        parts = urlsplit(url)
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            address = await resolve(host, port)
        except RefusedTarget as error:
            return answer(None, f"refused: {error}")
        except OSError as error:
            return answer(None, f"cannot resolve {host}: {error.strerror or error}")
        literal = f"[{address}]" if ":" in address else address
        pinned = parts._replace(netloc=f"{literal}:{port}").geturl()
        try:
            async with self._open().stream(
                "POST",
                pinned,
                content=body,
                headers={**headers, "Host": parts.netloc.rpartition("@")[2]},
                timeout=timeout_ms / 1000,
                extensions={"sni_hostname": host},
            ) as response:
                received = b""
                async for chunk in response.aiter_raw(_ANSWER_BYTES):
                    received += chunk
                    if len(received) >= _ANSWER_BYTES:
                        break
                return answer(response.status_code, None, received[:_ANSWER_BYTES].decode("utf-8", "replace"))
        except httpx.TimeoutException:
            return answer(None, f"no answer within {timeout_ms / 1000:g} s")
        except httpx.HTTPError as error:
            return answer(None, f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)

    async def close(self) -> None:
        """Close the pool."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None
