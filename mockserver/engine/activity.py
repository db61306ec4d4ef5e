"""When the world's people tweet by themselves, and when a fixture's script lets them: durable timers.

Time is cut into ticks, each with as many tweets as the rate gives it, so it makes no difference in how many pieces the
clock is advanced. Must not know what anybody writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from mockserver.core.clock import Clock
from mockserver.core.database import Database
from mockserver.core.entropy import Entropy
from mockserver.core.errors import ConfigurationError
from mockserver.core.settings import Activity
from mockserver.core.times import LATEST, MINUTE, SECOND, Instant, Millis, parse_duration
from mockserver.engine.scheduler import Scheduler
from mockserver.engine.tables import TimerRow
from mockserver.world import fixture
from mockserver.world.media import at_url
from mockserver.world.tweet import checked_text
from mockserver.world.world import World

SLOWEST, FASTEST = 0.001, 10_000.0
"""Tweets a minute: from three in two days up."""

_KEY = "activity"
_TICK, _SCRIPT = "world.activity", "world.script"
_NUMBERS = "world.activity runs"
_PER_TICK = 60.0
_LATE: Millis = 10 * MINUTE
_ENTRY = frozenset({"in", "author", "text", "media", "lang", "note", "card", "replies"})


class Off(StrEnum):
    """What stands in place of a rate."""

    OFF = "off"


@dataclass(frozen=True, slots=True)
class Run:
    """Activity under way: its number, its rate, and from when until when it goes."""

    number: int
    per_minute: float
    began_at: Instant
    ends_at: Instant | None

    def tweets(self, tick: int) -> tuple[int, int]:
        """The number of a tick's first tweet, and how many it has."""
        if self.per_minute <= _PER_TICK:
            return tick, 1
        first = int(tick * self.per_minute / _PER_TICK)
        return first, int((tick + 1) * self.per_minute / _PER_TICK) - first

    def due_at(self, tick: int, entropy: Entropy) -> Instant:
        """When a tick is: every second at a fast rate, at a slow one anywhere in the window of its one tweet."""
        if self.per_minute > _PER_TICK:
            return self.began_at + (tick + 1) * SECOND
        chance = entropy.number("activity tick", self.number, tick) / (1 << 64)
        return self.began_at + int((tick + chance) * MINUTE / self.per_minute)

    def tick_at(self, at: Instant) -> int:
        """The first tick that lies wholly after an instant."""
        span = SECOND if self.per_minute > _PER_TICK else MINUTE / self.per_minute
        return max(0, int((at - self.began_at) / span) + 1)


class Activities:
    """The timers of one workspace's activity and script."""

    def __init__(self, database: Database, clock: Clock, entropy: Entropy, scheduler: Scheduler, world: World) -> None:
        self._database = database
        self._clock = clock
        self._entropy = entropy
        self._scheduler = scheduler
        self._world = world
        scheduler.on(_TICK, self._tick)
        scheduler.on(_SCRIPT, self._say)

    def current(self) -> Run | None:
        """The activity under way, or None."""
        run = stored_run(self._database)
        return None if run is None or (run.ends_at is not None and run.ends_at <= self._clock.now()) else run

    def change(self, activity: Activity) -> None:
        """Let people tweet at another rate from now on, in the caller's transaction."""
        begin(self._database, self._entropy, self._clock.now(), activity)
        self._scheduler.wake()

    def load(self, section: Mapping[str, object]) -> None:
        """Set the timers of a fixture's `world` section, in the caller's transaction.

            activity: {per_minute: 3, lasts: 2h}
            script:   [{in: 5m, author: paulg, text: Hello, replies: [{in: 30s, author: jessica, text: Hi}]}]

        A reply's `in` counts from what it answers. Raises `ConfigurationError` that names the entry at fault.
        """
        if section.get("activity") is not None:
            begin(self._database, self._entropy, self._clock.now(), _activity(section["activity"]))
        for at, entry in enumerate(fixture.entries(section, "script")):
            self._plan(self._scripted(entry, f"world.script[{at}]"), None)

    def _scripted(self, value: object, where: str) -> Mapping[str, Any]:
        """An entry of a script, and its replies, looked at now so that none fails when its time has come."""
        entry = fixture.mapping(value, where, _ENTRY)
        with fixture.named(where):
            parse_duration(fixture.text(entry, "in"))
            self._world.people.remember(fixture.text(entry, "author"))
            checked_text(fixture.text(entry, "text"))
            for url in fixture.entries(entry, "media"):
                at_url(str(url))
        replies = fixture.entries(entry, "replies")
        told = [self._scripted(reply, f"{where}.replies[{at}]") for at, reply in enumerate(replies)]
        return {**entry, "replies": told}

    def _plan(self, entry: Mapping[str, Any], parent: str | None) -> None:
        due_at = self._clock.now() + parse_duration(str(entry["in"]))
        self._scheduler.schedule(_SCRIPT, str(entry["author"]), due_at, {"entry": entry, "parent": parent})

    def _say(self, timer: TimerRow) -> None:
        entry: Any = timer.payload["entry"]
        parent: Any = timer.payload["parent"]
        tweet = fixture.publish(self._world, entry, parent)
        for reply in entry["replies"]:
            self._plan(reply, tweet.id)

    def _tick(self, timer: TimerRow) -> None:
        run = stored_run(self._database)
        if run is None:
            return
        tick: Any = timer.payload["tick"]
        self._world.activity.publish(run.number, *run.tweets(tick))
        following = tick + 1
        late = self._clock.behind(timer.due_at)
        if late > _LATE:
            # Only a clock that runs by itself leaves timers behind: the server was away, and nobody saw those tweets.
            following = max(following, run.tick_at(timer.due_at + late))
        schedule(self._database, self._entropy, run, following)


def stored_run(database: Database) -> Run | None:
    """The activity that was last begun, or None when that was to stop it."""
    stored = database.get_meta(_KEY)
    return None if stored is None else Run(**stored)


def begin(database: Database, entropy: Entropy, now: Instant, activity: Activity) -> None:
    """Replace the activity of a workspace, in the caller's transaction."""
    database.remove(TimerRow, kind=_TICK)
    if not activity.per_minute:
        database.set_meta(_KEY, None)
        return
    ends_at = None if activity.lasts is None else min(now + activity.lasts, LATEST)
    run = Run(database.next_value(_NUMBERS), activity.per_minute, now, ends_at)
    database.set_meta(_KEY, asdict(run))
    schedule(database, entropy, run, 0)


def schedule(database: Database, entropy: Entropy, run: Run, tick: int) -> None:
    """Set the timer of a tick, unless the run ends before it."""
    due_at = run.due_at(tick, entropy)
    if run.ends_at is None or due_at <= run.ends_at:
        # In the background, since it goes on for ever: it keeps no workspace from being idle.
        database.insert(
            TimerRow, due_at=due_at, kind=_TICK, subject=f"{run.number}", payload={"tick": tick}, background=True
        )


def _activity(value: object) -> Activity:
    if value in (Off.OFF, False):  # YAML reads a bare `off` as false
        return Activity(0)
    entry = fixture.mapping(value, "world.activity", frozenset({"per_minute", "lasts"}))
    rate = entry.get("per_minute")
    if not isinstance(rate, int | float) or isinstance(rate, bool) or not SLOWEST <= rate <= FASTEST:
        raise ConfigurationError(f"world.activity.per_minute must be a number from {SLOWEST} to {FASTEST:.0f}")
    with fixture.named("world.activity.lasts"):
        return Activity(float(rate), None if entry.get("lasts") is None else parse_duration(str(entry["lasts"])))
