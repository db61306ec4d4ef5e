"""Exchanges under way in the background: so many at once, and so many of one lane.

A lane is whom an exchange talks to, so that one who does not answer holds nobody else up. Must not know what an
exchange does.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine

from mockserver.engine.tables import TimerRow

AT_ONCE = 1_024
"""Exchanges under way at once; each is a task that waits, the transport bounds the connections."""

LANES = 8
"""As many lanes can be crowded before all places are taken."""

_LANE_AT_ONCE = AT_ONCE // LANES


class Flights:
    """The exchanges of one scheduler that nobody waits for; `on_landed` is called after each."""

    def __init__(self, on_landed: Callable[[], None]) -> None:
        self._on_landed = on_landed
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._lanes: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._tasks)

    def takes(self, timer: TimerRow) -> bool:
        """Whether a timer may be launched: it is not under way, and its lane has room."""
        return timer.id not in self._tasks and self._lanes[timer.lane] < _LANE_AT_ONCE

    def crowded(self) -> list[str]:
        """The lanes that have no room, at most `LANES`."""
        return [lane for lane, count in self._lanes.items() if lane and count >= _LANE_AT_ONCE]

    def launch(self, timer: TimerRow, exchange: Coroutine[None, None, None]) -> None:
        """Let an exchange go on by itself; its lane is the timer's."""
        assert timer.id is not None
        key, lane = timer.id, timer.lane

        def landed(_: asyncio.Task[None]) -> None:
            del self._tasks[key]
            if lane:
                self._lanes[lane] -= 1
                if not self._lanes[lane]:
                    del self._lanes[lane]
            self._on_landed()

        task = asyncio.get_running_loop().create_task(exchange)
        self._tasks[key] = task
        if lane:
            self._lanes[lane] += 1
        task.add_done_callback(landed)

    async def make_room(self) -> None:
        """Wait until fewer than `AT_ONCE` are under way."""
        if len(self._tasks) >= AT_ONCE:
            await asyncio.wait(self._tasks.values(), return_when=asyncio.FIRST_COMPLETED)

    async def land(self) -> None:
        """Wait for all."""
        while self._tasks:
            await asyncio.wait(list(self._tasks.values()))
            await asyncio.sleep(0)

    async def cancel(self) -> None:
        """Give all up; their timers stay."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
