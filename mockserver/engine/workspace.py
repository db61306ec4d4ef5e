"""A workspace as services and workers see it: its store, clock, chance, files, world, timers, jobs and webhooks.

Must not know how requests reach it. One instance is one universe; nothing outside it holds state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict

from mockserver.core.clock import Clock, ClockMode, ClockState
from mockserver.core.database import Database
from mockserver.core.entropy import Entropy
from mockserver.core.events import EventBus
from mockserver.core.ids import Ids
from mockserver.core.settings import Edition, Settings
from mockserver.core.times import Instant
from mockserver.engine import activity
from mockserver.engine.files import Files
from mockserver.engine.jobs import Jobs
from mockserver.engine.scheduler import CLOCK_KEY, Scheduler
from mockserver.engine.streams.streams import Streams
from mockserver.engine.webhooks.deliveries import Webhooks
from mockserver.engine.webhooks.policies import WebhookProfile
from mockserver.engine.webhooks.transport import Transport
from mockserver.world.world import World

SEED_KEY = "seed"
SETTINGS_KEY = "settings"


class Workspace:
    """One universe, on an open database that has `seed` and `clock` in its meta table."""

    def __init__(
        self,
        workspace_id: str,
        database: Database,
        transport: Transport,
        profile_of: Callable[[str, Edition], WebhookProfile | None],
        origin: Callable[[], str] = lambda: "http://localhost:4545",
    ) -> None:
        self.id = workspace_id
        self._origin = origin
        self.database = database
        self.clock = stored_clock(database)
        self.entropy = Entropy(stored_seed(database))
        self.settings = stored_settings(database)
        self.ids = Ids(database, self.clock, self.entropy)
        self.events = EventBus()
        self.files = Files(workspace_id, database, self.clock, self.entropy, self.ids)
        self.world = World(database, self.clock, self.entropy, self.ids, self.events)
        self.scheduler = Scheduler(database, self.clock, self.events)
        self.activity = activity.Activities(database, self.clock, self.entropy, self.scheduler, self.world)
        self.jobs = Jobs(database, self.clock, self.events, self.scheduler, lambda: self.settings)
        self.streams = Streams(self.clock)
        self.scheduler.before_leap = self.streams.leap
        self.webhooks = Webhooks(
            database,
            self.clock,
            self.ids,
            self.scheduler,
            transport,
            lambda vendor: profile_of(vendor, self.settings.edition(vendor)),
            self,
        )

    @property
    def origin(self) -> str:
        """The address at which clients reach the server, for URLs where no request says which one they use."""
        return self._origin()

    def now(self) -> Instant:
        """The workspace's time."""
        return self.clock.now()

    def write(self, work: Callable[[], None]) -> None:
        """Do `work` in a transaction and tell what happened."""
        try:
            with self.database.transaction():
                work()
        except BaseException:
            self.events.discard()
            raise
        self.events.flush()

    def load_world(self, section: Mapping[str, object]) -> None:
        """Write the `world` section of a fixture, and set its timers, in the caller's transaction.

        Raises `ConfigurationError` that names the entry at fault.
        """
        self.world.load(section)
        self.activity.load(section)

    def change_settings(self, settings: Settings) -> None:
        """Store new settings; jobs follow a new progression, and the world another activity, from now on."""
        repaced = settings.progression != self.settings.progression
        # By identity: asking for the same again begins it anew.
        livelier = None if settings.activity is self.settings.activity else settings.activity
        self.settings = settings

        def store() -> None:
            self.database.set_meta(SETTINGS_KEY, settings.to_json())
            if repaced:
                self.jobs.repace()
            if livelier is not None:
                self.activity.change(livelier)

        self.write(store)

    def change_clock(self, mode: ClockMode, *, now: Instant | None, speed: float) -> None:
        """Let time go another way, and store that."""
        self.clock.change(mode, now=now, speed=speed)
        self.write(lambda: self.database.set_meta(CLOCK_KEY, asdict(self.clock.state)))
        self.scheduler.wake()


def stored_clock(database: Database) -> Clock:
    """The clock as it was stored; raises `LookupError`, `TypeError` or `ValueError` where there is none."""
    stored = database.get_meta(CLOCK_KEY)
    if not isinstance(stored, dict):
        raise LookupError(CLOCK_KEY)
    return Clock(ClockState(ClockMode(stored.pop("mode")), **stored))


def stored_seed(database: Database) -> int:
    """The seed as it was stored; raises `LookupError` where there is none."""
    stored = database.get_meta(SEED_KEY)
    if not isinstance(stored, int):
        raise LookupError(SEED_KEY)
    return stored


def stored_settings(database: Database) -> Settings:
    """The settings as they were stored; raises `LookupError`, `TypeError` or `ValueError` where there are none."""
    stored = database.get_meta(SETTINGS_KEY)
    if not isinstance(stored, dict):
        raise LookupError(SETTINGS_KEY)
    return Settings.from_json(stored)


def prepare(database: Database, *, seed: int, clock: Clock, settings: Settings) -> None:
    """Give a database that has the tables what `Workspace` needs to open it."""
    with database.transaction():
        database.set_meta(SEED_KEY, seed)
        database.set_meta(CLOCK_KEY, asdict(clock.state))
        database.set_meta(SETTINGS_KEY, settings.to_json())
        if settings.activity is not None:
            activity.begin(database, Entropy(seed), clock.now(), settings.activity)
