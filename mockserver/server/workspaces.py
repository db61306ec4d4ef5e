"""All workspaces of a server: made from a fixture, opened at start, found by name or by key, dropped.

Must not know what a fixture's sections mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from mockserver.core.clock import ClockMode
from mockserver.core.database import Database, FormatMismatch
from mockserver.core.errors import ConfigurationError
from mockserver.core.settings import Settings
from mockserver.core.times import Instant
from mockserver.engine.webhooks.transport import Transport
from mockserver.engine.workspace import Workspace
from mockserver.gateway.keys import KeyIndex, KeyRow, fingerprint
from mockserver.server.fixtures import Fixtures
from mockserver.server.images import FIXTURE, NAME, SCHEMA, START, Images, Start
from mockserver.server.labs import SECTION as LAB
from mockserver.server.labs import Lab
from mockserver.server.labs import read as read_lab
from mockserver.server.registry import Registry
from mockserver.server.rest import Rest
from mockserver.server.runtime import Runtime

DEFAULT = "default"

_SUFFIXES = ("", "-wal", "-shm")


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
        self._driving = False
        self.rest = Rest(lambda: self)
        self._dropped: list[Callable[[str], None]] = []
        self.fixtures = Fixtures([LAB, "world", *(vendor.name for vendor in registry)])
        self.images = Images(registry, self._keys, lambda database: self._runtime("fixture", database, {}))
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
                if database.get_meta(SCHEMA) != self._registry.schema_digest:
                    database.close()
                    raise FormatMismatch(f"{path} holds data of another version of this program")
            except FormatMismatch as error:
                raise ConfigurationError(f"{error}: remove it, or keep the data elsewhere with --data") from None
            self._open[path.stem] = self._runtime(path.stem, database, self._keys)

    def drive_all(self) -> None:
        """Let time pass in every workspace, now and in those to come."""
        self._driving = True
        self.rest.start()
        for runtime in self:
            runtime.drive()

    async def close_all(self) -> None:
        """Close every workspace; what is stored stays."""
        await self.rest.stop()
        for runtime in self._open.values():
            await runtime.close()
        self._open.clear()

    # Finding

    def __iter__(self) -> Iterator[Runtime]:
        return iter(list(self._open.values()))

    def get(self, workspace_id: str) -> Runtime | None:
        """The workspace of that id."""
        self.rest.use(workspace_id)
        return self._open.get(workspace_id)

    def by_key(self, vendor: str, key: str) -> tuple[Runtime, KeyRow] | None:
        """The workspace that a vendor's key belongs to."""
        known = fingerprint(vendor, key)
        runtime = self.get(self._keys.get(known, ""))
        row = None if runtime is None else runtime.keys.match(known, key)
        return None if runtime is None or row is None else (runtime, row)

    # Making and dropping

    def create(
        self,
        workspace_id: str,
        *,
        seed: int | None = None,
        fixture: str = "empty",
        mode: ClockMode | None = None,
        now: Instant | None = None,
        speed: float = 1.0,
        settings: Settings | None = None,
    ) -> Runtime:
        """Make a workspace and give it keys; what is left out is as the fixture's lab says, or usual.

        Raises `ConfigurationError` for a fixture that cannot be loaded.
        """
        content = self.fixtures.get(fixture)
        lab = self.lab_of(fixture)
        if mode is None:
            mode, now, speed = lab.clock or (ClockMode.REAL, now, speed)
        seed = next(each for each in (seed, lab.seed, self._seed) if each is not None)
        start = Start(seed, mode, now, speed, settings or lab.settings, workspace_id == DEFAULT)
        runtime = self._store(workspace_id, self.images.new(workspace_id, content, start))
        lab.ask_for(runtime.faults, self._registry)
        return runtime

    def lab_of(self, fixture: str) -> Lab:
        """How workspaces of a fixture behave; raises `ConfigurationError`."""
        return read_lab(self.fixtures.get(fixture).sections.get(LAB, {}), self._registry)

    def states_of(self, fixture: str) -> list[str]:
        """The states that a fixture describes besides its own; raises `ConfigurationError`."""
        return sorted(self.fixtures.get(fixture).states)

    def adopt(self, workspace_id: str, image: bytes) -> Runtime:
        """Make a workspace of another one's image, with keys of its own where the other's are in use."""
        return self._store(workspace_id, self.images.owned(image, workspace_id))

    def _store(self, workspace_id: str, image: bytes) -> Runtime:
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
        for tell in self._dropped:
            tell(workspace_id)

    def on_drop(self, tell: Callable[[str], None]) -> None:
        """Call `tell` with the id of each workspace that is dropped."""
        self._dropped.append(tell)

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
            database.get_meta(START),
            workspace.clock.speed or 1.0,
            workspace.settings,
            demo_keys=workspace_id == DEFAULT,
        )
        try:
            image = self.images.new(workspace_id, content, start, runtime.keys.list())
        except BaseException:
            self._put(runtime)
            raise
        fresh = self._renewed(runtime, image)
        self.lab_of(content.name).ask_for(fresh.faults, self._registry)
        return fresh

    async def replace(self, workspace_id: str, image: bytes) -> Runtime:
        """Bring a workspace to the state of an image, keys and settings too; raises `LookupError`."""
        return self._renewed(await self._rested(workspace_id), image)

    def _renewed(self, runtime: Runtime, image: bytes) -> Runtime:
        """The same workspace on other content, with nothing left of what is kept in memory."""
        try:
            runtime.database.load_image(image)
            with runtime.database.transaction():
                runtime.database.set_meta(NAME, runtime.id)
        except BaseException:
            self._put(runtime)
            raise
        runtime.journal.clear()
        runtime.keys.withdraw()
        fresh = self._runtime(runtime.id, runtime.database, self._keys)
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
        return str(self._open[workspace_id].database.get_meta(FIXTURE))

    def _runtime(self, workspace_id: str, database: Database, index: KeyIndex) -> Runtime:
        workspace = Workspace(workspace_id, database, self._transport, self._registry.webhook_profile, self._origin)
        return Runtime(workspace_id, workspace, self._registry, index)


def _unlink(path: Path | None) -> None:
    if path is not None:
        for suffix in _SUFFIXES:
            path.with_name(path.name + suffix).unlink(missing_ok=True)
