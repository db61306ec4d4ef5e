"""A receiver of webhooks that does nothing but count them, in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from types import TracebackType
from typing import Self

from benchmarks.client import HOST

_ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


class Receiver:
    """Listens from entering the context to leaving it; `count` is how many requests came."""

    def __init__(self) -> None:
        self.count = 0
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def url(self) -> str:
        """Where to send webhooks."""
        return f"http://{HOST}:{self.port}/hook"

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        server = self._loop.run_until_complete(self._loop.create_server(lambda: _Connection(self), HOST, 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        self._loop.run_until_complete(server.wait_closed())
        self._loop.close()


class _Connection(asyncio.Protocol):
    """Reads as much of HTTP as a delivery needs: a head, and a body as long as it says."""

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver
        self._pending = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to answer."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer each request that is complete."""
        self._pending += data
        while (end := request_length(self._pending)) is not None and len(self._pending) >= end:
            self._pending = self._pending[end:]
            self._receiver.count += 1
            self._transport.write(_ANSWER)


def request_length(received: bytes) -> int | None:
    """Bytes of the request that `received` begins with; None while its head is not complete."""
    head, separator, _ = received.partition(b"\r\n\r\n")
    if not separator:
        return None
    for line in head.lower().split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name == b"content-length":
            return len(head) + len(separator) + int(value)
    return len(head) + len(separator)
