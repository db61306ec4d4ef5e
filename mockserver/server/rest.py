"""Lets the stores of workspaces that nobody uses sleep, so that hundreds of them cost little memory.

A workspace at rest keeps its journal, faults, sockets and timers; its store wakes at the next use.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mockserver.server.runtime import Runtime

AWAKE = 16
"""How many stores that nobody uses stay awake."""

_LOOK_S = 5.0
_IDLE_LOOKS = 2


@dataclass(slots=True)
class _Watch:
    revision: int
    idle: int = 0


class Rest:
    """Looks now and then which workspaces are in use."""

    def __init__(self, workspaces: Callable[[], Iterable[Runtime]], *, awake: int = AWAKE) -> None:
        self._workspaces = workspaces
        self._awake = awake
        self._used: set[str] = set()
        self._watches: dict[str, _Watch] = {}
        self._task: asyncio.Task[None] | None = None

    def use(self, workspace_id: str) -> None:
        """Somebody asks for the workspace."""
        self._used.add(workspace_id)

    def start(self) -> None:
        """Begin to look."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_S)
            for _ in self.look():
                await asyncio.sleep(0)  # one store at a time, so that no request waits for many

    def look(self) -> Iterable[Runtime]:
        """Let the stores that were idle longest sleep, as many as are too many; gives those that now do."""
        open_now = list(self._workspaces())
        watches: dict[str, _Watch] = {}
        for runtime in open_now:
            revision = runtime.database.revision
            before = self._watches.get(runtime.id)
            is_idle = before is not None and before.revision == revision and runtime.id not in self._used
            watches[runtime.id] = _Watch(revision, before.idle + 1 if is_idle and before is not None else 0)
        self._watches = watches
        self._used.clear()
        awake = [runtime for runtime in open_now if not runtime.database.is_asleep]
        idle = [runtime for runtime in awake if watches[runtime.id].idle >= _IDLE_LOOKS]
        idle.sort(key=lambda runtime: -watches[runtime.id].idle)
        for runtime in idle[: max(0, len(awake) - self._awake)]:
            if runtime.database.sleep():
                yield runtime
