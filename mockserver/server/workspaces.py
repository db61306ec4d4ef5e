"""All workspaces of a server: made from a fixture, opened at start, found by name or by key, dropped.

Must not know what a fixture's sections mean.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from mockserver.contract import Vendor
from mockserver.core.clock import Clock, ClockMode
from mockserver.core.database import Database, FormatMismatch
from mockserver.core.entropy import Entropy
from mockserver.core.errors import ConfigurationError
from mockserver.core.ids import Ids
from mockserver.core.settings import Settings
from mockserver.core.times import MINUTE, Instant
from mockserver.engine.webhooks.transport import Transport
from mockserver.engine.workspace import Workspace, prepare
from mockserver.gateway.keys import KeyIndex, KeyRow, Keys, fingerprint
from mockserver.server.fixtures import Fixture, Fixtures
from mockserver.server.registry import Registry
from mockserver.server.runtime import Runtime

DEFAULT = "default"

_NAME, _FIXTURE, _START, _SCHEMA = "name", "fixture", "start", "schema"
_IMAGES = 8
_FRESH = 5 * MINUTE
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

    def __init__(
        self, registry: Registry, transport: Transport, folder: Path | None, *, seed: int, origin: Callable[[], str]
    ) -> None:
        self._registry = registry
        self._origin = origin
        self._transport = transport
        self._folder = folder
        self._seed = seed
        self._open: dict[str, Runtime] = {}
        self._keys: KeyIndex = {}
        self._images: OrderedDict[tuple[str, int, Instant], bytes] = OrderedDict()
        self._driving = False
        self.fixtures = Fixtures(["world", *(vendor.name for vendor in registry)])
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    # Start and stop

    def open_all(self) -> None:
        """Open every workspace that is stored; raises `ConfigurationError` for one of another version's data."""
        if self._folder is None:
            return
        for path in sorted(self._folder.glob("*.db")):
            try:
                database = Database(path)
                if database.get_meta(_SCHEMA) != self._registry.schema_digest:
                    database.close()
                    raise FormatMismatch(f"{path} holds data of another version of this program")
            except FormatMismatch as error:
                raise ConfigurationError(f"{error}: remove it, or keep the data elsewhere with --data") from None
            self._open[path.stem] = self._runtime(path.stem, database, self._keys)

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
        known = fingerprint(vendor, key)
        runtime = self._open.get(self._keys.get(known, ""))
        row = None if runtime is None else runtime.keys.match(known, key)
        return None if runtime is None or row is None else (runtime, row)

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
        start = Start(self._seed if seed is None else seed, mode, now, speed, settings or Settings())
        image = self._image(workspace_id, content, start)
        if self._folder is None:
            database = Database.from_image(image)
        else:
            # Under its own name only once it is whole: a killed server leaves no half of a workspace.
            path = self._folder / f"{workspace_id}.db"
            draft = path.with_suffix(".draft")
            draft.write_bytes(image)
            database = Database(draft.replace(path))
        runtime = self._runtime(workspace_id, database, self._keys)
        self._put(runtime)
        return runtime

    def _image(
        self, workspace_id: str, fixture: Fixture, start: Start, kept_keys: Sequence[KeyRow] | None = None
    ) -> bytes:
        """The database of a new workspace, made in memory: a filled one, and what is its own."""
        clock = Clock.start(start.mode, now=start.now, speed=start.speed)
        # A clock that runs by itself starts a little after its fixture, so that such workspaces can share one too.
        age = clock.now() % _FRESH if start.now is None and start.mode is not ClockMode.FROZEN else 0
        database = Database.from_image(self._filled(fixture, start.seed, clock.now() - age))
        try:
            prepare(database, seed=start.seed, clock=clock, settings=start.settings)
            with database.transaction():
                database.set_meta(_NAME, workspace_id)
                database.set_meta(_FIXTURE, fixture.name)
                database.set_meta(_START, start.now)
                database.set_meta(_SCHEMA, self._registry.schema_digest)
                keys = Keys(workspace_id, database, clock, Ids(database, clock, Entropy(start.seed)), {})
                self._make_keys(keys, is_default=workspace_id == DEFAULT)
                if kept_keys is not None:
                    keys.restore(kept_keys)  # in place of those of the start, so that ids are counted alike
            return database.image()
        finally:
            database.close()

    def _make_keys(self, keys: Keys, *, is_default: bool) -> None:
        for vendor in self._registry:
            keys.make(vendor.name, vendor.keys, key=vendor.keys.demo if is_default else None)

    def _filled(self, fixture: Fixture, seed: int, now: Instant) -> bytes:
        """A database with a fixture's content as it is at `now`.

        Remembered, since tests make many workspaces that start at the same instant.
        """
        wanted = (fixture.digest, seed, now)
        image = self._images.get(wanted)
        if image is None:
            image = self._images[wanted] = self._fill(fixture, seed, now)
            if len(self._images) > _IMAGES:
                self._images.popitem(last=False)
        self._images.move_to_end(wanted)
        return image

    def _fill(self, fixture: Fixture, seed: int, now: Instant) -> bytes:
        database = Database.from_image(self._empty_image)
        try:
            prepare(database, seed=seed, clock=Clock.start(ClockMode.FROZEN, now=now), settings=Settings())
            runtime = self._runtime("fixture", database, {})
            runtime.workspace.write(lambda: self._load(runtime, fixture))
            return database.image()
        finally:
            database.close()

    def _put(self, runtime: Runtime) -> None:
        self._open[runtime.id] = runtime
        if self._driving:
            runtime.drive()

    async def drop(self, workspace_id: str) -> None:
        """Remove a workspace and its file; raises `LookupError` when there is none."""
        runtime = await self._rested(workspace_id)
        del self._open[workspace_id]
        runtime.keys.withdraw()
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
        start = Start(
            workspace.entropy.seed if seed is None else seed,
            workspace.clock.mode,
            database.get_meta(_START),
            workspace.clock.speed or 1.0,
            workspace.settings,
        )
        try:
            database.load_image(self._image(workspace_id, content, start, runtime.keys.list()))
        except BaseException:
            self._put(runtime)
            raise
        runtime.journal.clear()
        runtime.keys.withdraw()
        fresh = self._runtime(workspace_id, database, self._keys)
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

    @cached_property
    def _empty_image(self) -> bytes:
        """A database with every table and no rows."""
        database = Database()
        database.execute_script(self._registry.schema)
        image = database.image()
        database.close()
        return image

    def _runtime(self, workspace_id: str, database: Database, index: KeyIndex) -> Runtime:
        workspace = Workspace(workspace_id, database, self._transport, self._registry.webhook_profile, self._origin)
        return Runtime(workspace_id, workspace, self._registry, index)

    def _load(self, runtime: Runtime, fixture: Fixture) -> None:
        runtime.workspace.world.load(fixture.sections.get("world", {}))
        for vendor in self._registry:
            self._seed_vendor(runtime, vendor, fixture)

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
