"""A built-in webhook receiver: bounded rings in memory, by name. Must not know who sends."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass

from mockserver.core.times import Instant

_NAMES = 64
_KEPT = 1_000


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
    """What a workspace's receiver got, oldest first; each name keeps its last `_KEPT`."""

    def __init__(self) -> None:
        self._boxes: OrderedDict[str, deque[Received]] = OrderedDict()
        self._count = 0

    def add(
        self, name: str, *, at: Instant, headers: dict[str, str], body: bytes, vendor: str | None, verified: bool | None
    ) -> Received:
        """Remember a request."""
        self._count += 1
        received = Received(self._count, at, headers, body, vendor, verified)
        box = self._boxes.get(name)
        if box is None:
            box = self._boxes[name] = deque(maxlen=_KEPT)
            if len(self._boxes) > _NAMES:
                self._boxes.popitem(last=False)
        box.append(received)
        return received

    def list(self, name: str) -> list[Received]:
        """What came in under that name."""
        return list(self._boxes.get(name, ()))

    def clear(self) -> None:
        """Forget everything."""
        self._boxes.clear()
