"""How a vendor treats its websockets: values that a vendor hands over. Must not know any vendor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from mockserver.core.times import Millis
from mockserver.engine.streams.messages import Message


class Overflow(StrEnum):
    """What happens when a client reads so slowly that its queue is full."""

    DROP_OLDEST = "drop_oldest"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class KeepAlive:
    """A ping every `ping_ms`; who has not been heard of for `silence_ms` is cut off, without a close frame."""

    ping_ms: Millis
    silence_ms: Millis


@dataclass(frozen=True, slots=True)
class SocketPolicy:
    """What holds for each connection of a route. `overflow_code` closes a connection whose queue is full."""

    queue: int = 10_000
    overflow: Overflow = Overflow.DROP_OLDEST
    overflow_code: int = 1008
    keep_alive: KeepAlive | None = None


class Wire(Protocol):
    """A client's end of a connection, as the edge gives it. Nothing here waits.

    `on_writable` is called whenever the wire takes messages again after it did not.
    """

    on_writable: Callable[[], None]

    @property
    def is_writable(self) -> bool:
        """Whether messages may be handed over; otherwise the client reads slowly."""

    @property
    def can_ping(self) -> bool:
        """Whether pings go out and pongs are told of."""

    def send(self, message: Message) -> None:
        """Send a message after all before it."""

    def send_raw(self, data: bytes) -> None:
        """Send bytes as they are, well-formed or not."""

    def ping(self) -> None:
        """Ask for a sign of life."""

    def pong(self) -> None:
        """Give a sign of life that nobody asked for."""

    def close(self, code: int | None, reason: str) -> None:
        """Say goodbye, without a code if it is None."""

    def abort(self) -> None:
        """Cut the line without a word."""
