"""All workspaces of a server: made from a fixture, opened at start, found by name or by key, dropped.

Must not know what a fixture's sections mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mockserver.contract import Vendor
from mockserver.core.clock import Clock, ClockMode
from mockserver.core.database import Database
from mockserver.core.errors import ConfigurationError
from mockserver.core.settings import Settings
from mockserver.core.times import Instant
from mockserver.engine.webhooks.transport import Transport
from mockserver.engine.workspace import Workspace, prepare
from mockserver.gateway.keys import KeyRow
from mockserver.server.fixtures import Fixture, Fixtures
from mockserver.server.registry import Registry
from mockserver.server.runtime import Runtime

DEFAULT = "default"

_NAME, _FIXTURE, _START = "name", "fixture", "start"
_SUFFIXES = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Start:
    """How a workspace begins; `now` is None where its mode says when."""

    seed: int
    mode: ClockMode
    now: Instant | None
    speed: float
    settings: Settings


class Workspaces:
    """Holds the open workspaces by id."""

    default = DEFAULT

    def __init__(self, registry: Registry, transport: Transport, folder: Path | None, *, seed: int) -> None:
        self._registry = registry
        self._transport = transport
        self._folder = folder
        self._seed = seed
        self._open: dict[str, Runtime] = {}
        self._empty: bytes | None = None
        self._driving = False
        self.fixtures = Fixtures(["world", *(vendor.name for vendor in registry)])
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    # Start and stop

    def open_all(self) -> None:
        """Open every workspace that is stored."""
        if self._folder is not None:
            for path in sorted(self._folder.glob("*.db")):
                self._open[path.stem] = self._runtime(path.stem, Database(path))

    def drive_all(self) -> None:
        """Let time pass in every workspace, now and in those to come."""
        self._driving = True
        for runtime in self:
            runtime.drive()

    async def close_all(self) -> None:
        """Close every workspace; what is stored stays."""
        for runtime in self._open.values():
            await runtime.close()
        self._open.clear()

    # Finding

    def __iter__(self) -> Iterator[Runtime]:
        return iter(list(self._open.values()))

    def get(self, workspace_id: str) -> Runtime | None:
        """The workspace of that id."""
        return self._open.get(workspace_id)

    def by_key(self, vendor: str, key: str) -> tuple[Runtime, KeyRow] | None:
        """The workspace that a vendor's key belongs to."""
        for runtime in self._open.values():
            if (row := runtime.keys.find(vendor, key)) is not None:
                return runtime, row
        return None

    # Making and dropping

    def create(
        self,
        workspace_id: str,
        *,
        seed: int | None = None,
        fixture: str = "empty",
        mode: ClockMode = ClockMode.REAL,
        now: Instant | None = None,
        speed: float = 1.0,
        settings: Settings | None = None,
    ) -> Runtime:
        """Make a workspace and give it keys; raises `ConfigurationError` for a fixture that cannot be loaded."""
        content = self.fixtures.get(fixture)
        path = None if self._folder is None else self._folder / f"{workspace_id}.db"
        database = Database.from_image(self._empty_image(), path)
        start = Start(self._seed if seed is None else seed, mode, now, speed, settings or Settings())
        try:
            runtime = self._fill(workspace_id, database, content, start)
        except BaseException:
            database.close()
            _unlink(path)
            raise
        self._put(runtime)
        return runtime

    def _fill(self, workspace_id: str, database: Database, fixture: Fixture, start: Start) -> Runtime:
        """Make a workspace of an empty database."""
        clock = Clock.start(start.mode, now=start.now, speed=start.speed)
        prepare(database, seed=start.seed, clock=clock, settings=start.settings)
        with database.transaction():
            database.set_meta(_NAME, workspace_id)
            database.set_meta(_FIXTURE, fixture.name)
            database.set_meta(_START, start.now)
        runtime = self._runtime(workspace_id, database)
        self._load(runtime, fixture)
        return runtime

    def _put(self, runtime: Runtime) -> None:
        self._open[runtime.id] = runtime
        if self._driving:
            runtime.drive()

    async def drop(self, workspace_id: str) -> None:
        """Remove a workspace and its file; raises `LookupError` when there is none."""
        runtime = await self._rested(workspace_id)
        del self._open[workspace_id]
        runtime.shut()
        _unlink(runtime.database.path)

    async def reset(self, workspace_id: str, *, fixture: str | None, seed: int | None) -> Runtime:
        """Make a workspace as it was at its start, with the same keys, settings and way of telling time.

        Raises `ConfigurationError` for a fixture that cannot be loaded, and then the workspace is as it was;
        `LookupError` when there is none of that id.
        """
        if workspace_id not in self._open:
            raise LookupError(workspace_id)
        content = self.fixtures.get(fixture or self.fixture_of(workspace_id))
        runtime = await self._rested(workspace_id)
        # From here on nothing waits, so no request sees a workspace that is half made.
        workspace, database = runtime.workspace, runtime.database
        kept, before = runtime.keys.list(), database.image()
        start = Start(
            workspace.entropy.seed if seed is None else seed,
            workspace.clock.mode,
            database.get_meta(_START),
            workspace.clock.speed or 1.0,
            workspace.settings,
        )
        try:
            database.load_image(self._empty_image())
            fresh = self._fill(workspace_id, database, content, start)
            fresh.workspace.write(lambda: fresh.keys.restore(kept))
        except BaseException:
            database.load_image(before)
            self._put(runtime)
            raise
        runtime.journal.clear()
        self._put(fresh)
        return fresh

    async def _rested(self, workspace_id: str) -> Runtime:
        """The workspace, with nothing of it under way; raises `LookupError` when there is none."""
        while (runtime := self._open.get(workspace_id)) is not None:
            await runtime.rest()
            if self._open.get(workspace_id) is runtime:
                return runtime
        raise LookupError(workspace_id)

    def next_id(self) -> str:
        """An id for a workspace that was given no name."""
        number = len(self._open)
        while f"ws{number}" in self._open:
            number += 1
        return f"ws{number}"

    def fixture_of(self, workspace_id: str) -> str:
        """The fixture a workspace was made from."""
        return str(self._open[workspace_id].database.get_meta(_FIXTURE))

    def _empty_image(self) -> bytes:
        """A database with every table and no rows, made once."""
        if self._empty is None:
            database = Database()
            database.execute_script(self._registry.schema)
            self._empty = database.image()
            database.close()
        return self._empty

    def _runtime(self, workspace_id: str, database: Database) -> Runtime:
        workspace = Workspace(workspace_id, database, self._transport, self._registry.webhook_profile)
        return Runtime(workspace_id, workspace, self._registry)

    def _load(self, runtime: Runtime, fixture: Fixture) -> None:
        def load() -> None:
            for vendor in self._registry:
                demo = vendor.keys.demo if runtime.id == DEFAULT else None
                runtime.keys.make(vendor.name, vendor.keys, key=demo)
            runtime.workspace.world.load(fixture.sections.get("world", {}))
            for vendor in self._registry:
                self._seed_vendor(runtime, vendor, fixture)

        runtime.workspace.write(load)

    @staticmethod
    def _seed_vendor(runtime: Runtime, vendor: Vendor, fixture: Fixture) -> None:
        section = fixture.sections.get(vendor.name, {})
        try:
            vendor.seed(runtime.workspace, section)
        except (KeyError, TypeError, ValueError) as error:
            raise ConfigurationError(
                f"fixture {fixture.name}, section {vendor.name}: {type(error).__name__}: {error}"
            ) from error


def _unlink(path: Path | None) -> None:
    if path is not None:
        for suffix in _SUFFIXES:
            path.with_name(path.name + suffix).unlink(missing_ok=True)
