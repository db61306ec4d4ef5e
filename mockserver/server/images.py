"""Databases of workspaces before they are opened: empty, filled from a fixture, made over to another workspace.

Must not know which workspaces are open.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from mockserver.contract import Vendor
from mockserver.core.clock import Clock, ClockMode
from mockserver.core.database import Database
from mockserver.core.entropy import Entropy
from mockserver.core.errors import ConfigurationError
from mockserver.core.ids import Ids
from mockserver.core.settings import Settings
from mockserver.core.times import MINUTE, Instant
from mockserver.engine.workspace import prepare, stored_clock, stored_seed, stored_settings
from mockserver.gateway.keys import KeyIndex, KeyRow, Keys
from mockserver.server.fixtures import Fixture
from mockserver.server.labs import SECTION as LAB
from mockserver.server.labs import read as read_lab
from mockserver.server.registry import Registry
from mockserver.server.runtime import Runtime

NAME, FIXTURE, START, SCHEMA = "name", "fixture", "start", "schema"
"""What a workspace's database says of itself."""

_IMAGES = 8
_FRESH = 5 * MINUTE


@dataclass(frozen=True, slots=True)
class Start:
    """How a workspace begins; `now` is None where its mode says when, `demo_keys` gives it the published keys."""

    seed: int
    mode: ClockMode
    now: Instant | None
    speed: float
    settings: Settings
    demo_keys: bool


class Images:
    """Makes images. `index` tells whose a key is; `runtime_on` opens a database to fill it."""

    def __init__(self, registry: Registry, index: KeyIndex, runtime_on: Callable[[Database], Runtime]) -> None:
        self._registry = registry
        self._index = index
        self._runtime_on = runtime_on
        self._images: OrderedDict[tuple[str, int, Instant], bytes] = OrderedDict()

    @cached_property
    def empty(self) -> bytes:
        """A database with every table and no rows."""
        database = Database()
        database.execute_script(self._registry.schema)
        image = database.image()
        database.close()
        return image

    def new(
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
                database.set_meta(NAME, workspace_id)
                database.set_meta(FIXTURE, fixture.name)
                database.set_meta(START, start.now)
                database.set_meta(SCHEMA, self._registry.schema_digest)
                keys = Keys(workspace_id, database, clock, Ids(database, clock, Entropy(start.seed)), {})
                self._make_keys(keys, with_demo=start.demo_keys)
                if kept_keys is not None:
                    keys.restore(kept_keys)  # in place of those of the start, so that ids are counted alike
            return database.image()
        finally:
            database.close()

    def _make_keys(self, keys: Keys, *, with_demo: bool) -> None:
        for vendor in self._registry:
            keys.make(vendor.name, vendor.keys, key=vendor.keys.demo if with_demo else None)

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
        database = Database.from_image(self.empty)
        try:
            prepare(database, seed=seed, clock=Clock.start(ClockMode.FROZEN, now=now), settings=Settings())
            runtime = self._runtime_on(database)
            runtime.workspace.write(lambda: self._load(runtime, fixture))
            return database.image()
        finally:
            database.close()

    def owned(self, image: bytes, workspace_id: str) -> bytes:
        """The image as that workspace's; a key that is another workspace's gets a new text.

        Raises `LookupError`, `TypeError` or `ValueError` where it is no workspace's.
        """
        database = Database.from_image(image)
        try:
            with database.transaction():
                database.set_meta(NAME, workspace_id)
                stored_settings(database)
                clock = stored_clock(database)
                ids = Ids(database, clock, Entropy(stored_seed(database)))
                keys = Keys(workspace_id, database, clock, ids, {})
                keys.renew(
                    {vendor.name: vendor.keys for vendor in self._registry},
                    lambda known: self._index.get(known, workspace_id) != workspace_id,
                )
            return database.image()
        finally:
            database.close()

    def _load(self, runtime: Runtime, fixture: Fixture) -> None:
        runtime.workspace.load_world(fixture.sections.get("world", {}))
        for vendor in self._registry:
            self._seed_vendor(runtime, vendor, fixture)
        read_lab(fixture.sections.get(LAB, {}), self._registry).schedule(runtime.workspace)

    @staticmethod
    def _seed_vendor(runtime: Runtime, vendor: Vendor, fixture: Fixture) -> None:
        section = fixture.sections.get(vendor.name, {})
        try:
            vendor.seed(runtime.workspace, section)
        except (KeyError, TypeError, ValueError) as error:
            raise ConfigurationError(
                f"fixture {fixture.name}, section {vendor.name}: {type(error).__name__}: {error}"
            ) from error
