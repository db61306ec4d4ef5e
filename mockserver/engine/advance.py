"""What an advance of the clock did. Must not know how timers run."""

from __future__ import annotations

from dataclasses import dataclass, field

from mockserver.core.times import Instant
from mockserver.engine.tables import TimerRow

FIRED_LISTED = 1_000
"""How many fired timers an advance names; it counts all."""


@dataclass(frozen=True, slots=True)
class Fired:
    """A timer that ran."""

    at: Instant
    kind: str
    subject: str


@dataclass(slots=True)
class Advance:
    """What an advance did: all timers are counted, the first `FIRED_LISTED` are named."""

    now: Instant
    total: int = 0
    fired: list[Fired] = field(default_factory=list)

    def note(self, timer: TimerRow) -> None:
        """Count a timer that ran."""
        self.total += 1
        if len(self.fired) < FIRED_LISTED:
            self.fired.append(Fired(timer.due_at, timer.kind, timer.subject))
