"""Jobs: three paces, parking, and what a tester may do to them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from mockserver.core.settings import Progression, Settings
from mockserver.engine.jobs import Done, Fail, JobKind, Outcome, Park, Wait
from tests.engine.lab import Lab


@dataclass
class Work:
    """A job of three steps."""

    outcomes: tuple[Outcome, ...] = (Wait(100, 30), Wait(100, 60), Done())
    steps: list[int] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)


def start(pace: Progression, work: Work) -> Lab:
    lab = Lab(settings=Settings(progression={"work": pace}))

    def step(job_id: str) -> Outcome:
        work.steps.append(lab.clock.now())
        return work.outcomes[len(work.steps) - 1]

    def fail(job_id: str, error: str) -> None:
        work.failures.append((job_id, error))

    lab.jobs.register([JobKind("work", "vendor", step, fail)])
    with lab.database.transaction():
        lab.jobs.create("work", "j1", "the subject", delay_ms=50)
    lab.events.flush()
    return lab


def status(lab: Lab) -> tuple[str, int, int | None]:
    job = lab.jobs.find("j1")
    assert job is not None
    return job.status, job.progress, job.due_at


def test_by_time_each_step_comes_when_it_is_due() -> None:
    work = Work()
    lab = start(Progression.TIME, work)
    assert status(lab) == ("queued", 0, 50)
    asyncio.run(lab.scheduler.advance(50))
    assert status(lab) == ("running", 30, 150)
    asyncio.run(lab.scheduler.advance(1_000))
    assert work.steps == [50, 150, 250]
    assert status(lab) == ("completed", 100, None)


def test_by_polls_each_look_is_a_step_and_time_does_nothing() -> None:
    work = Work()
    lab = start(Progression.POLLS, work)
    asyncio.run(lab.scheduler.advance(10_000))
    assert work.steps == []
    for expected in ("running", "running", "completed", "completed"):
        with lab.database.transaction():
            lab.jobs.polled("j1")
        assert status(lab)[0] == expected
    assert len(work.steps) == 3


def test_at_once_the_job_is_over_when_its_creation_has_been_told() -> None:
    work = Work()
    lab = start(Progression.IMMEDIATE, work)
    assert work.steps == [0, 0, 0]
    assert status(lab) == ("completed", 100, None)


def test_looks_do_nothing_where_time_moves_jobs() -> None:
    work = Work()
    lab = start(Progression.TIME, work)
    with lab.database.transaction():
        lab.jobs.polled("j1")
    assert work.steps == []


def test_a_failed_step_ends_the_job_with_its_error() -> None:
    lab = start(Progression.TIME, Work((Fail("no luck"),)))
    asyncio.run(lab.scheduler.advance(100))
    job = lab.jobs.find("j1")
    assert job is not None
    assert (job.status, job.error) == ("failed", "no luck")


def test_a_parked_job_waits_for_a_wake_and_keeps_nobody_busy() -> None:
    work = Work((Park(10), Done()))
    lab = start(Progression.TIME, work)
    assert asyncio.run(lab.scheduler.advance_until_idle()).total == 1
    assert status(lab) == ("parked", 10, None)
    with lab.database.transaction():
        lab.jobs.wake("j1", delay_ms=5)
        lab.jobs.wake("j1", delay_ms=7)
    asyncio.run(lab.scheduler.advance(1_000))
    assert work.steps == [50, 57]


def test_stall_and_resume() -> None:
    work = Work()
    lab = start(Progression.TIME, work)
    job = lab.jobs.find("j1")
    assert job is not None
    lab.jobs.stall(job)
    asyncio.run(lab.scheduler.advance(10_000))
    assert work.steps == []
    with lab.database.transaction():
        lab.jobs.wake("j1")
    asyncio.run(lab.scheduler.advance(10_001))
    assert work.steps == [], "a stalled job is woken by nobody but a resume"
    stalled = lab.jobs.find("j1")
    assert stalled is not None
    lab.jobs.resume(stalled)
    asyncio.run(lab.scheduler.advance(20_000))
    assert work.steps == [10_001, 10_101, 10_201]


def test_complete_does_all_that_is_left_now() -> None:
    work = Work()
    lab = start(Progression.TIME, work)
    job = lab.jobs.find("j1")
    assert job is not None
    lab.jobs.complete(job)
    assert work.steps == [0, 0, 0]
    assert status(lab) == ("completed", 100, None)
    asyncio.run(lab.scheduler.advance(10_000))
    assert len(work.steps) == 3, "no timer of the completed job is left"


def test_fail_tells_the_vendor_and_ends_the_job() -> None:
    work = Work()
    lab = start(Progression.TIME, work)
    job = lab.jobs.find("j1")
    assert job is not None
    lab.jobs.fail(job, "because I say so")
    assert work.failures == [("j1", "because I say so")]
    asyncio.run(lab.scheduler.advance(10_000))
    assert status(lab)[0] == "failed"
    assert work.steps == []


@pytest.mark.parametrize("pace", [Progression.TIME, Progression.IMMEDIATE])
def test_a_change_of_pace_moves_jobs_that_wait(pace: Progression) -> None:
    work = Work()
    lab = start(Progression.POLLS, work)
    lab.settings = Settings(progression={"work": pace})
    with lab.database.transaction():
        lab.jobs.repace()
    lab.events.flush()
    asyncio.run(lab.scheduler.advance(10_000))
    assert status(lab) == ("completed", 100, None)


def test_a_change_of_another_pace_leaves_a_jobs_time_alone() -> None:
    work = Work()
    lab = start(Progression.TIME, work)
    lab.settings = Settings(progression={"other": Progression.POLLS})
    with lab.database.transaction():
        lab.jobs.repace()
    assert status(lab) == ("queued", 0, 50)
    asyncio.run(lab.scheduler.advance(49))
    assert work.steps == []


def test_a_change_to_polls_takes_the_timers_away() -> None:
    work = Work()
    lab = start(Progression.TIME, work)
    lab.settings = Settings(progression={"work": Progression.POLLS})
    with lab.database.transaction():
        lab.jobs.repace()
    asyncio.run(lab.scheduler.advance(10_000))
    assert work.steps == []
