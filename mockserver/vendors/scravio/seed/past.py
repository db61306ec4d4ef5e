"""A workspace's past: what was done when, with the timers that fell due in between. Must not know what is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from heapq import heappop, heappush

from pydantic import ValidationError

from mockserver.core.errors import ApiError
from mockserver.core.errors import ValidationFailed as Refused
from mockserver.core.times import Instant
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scravio.seed.section import wording


class Past:
    """Deeds in the order of their times; those of one time in the order they were planned."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._planned = 0
        self._deeds: list[tuple[Instant, int, str, Callable[[], None]]] = []
        self.start = workspace.now()

    @property
    def earliest(self) -> Instant:
        """A moment before everything that is planned."""
        return min([self.start, *(deed[0] for deed in self._deeds)]) - 1

    def plan(self, place: str, at: Instant, do: Callable[[], None]) -> None:
        """Do something at a time before the start; `place` names it in errors."""
        self._planned += 1
        heappush(self._deeds, (at, self._planned, place, do))

    def live(self) -> None:
        """Let time pass until the start."""
        clock, scheduler = self._workspace.clock, self._workspace.scheduler
        while True:
            if scheduler.catch_up(self._deeds[0][0] if self._deeds else self.start):
                continue
            if not self._deeds:
                return
            at, _, place, do = heappop(self._deeds)
            with named(place), clock.pinned(at):
                do()


@contextmanager
def named(place: str) -> Iterator[None]:
    """Say in which entry of the fixture something went wrong."""
    try:
        yield
    except ValidationError as error:
        raise ValueError(f"{place}: {wording(error)}") from None
    except (ApiError, LookupError, Refused, ValueError) as error:
        raise ValueError(f"{place}: {error}") from error
