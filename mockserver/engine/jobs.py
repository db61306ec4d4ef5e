"""Jobs: durable workers that go step by step, by the clock, by being looked at, or at once.

A step does the next bit of work and says what comes then. Must not know what the work is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from mockserver.core.clock import Clock
from mockserver.core.database import Database
from mockserver.core.events import EventBus
from mockserver.core.settings import Progression, Settings
from mockserver.core.times import Millis
from mockserver.engine import job_rows
from mockserver.engine.job_rows import COMPLETED, FAILED, PARKED, QUEUED, RUNNING, STALLED
from mockserver.engine.scheduler import Scheduler
from mockserver.engine.tables import JobRow, TimerRow

_log = logging.getLogger(__name__)

TIMER = "job"

_OVER = (COMPLETED, FAILED)

_STEPS_AT_ONCE = 1_000_000


@dataclass(frozen=True, slots=True)
class Wait:
    """The next step comes after `delay_ms`; `progress` is in percent."""

    delay_ms: Millis
    progress: int | None = None


@dataclass(frozen=True, slots=True)
class Park:
    """Nothing to do until somebody calls `Jobs.wake`."""

    progress: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """The work is done."""


@dataclass(frozen=True, slots=True)
class Fail:
    """The work failed; `error` says why, in the vendor's words."""

    error: str


Outcome = Wait | Park | Done | Fail


@dataclass(frozen=True, slots=True)
class JobKind:
    """A sort of work.

    `step(job_id)` does the next bit inside a transaction. `fail(job_id, error)` writes down a failure that a
    tester asked for. `name` is unique over all vendors.
    """

    name: str
    vendor: str
    step: Callable[[str], Outcome]
    fail: Callable[[str, str], None]
    default_error: str = "Job failed"


@dataclass(frozen=True, slots=True)
class _RunAtOnce:
    job_id: str


_NUMBERS = "jobs"
"""The sequence that counts jobs; the clock cannot tell their order, since it may stand."""


class Jobs:
    """The jobs of one workspace."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        events: EventBus,
        scheduler: Scheduler,
        settings: Callable[[], Settings],
    ) -> None:
        self._database = database
        self._clock = clock
        self._events = events
        self._scheduler = scheduler
        self._settings = settings
        self._kinds: dict[str, JobKind] = {}
        scheduler.on(TIMER, self._on_timer)
        events.subscribe(_RunAtOnce, lambda event: self._run_to_end(event.job_id))

    def register(self, kinds: Iterable[JobKind]) -> None:
        """Make kinds of work known."""
        for kind in kinds:
            self._kinds[kind.name] = kind

    # For services, inside their transaction

    def create(self, kind: str, job_id: str, subject: str, *, delay_ms: Millis) -> None:
        """Write a job down; its first step comes after `delay_ms` of virtual time."""
        now = self._clock.now()
        pace = self._settings().pace(kind)
        due_at = now + delay_ms if pace is Progression.TIME else None
        self._database.insert(
            JobRow,
            id=job_id,
            number=self._database.next_value(_NUMBERS),
            vendor=self._kinds[kind].vendor,
            kind=kind,
            subject=subject,
            status=QUEUED,
            due_at=due_at,
            created_at=now,
        )
        if due_at is not None:
            self._scheduler.schedule(TIMER, job_id, due_at)
        elif pace is Progression.IMMEDIATE:
            self._events.publish(_RunAtOnce(job_id))

    def wake(self, job_id: str, *, delay_ms: Millis = 0) -> None:
        """Give a job its next step after `delay_ms`, in place of whatever it waited for."""
        job = self.find(job_id)
        if job is None or job.status in (*_OVER, STALLED):
            return
        self._plan(job, delay_ms)
        self._kick(job)

    def polled(self, job_id: str) -> None:
        """Somebody looked at the job: where looks move jobs on, this is one step."""
        job = self.find(job_id)
        if job is not None and self._settings().pace(job.kind) is Progression.POLLS:
            self._take_step(job)

    def repace(self) -> None:
        """Progression settings changed: jobs that wait for a step wait for it in the new way.

        Those that the clock moved and still moves keep their time.
        """
        for job in self._database.all(job_rows.WAITING):
            if self._settings().pace(job.kind) is not Progression.TIME or job.due_at is None:
                self._plan(job, 0)
                self._kick(job)

    def finish(self, job_id: str) -> None:
        """The work was ended from outside, such as by a cancellation: no step will come."""
        self._end(job_id, COMPLETED, None)

    # For the control API

    def find(self, job_id: str) -> JobRow | None:
        """A job by its id."""
        return self._database.first(job_rows.ONE, id=job_id)

    def list(
        self,
        *,
        vendor: str | None = None,
        kind: str | None = None,
        status: str | None = None,
        limit: int = 1_000,
        offset: int = 0,
    ) -> list[JobRow]:
        """Jobs, newest first."""
        return self._database.all(job_rows.LISTED, vendor=vendor, kind=kind, status=status, limit=limit, offset=offset)

    def count(self, *, vendor: str | None = None, kind: str | None = None, status: str | None = None) -> int:
        """How many jobs there are."""
        return self._database.value(job_rows.COUNT, vendor=vendor, kind=kind, status=status)

    def complete(self, job: JobRow) -> None:
        """Do all that is left of a job now, each step in its own transaction."""
        with self._told():
            if job.status == STALLED:
                self._plan(job, 0)
        self._run_to_end(job.id)

    def fail(self, job: JobRow, error: str | None) -> None:
        """End a job with a failure."""
        kind = self._kinds[job.kind]
        with self._told():
            kind.fail(job.id, error or kind.default_error)
            self._end(job.id, FAILED, error or kind.default_error)

    def stall(self, job: JobRow) -> None:
        """Let no step come until the job is resumed."""
        with self._told():
            self._scheduler.cancel(TIMER, job.id)
            self._database.change(JobRow, {"id": job.id}, status=STALLED, due_at=None)

    def resume(self, job: JobRow) -> None:
        """Let a stalled job go on now."""
        if job.status == STALLED:
            with self._told():
                self._plan(job, 0)
                self._kick(job)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """A transaction whose events are told after it, and forgotten if it fails."""
        try:
            with self._database.transaction():
                yield
        except BaseException:
            self._events.discard()
            raise
        self._events.flush()

    # Steps

    def _on_timer(self, timer: TimerRow) -> None:
        job = self.find(timer.subject)
        if job is not None:
            self._take_step(job)

    def _take_step(self, job: JobRow) -> Outcome | None:
        if job.status in (*_OVER, STALLED):
            return None
        outcome = self._kinds[job.kind].step(job.id)
        match outcome:
            case Wait(delay_ms, progress):
                self._plan(job, delay_ms, progress)
            case Park(progress):
                self._database.change(
                    JobRow,
                    {"id": job.id},
                    status=PARKED,
                    due_at=None,
                    progress=job.progress if progress is None else progress,
                )
            case Done():
                self._end(job.id, COMPLETED, None)
            case Fail(error):
                self._end(job.id, FAILED, error)
        return outcome

    def _plan(self, job: JobRow, delay_ms: Millis, progress: int | None = None) -> None:
        pace = self._settings().pace(job.kind)
        due_at = self._clock.now() + delay_ms if pace is Progression.TIME else None
        self._database.change(
            JobRow,
            {"id": job.id},
            status=RUNNING,
            due_at=due_at,
            progress=job.progress if progress is None else progress,
        )
        self._scheduler.cancel(TIMER, job.id)
        if due_at is not None:
            self._scheduler.schedule(TIMER, job.id, due_at)

    def _kick(self, job: JobRow) -> None:
        if self._settings().pace(job.kind) is Progression.IMMEDIATE:
            self._events.publish(_RunAtOnce(job.id))

    def _end(self, job_id: str, status: str, error: str | None) -> None:
        self._scheduler.cancel(TIMER, job_id)
        changes: dict[str, object] = {"progress": 100} if status == COMPLETED else {}
        self._database.change(JobRow, {"id": job_id}, status=status, due_at=None, error=error, **changes)

    def _run_to_end(self, job_id: str) -> None:
        for _ in range(_STEPS_AT_ONCE):
            with self._told():
                job = self.find(job_id)
                outcome = None if job is None else self._take_step(job)
            if outcome is None or not isinstance(outcome, Wait):
                return
        _log.error("job %s did not end after %d steps", job_id, _STEPS_AT_ONCE)
