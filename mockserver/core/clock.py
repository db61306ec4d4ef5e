"""A workspace's clock: real, scaled or frozen, and pinned while a timer runs.

The only module that reads the wall clock for state; everything else asks a `Clock`.
Must not know what the time is used for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum

from mockserver.core.times import Instant, Millis

WallClock = Callable[[], Instant]

FROZEN_START: Instant = 1_767_603_600_000
"""2026-01-05T09:00:00Z, a Monday: where a new frozen clock starts unless told otherwise."""


def wall_clock() -> Instant:
    """The machine's own time."""
    return time.time_ns() // 1_000_000


class ClockMode(StrEnum):
    """How virtual time follows the machine's."""

    REAL = "real"
    SCALED = "scaled"
    FROZEN = "frozen"


@dataclass(frozen=True, slots=True)
class ClockState:
    """What is stored of a clock: virtual time was `virtual_at` when the machine's was `wall_at`."""

    mode: ClockMode
    speed: float
    virtual_at: Instant
    wall_at: Instant


class Clock:
    """Virtual time. `now()` never goes back, except to a timer's due time while that timer runs."""

    __slots__ = ("_pinned", "_state", "_wall", "reads")

    def __init__(self, state: ClockState, wall: WallClock = wall_clock) -> None:
        self._state = state
        self._wall = wall
        self._pinned: Instant | None = None
        self.reads = 0
        """How often the time was asked for: an answer worked out without asking does not depend on it."""

    @classmethod
    def start(
        cls,
        mode: ClockMode,
        *,
        now: Instant | None = None,
        speed: float = 1.0,
        wall: WallClock = wall_clock,
    ) -> Clock:
        """A new clock; without `now`, a frozen one starts at `FROZEN_START` and the others at the wall's time."""
        at = wall()
        start = now if now is not None else (FROZEN_START if mode is ClockMode.FROZEN else at)
        return cls(ClockState(mode, speed if mode is ClockMode.SCALED else 1.0, start, at), wall)

    @property
    def state(self) -> ClockState:
        """The state to store."""
        return self._state

    @property
    def mode(self) -> ClockMode:
        """How this clock moves."""
        return self._state.mode

    @property
    def speed(self) -> float:
        """Virtual milliseconds that pass in one of the machine's; 0 when frozen."""
        return 0.0 if self._state.mode is ClockMode.FROZEN else self._state.speed

    def now(self) -> Instant:
        """The workspace's time."""
        self.reads += 1
        if self._pinned is not None:
            return self._pinned
        return self._flowing()

    def _flowing(self) -> Instant:
        state = self._state
        if state.mode is ClockMode.FROZEN:
            return state.virtual_at
        return state.virtual_at + int((self._wall() - state.wall_at) * state.speed)

    def behind(self, at: Instant) -> Millis:
        """How long `at` has passed, whatever timer runs; below 0 when it is to come."""
        return self._flowing() - at

    def jump(self, at: Instant) -> None:
        """Set the time to `at`, unless it is later already, and go on from there in the same mode."""
        self._state = replace(self._state, virtual_at=max(at, self._flowing()), wall_at=self._wall())

    def change(self, mode: ClockMode, *, now: Instant | None = None, speed: float = 1.0) -> None:
        """Move in another mode from `now`, or from where the clock stands."""
        at = self.now() if now is None else now
        self._state = ClockState(mode, speed if mode is ClockMode.SCALED else 1.0, at, self._wall())

    @contextmanager
    def pinned(self, at: Instant) -> Iterator[None]:
        """Hold the time at `at` inside the block; blocks nest."""
        outer, self._pinned = self._pinned, at
        try:
            yield
        finally:
            self._pinned = outer

    def wall_seconds_until(self, at: Instant) -> float | None:
        """Machine seconds until virtual `at`: 0 when it has passed, None when it will not come by itself."""
        remaining = at - self._flowing()
        if remaining <= 0:
            return 0.0
        return remaining / self.speed / 1000 if self.speed else None
