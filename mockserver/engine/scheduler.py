"""Durable timers on a workspace's clock, run in (due_at, id) order with the clock pinned to the due time.

Must not know what a timer does. Steps are synchronous and each has its own transaction; exchanges
(webhook attempts) go over the network outside any transaction and record their outcome in one of their own.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass

from mockserver.core.clock import Clock
from mockserver.core.database import Database
from mockserver.core.events import EventBus
from mockserver.core.times import DAY, Instant
from mockserver.engine import timer_rows
from mockserver.engine.advance import Advance
from mockserver.engine.flights import AT_ONCE, Flights
from mockserver.engine.tables import TimerRow

_log = logging.getLogger(__name__)

Step = Callable[[TimerRow], None]
"""Runs inside a transaction; what it raises rolls the transaction back."""

Record = Callable[[], None]
Exchange = Callable[[TimerRow], Awaitable[Record]]
"""Talks to the network; returns what writes the outcome down, which is run inside a transaction."""

CLOCK_KEY = "clock"
"""Where the clock's state is stored."""

IDLE_HORIZON = 3650 * DAY
"""`until idle` gives up after this much virtual time."""

_STEPS_BETWEEN_BREATHS = 64


class Stopped(Exception):
    """The workspace was closed while somebody waited for its timers."""


@dataclass(frozen=True, slots=True)
class TimerSet:
    """A timer was set: whoever sleeps until a later one should look again."""

    due_at: Instant


class Scheduler:
    """Sets timers and runs them, by itself (`run_forever`) or when told (`advance`)."""

    def __init__(self, database: Database, clock: Clock, events: EventBus) -> None:
        self._database = database
        self._clock = clock
        self._events = events
        self._steps: dict[str, Step] = {}
        self._exchanges: dict[str, Exchange] = {}
        self._turn = asyncio.Lock()
        self._changed = asyncio.Event()
        self._flights = Flights(self._changed.set)
        self._batch: asyncio.Future[list[Record]] | None = None
        self._closed = False
        self._awaited: Instant | None = None
        self.before_leap: Callable[[Instant], Awaitable[bool]] = _no_leap
        """Called when `advance` is about to take the clock on; whether it waited, so that all may have changed."""
        events.subscribe(TimerSet, self._on_set)

    # Setting

    def on(self, kind: str, step: Step) -> None:
        """Run `step` for timers of this kind."""
        self._steps[kind] = step

    def on_exchange(self, kind: str, exchange: Exchange) -> None:
        """Run `exchange` for timers of this kind."""
        self._exchanges[kind] = exchange

    def schedule(
        self,
        kind: str,
        subject: str,
        due_at: Instant,
        payload: Mapping[str, object] | None = None,
        *,
        background: bool = False,
        lane: str = "",
    ) -> None:
        """Set a timer, inside the caller's transaction; `lane` names whom an exchange talks to."""
        self._database.insert(
            TimerRow,
            due_at=due_at,
            kind=kind,
            subject=subject,
            payload=dict(payload or {}),
            background=background,
            lane=lane,
        )
        self._events.publish(TimerSet(due_at))

    def cancel(self, kind: str, subject: str) -> None:
        """Remove the timers of this kind and subject, inside the caller's transaction."""
        self._database.run(timer_rows.CANCEL, kind=kind, subject=subject)

    def wake(self) -> None:
        """Look again: the clock was changed."""
        self._changed.set()

    # Running

    def catch_up(self, until: Instant) -> bool:
        """Run the first step due by `until`, inside the caller's transaction; False when none is due.

        This is how a fixture lives through its past before anybody looks. Exchanges wait for the clock.
        """
        timer = self._database.first(timer_rows.DUE, until=until, limit=1, **timer_rows.without(()))
        if timer is None or timer.kind in self._exchanges:
            return False
        with self._clock.pinned(timer.due_at):
            self._database.remove(TimerRow, id=timer.id)
            self._step(timer)()
        return True

    async def advance(self, to: Instant) -> Advance:
        """Run all that falls due up to `to`, exchanges included, and leave the clock there.

        Raises `Stopped` when the workspace is closed meanwhile; so do the two below.
        """
        async with self._turn:
            await self._land()
            result = Advance(to)
            await self._run_until(to, result, moving=True)
            while await self.before_leap(to):
                await self._run_until(to, result, moving=True)
            self._store_clock(to)
        self.wake()
        return result

    async def advance_until_idle(self) -> Advance:
        """Run until no foreground timer is left; gives up after `IDLE_HORIZON`."""
        async with self._turn:
            await self._land()
            result = Advance(self._clock.now())
            horizon = result.now + IDLE_HORIZON
            while (due := self._database.first(timer_rows.EARLIEST_FOREGROUND)) is not None and due <= horizon:
                result.now = max(result.now, due)
                await self._run_until(result.now, result, moving=True)
            self._store_clock(result.now)
        self.wake()
        return result

    async def settle(self) -> Advance:
        """Run all that is due by now and wait for its exchanges."""
        async with self._turn:
            await self._land()
            result = Advance(self._clock.now())
            await self._run_until(result.now, result, moving=False)
        return result

    async def run_forever(self) -> None:
        """Run timers as the clock reaches them, until cancelled."""
        self._closed = False
        while True:
            self._changed.clear()
            async with self._turn:
                await self._run_due()
            # While exchanges are out, their own timers are due; each wakes this loop when it lands.
            due = None if self._flights else self._database.first(timer_rows.EARLIEST)
            seconds = None if due is None else self._clock.wall_seconds_until(due)
            self._awaited = due
            try:
                # Waking up once a minute at least follows changes of the machine's clock.
                limit = None if seconds is None else min(seconds, 60.0)
                await asyncio.wait_for(self._changed.wait(), limit)
            except TimeoutError:
                continue
            finally:
                self._awaited = None

    def _on_set(self, event: TimerSet) -> None:
        """Look again, unless the timer falls due after the one that is waited for anyway."""
        if self._awaited is None or event.due_at < self._awaited:
            self._changed.set()

    async def close(self) -> None:
        """Give up exchanges under way, an advance's too; their timers stay and run again at the next start."""
        self._closed = True
        if self._batch is not None:
            self._batch.cancel()
        await self._flights.cancel()
        async with self._turn:
            pass  # whoever ran timers has stopped by now

    async def _run_until(self, to: Instant, result: Advance, *, moving: bool) -> None:
        """Run what is due up to `to`, in order; `moving` takes the clock along."""
        while batch := self._next_batch(to):
            if self._closed:
                raise Stopped
            first = batch[0]
            if moving and await self.before_leap(first.due_at):
                continue
            with self._clock.pinned(first.due_at):
                if first.kind in self._exchanges:
                    records = await self._exchange_all(batch)
                    for timer, record in zip(batch, records, strict=True):
                        self._finish(timer, record, moving=moving)
                else:
                    self._finish(first, self._step(first), moving=moving)
            for timer in batch:
                result.note(timer)
            if result.total % _STEPS_BETWEEN_BREATHS == 0:
                await asyncio.sleep(0)

    async def _run_due(self) -> None:
        """As `_run_until` now, but exchanges go on in the background and hold nothing up."""
        steps = 0
        while batch := self._next_batch(self._clock.now()):
            first = batch[0]
            if first.kind in self._exchanges:
                for timer in filter(self._flights.takes, batch):
                    self._flights.launch(timer, self._exchange_alone(timer))
                await self._flights.make_room()
                continue
            with self._clock.pinned(first.due_at):
                self._finish(first, self._step(first))
            steps += 1
            if steps % _STEPS_BETWEEN_BREATHS == 0:
                await asyncio.sleep(0)

    def _next_batch(self, until: Instant) -> list[TimerRow]:
        """The next step alone, or the exchanges due at one instant with no step between them."""
        batch: list[TimerRow] = []
        limit = len(self._flights) + (AT_ONCE if self._exchanges else 1)
        lanes = timer_rows.without(self._flights.crowded())
        for timer in self._database.iterate(timer_rows.DUE, until=until, limit=limit, **lanes):
            if not self._flights.takes(timer):
                continue
            if batch and (timer.due_at != batch[0].due_at or timer.kind not in self._exchanges):
                break
            batch.append(timer)
            if timer.kind not in self._exchanges:
                break
        return batch

    def _step(self, timer: TimerRow) -> Record:
        step = self._steps.get(timer.kind)
        if step is None:
            raise LookupError(f"nothing runs timers of kind {timer.kind!r}")
        return lambda: step(timer)

    async def _exchange_all(self, batch: list[TimerRow]) -> list[Record]:
        self._batch = asyncio.gather(*(self._exchange(timer) for timer in batch))
        try:
            return await self._batch
        except asyncio.CancelledError:
            if self._closed:
                raise Stopped from None
            raise
        finally:
            self._batch = None

    async def _exchange(self, timer: TimerRow) -> Record:
        try:
            return await self._exchanges[timer.kind](timer)
        except Exception:
            _log.exception("exchange %s of %s failed", timer.kind, timer.subject)
            return lambda: None

    async def _exchange_alone(self, timer: TimerRow) -> None:
        record = await self._exchange(timer)
        self._finish(timer, record)

    async def _land(self) -> None:
        """Wait for the exchanges under way."""
        await self._flights.land()
        if self._closed:
            raise Stopped

    def _finish(self, timer: TimerRow, record: Record, *, moving: bool = False) -> None:
        """Remove the timer and write its outcome in one transaction, then tell what happened.

        An outcome that cannot be written is logged and dropped with its timer: it would fail again for ever.
        """
        try:
            with self._database.transaction():
                self._database.remove(TimerRow, id=timer.id)
                record()
                if moving:
                    self._store_clock(timer.due_at)
        except Exception:
            _log.exception("timer %s of %s failed", timer.kind, timer.subject)
            self._events.discard()
            with self._database.transaction():
                self._database.remove(TimerRow, id=timer.id)
        self._events.flush()

    def _store_clock(self, at: Instant) -> None:
        """Move the clock to `at` and store it, so that a killed process starts again from here."""
        self._clock.jump(at)
        with self._database.transaction():
            self._database.set_meta(CLOCK_KEY, asdict(self._clock.state))


async def _no_leap(to: Instant) -> bool:
    """Nothing has to keep up."""
    return False
