"""Clients of a stream that do nothing but read: raw sockets, so that they cost less than the server they measure.

Each keeps how many bytes it got and their digest; all must have got the same, and the first is read whole.
"""

from __future__ import annotations

import base64
import selectors
import socket
import time
from hashlib import blake2b
from types import TracebackType
from typing import Self

from benchmarks.client import HOST
from benchmarks.errors import BenchmarkError

_AT_ONCE = 1 << 18


class Listeners:
    """Sockets that are open from entering the context to leaving it."""

    def __init__(self, port: int, path: str, key: str, count: int) -> None:
        self._port, self._path, self._key, self._count = port, path, key, count
        self._sockets: list[socket.socket] = []

    def __enter__(self) -> Self:
        for _ in range(self._count):
            self._sockets.append(self._connect())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each in self._sockets:
            each.close()

    def _connect(self) -> socket.socket:
        made = socket.create_connection((HOST, self._port))
        lines = [
            f"GET {self._path} HTTP/1.1",
            f"Host: {HOST}",
            *("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"),
            f"Sec-WebSocket-Key: {base64.b64encode(bytes(16)).decode()}",
            f"x-api-key: {self._key}",
        ]
        made.sendall("\r\n".join([*lines, "", ""]).encode())
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += made.recv(1)
        if not head.startswith(b"HTTP/1.1 101 "):
            raise BenchmarkError(f"the stream refused a listener: {head[:100]!r}")
        made.setblocking(False)
        return made

    def take(self, messages: int, *, timeout: float) -> list[bytes]:
        """Read until every listener has so many messages; returns those of one, which are those of all."""
        digests = [blake2b() for _ in self._sockets]
        sizes = [0] * self._count
        first = bytearray()
        wanted = 0
        waiting = set(range(self._count))
        deadline = time.monotonic() + timeout
        with selectors.DefaultSelector() as selector:
            for place, each in enumerate(self._sockets):
                selector.register(each, selectors.EVENT_READ, place)
            while waiting:
                if time.monotonic() > deadline:
                    raise BenchmarkError(f"{len(waiting)} of {self._count} listeners did not get {messages} messages")
                for ready, _ in selector.select(timeout=1.0):
                    place = ready.data
                    data = self._sockets[place].recv(_AT_ONCE)
                    if not data:
                        raise BenchmarkError("the server hung up on a listener")
                    digests[place].update(data)
                    sizes[place] += len(data)
                    if place == 0:
                        first += data
                if not wanted and len(frames(first)) == messages:
                    wanted = len(first)
                if wanted:
                    waiting = {place for place in waiting if sizes[place] < wanted}
        if len({digest.digest() for digest in digests}) != 1:
            raise BenchmarkError("listeners got different bytes")
        return frames(first)


def frames(received: bytearray) -> list[bytes]:
    """The texts of the whole frames that `received` begins with; a server's frames bear no mask."""
    found, at = [], 0
    while at + 2 <= len(received):
        length, start = received[at + 1], at + 2
        for mark, width in ((126, 2), (127, 8)):
            if received[at + 1] == mark:
                length, start = int.from_bytes(received[start : start + width], "big"), start + width
        if start + length > len(received):
            break
        found.append(bytes(received[start : start + length]))
        at = start + length
    return found
