"""One open workspace with all that surrounds it: keys, counters, journal, inbox and the task that drives its time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from mockserver.contract import Vendor
from mockserver.core.clock import Clock
from mockserver.core.database import Database
from mockserver.core.events import EventBus
from mockserver.core.settings import Settings
from mockserver.core.times import Instant
from mockserver.engine.workspace import Workspace
from mockserver.gateway.faults import Faults
from mockserver.gateway.inbox import Inbox
from mockserver.gateway.journal import Journal
from mockserver.gateway.keys import KeyIndex, Keys
from mockserver.gateway.rate_limit import Limiter
from mockserver.gateway.response_cache import ResponseCache
from mockserver.gateway.surface import RequestIds
from mockserver.server.labs import EVENT, event_step

_BOOTS = "boots"


class Runtime:
    """One universe; nothing outside it holds state."""

    def __init__(self, name: str, workspace: Workspace, vendors: Iterable[Vendor], index: KeyIndex) -> None:
        self.id = workspace.id
        self.name = name
        self.workspace = workspace
        self.database: Database = workspace.database
        self.clock: Clock = workspace.clock
        self.events: EventBus = workspace.events
        self.keys = Keys(workspace.id, workspace.database, workspace.clock, workspace.ids, index)
        self.limiter = Limiter()
        self.faults = Faults(workspace.entropy)
        self.journal = Journal()
        self.cache = ResponseCache()
        self.inbox = Inbox()
        self.rename_requests()
        self._driver: asyncio.Task[None] | None = None
        by_name = {vendor.name: vendor for vendor in vendors}
        workspace.scheduler.on(EVENT, event_step(workspace, by_name.get))
        for vendor in by_name.values():
            kinds, steps = vendor.workers(workspace)
            workspace.jobs.register(kinds)
            for kind, step in steps.items():
                workspace.scheduler.on(kind, step)

    def rename_requests(self) -> None:
        """Begin to name requests anew, so that those after a restart, or after a snapshot, get names of their own.

        What comes after a snapshot was saved and what comes after it was restored get the same names.
        """
        self._requests = 0
        with self.database.transaction():
            self._boot = self.database.next_value(_BOOTS)

    @property
    def settings(self) -> Settings:
        """The workspace's settings."""
        return self.workspace.settings

    def now(self) -> Instant:
        """The workspace's time."""
        return self.workspace.clock.now()

    def request_id(self, form: RequestIds) -> str:
        """A new name for a request; the n-th of a seed is always the same."""
        self._requests += 1
        return form.prefix + self.workspace.entropy.name(form.length, "request", self._boot, self._requests)

    def drive(self) -> None:
        """Let time pass: run timers as they fall due."""
        if self._driver is None:
            self._driver = asyncio.get_running_loop().create_task(self.workspace.scheduler.run_forever())

    async def rest(self) -> None:
        """Stop the passing of time and close the sockets; nothing is lost, timers run again after `drive`."""
        if self._driver is not None:
            self._driver.cancel()
            await asyncio.gather(self._driver, return_exceptions=True)
            self._driver = None
        await self.workspace.scheduler.close()
        await self.workspace.streams.close()

    async def close(self) -> None:
        """Stop and close the store."""
        await self.rest()
        self.shut()

    def shut(self) -> None:
        """Close the store of a workspace at rest; whoever waits for its journal is woken."""
        self.journal.clear()
        self.database.close()
