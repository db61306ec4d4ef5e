"""A built-in webhook receiver: bounded rings in memory, by name. Must not know who sends."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass

from mockserver.core.times import Instant

_NAMES = 64
_KEPT = 1_000
_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """A request that came in; `verified` says whether its signature was right, None if nobody could tell."""

    id: int
    at: Instant
    headers: dict[str, str]
    body: bytes
    vendor: str | None
    verified: bool | None


class Inbox:
    """What a workspace's receiver got, oldest first: the last `_KEPT` of a name, the last `_BYTES` of all."""

    def __init__(self) -> None:
        self._boxes: OrderedDict[str, deque[Received]] = OrderedDict()
        self._count = 0
        self._size = 0

    def add(
        self, name: str, *, at: Instant, headers: dict[str, str], body: bytes, vendor: str | None, verified: bool | None
    ) -> Received:
        """Remember a request."""
        self._count += 1
        received = Received(self._count, at, headers, body, vendor, verified)
        box = self._boxes.setdefault(name, deque())
        box.append(received)
        self._size += len(body)
        if len(box) > _KEPT:
            self._forget_oldest(box)
        if len(self._boxes) > _NAMES:
            self.remove(next(iter(self._boxes)))
        while self._size > _BYTES:
            self._forget_oldest(min((each for each in self._boxes.values() if each), key=lambda each: each[0].id))
        return received

    def _forget_oldest(self, box: deque[Received]) -> None:
        self._size -= len(box.popleft().body)

    def list(self, name: str) -> list[Received]:
        """What came in under that name."""
        return list(self._boxes.get(name, ()))

    def remove(self, name: str) -> int:
        """Forget what came in under that name; returns how many."""
        box = self._boxes.pop(name, deque())
        self._size -= sum(len(received.body) for received in box)
        return len(box)

    def clear(self) -> None:
        """Forget everything."""
        self._boxes.clear()
        self._size = 0
