"""Timers: order, pinning, durability, and that splitting an advance changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.clock import Clock, ClockMode
from mockserver.core.sql import func, select
from mockserver.core.statements import Query
from mockserver.engine.scheduler import Record, Stopped
from mockserver.engine.tables import TimerRow
from tests.engine.lab import Lab


def recording(lab: Lab) -> list[tuple[int, str]]:
    seen: list[tuple[int, str]] = []
    lab.scheduler.on("note", lambda timer: seen.append((lab.clock.now(), timer.subject)))
    return seen


def schedule(lab: Lab, *timers: tuple[int, str]) -> None:
    with lab.database.transaction():
        for due_at, subject in timers:
            lab.scheduler.schedule("note", subject, due_at)


@given(st.lists(st.integers(min_value=0, max_value=50), max_size=20), st.lists(st.integers(0, 60), max_size=5))
def test_timers_run_by_due_time_then_by_age_however_an_advance_is_split(dues: list[int], stops: list[int]) -> None:
    lab = Lab()
    seen = recording(lab)
    schedule(lab, *((due, str(number)) for number, due in enumerate(dues)))
    for stop in [*sorted(stops), 60]:
        asyncio.run(lab.scheduler.advance(stop))
    assert seen == [(due, str(number)) for due, number in sorted((due, number) for number, due in enumerate(dues))]
    assert lab.clock.now() == 60


def test_a_step_may_set_timers_that_fall_due_within_the_same_advance() -> None:
    lab = Lab()
    seen: list[int] = []

    def chain(timer: TimerRow) -> None:
        seen.append(lab.clock.now())
        if len(seen) < 4:
            lab.scheduler.schedule("chain", "", lab.clock.now() + 10)

    lab.scheduler.on("chain", chain)
    with lab.database.transaction():
        lab.scheduler.schedule("chain", "", 5)
    result = asyncio.run(lab.scheduler.advance(100))
    assert seen == [5, 15, 25, 35]
    assert [fired.at for fired in result.fired] == seen
    assert result.total == 4


def test_until_idle_runs_everything_but_background_timers() -> None:
    lab = Lab()
    seen = recording(lab)
    schedule(lab, (10, "a"), (5_000, "b"))
    with lab.database.transaction():
        lab.scheduler.schedule("note", "for ever", 99_999, background=True)
    result = asyncio.run(lab.scheduler.advance_until_idle())
    assert [subject for _, subject in seen] == ["a", "b"]
    assert result.now == lab.clock.now() == 5_000


def test_a_step_that_raises_is_rolled_back_and_holds_nothing_up(caplog: pytest.LogCaptureFixture) -> None:
    lab = Lab()
    seen = recording(lab)

    def fail(timer: TimerRow) -> None:
        lab.database.set_meta("half", "written")
        raise ValueError("broken")

    lab.scheduler.on("fail", fail)
    with lab.database.transaction():
        lab.scheduler.schedule("fail", "x", 1)
    schedule(lab, (2, "after"))
    asyncio.run(lab.scheduler.advance(10))
    assert seen == [(2, "after")]
    assert lab.database.get_meta("half") is None
    assert "timer fail of x failed" in caplog.text


def test_cancelled_timers_do_not_run() -> None:
    lab = Lab()
    seen = recording(lab)
    schedule(lab, (1, "a"), (1, "b"))
    with lab.database.transaction():
        lab.scheduler.cancel("note", "a")
    asyncio.run(lab.scheduler.advance(10))
    assert seen == [(1, "b")]


def test_the_clock_is_stored_with_each_step_so_that_a_killed_advance_goes_on() -> None:
    lab = Lab()
    recording(lab)
    schedule(lab, (7, "a"))

    def die(timer: TimerRow) -> None:
        raise KeyboardInterrupt

    lab.scheduler.on("die", die)
    with lab.database.transaction():
        lab.scheduler.schedule("die", "", 9)
    with pytest.raises(KeyboardInterrupt):
        asyncio.run(lab.scheduler.advance(20))
    stored = lab.database.get_meta("clock")
    assert stored["virtual_at"] == 7
    survivor = Lab(database_copy(lab).database, Clock.start(ClockMode.FROZEN, now=stored["virtual_at"]))
    seen = recording(survivor)
    survivor.scheduler.on("die", lambda timer: seen.append((survivor.clock.now(), "did not die")))
    asyncio.run(survivor.scheduler.advance(20))
    assert seen == [(9, "did not die")]


async def until(happened: Callable[[], bool]) -> None:
    """Let other tasks run until it happened; they need no time, only turns."""
    for _ in range(1_000):
        if happened():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never happened")


def database_copy(lab: Lab) -> Lab:
    fresh = Lab()
    fresh.database.load_image(lab.database.image())
    return fresh


def test_exchanges_due_together_go_out_together_and_are_recorded_in_order() -> None:
    lab = Lab()
    under_way, most, recorded = 0, 0, []

    async def exchange(timer: TimerRow) -> Record:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        for _ in range(5 - int(timer.subject)):
            await asyncio.sleep(0)
        under_way -= 1
        return lambda: recorded.append((lab.clock.now(), timer.subject))

    lab.scheduler.on_exchange("send", exchange)
    with lab.database.transaction():
        for number in range(4):
            lab.scheduler.schedule("send", str(number), 3)
    asyncio.run(lab.scheduler.advance(10))
    assert most == 4
    assert recorded == [(3, "0"), (3, "1"), (3, "2"), (3, "3")]


def test_left_to_itself_time_runs_what_is_due_and_exchanges_hold_nothing_up() -> None:
    lab = Lab()
    seen = recording(lab)

    async def play() -> None:
        answered = asyncio.Event()

        async def exchange(timer: TimerRow) -> Record:
            await answered.wait()
            return lambda: seen.append((lab.clock.now(), "answered"))

        lab.scheduler.on_exchange("send", exchange)
        driver = asyncio.create_task(lab.scheduler.run_forever())
        with lab.database.transaction():
            lab.scheduler.schedule("send", "slow", 0)
            lab.scheduler.schedule("note", "quick", 0)
        lab.events.flush()
        await until(lambda: bool(seen))
        assert seen == [(0, "quick")]
        answered.set()
        await lab.scheduler.advance(5)
        assert seen == [(0, "quick"), (0, "answered")]
        driver.cancel()
        await asyncio.gather(driver, return_exceptions=True)

    asyncio.run(play())


def test_an_exchange_that_was_under_way_when_the_server_stopped_runs_again() -> None:
    lab = Lab()
    tries: list[str] = []

    async def play() -> None:
        async def hang(timer: TimerRow) -> Record:
            tries.append(timer.subject)
            await asyncio.Event().wait()
            raise AssertionError("never answered")

        lab.scheduler.on_exchange("send", hang)
        driver = asyncio.create_task(lab.scheduler.run_forever())
        with lab.database.transaction():
            lab.scheduler.schedule("send", "x", 0)
        lab.events.flush()
        await until(lambda: bool(tries))
        driver.cancel()
        await asyncio.gather(driver, return_exceptions=True)
        await lab.scheduler.close()

    asyncio.run(play())
    again = database_copy(lab)

    async def answer(timer: TimerRow) -> Record:
        return lambda: tries.append("recorded")

    again.scheduler.on_exchange("send", answer)
    asyncio.run(again.scheduler.settle())
    assert tries == ["x", "recorded"]


def test_settling_what_was_overdue_does_not_set_a_running_clock_back() -> None:
    lab = Lab(clock=Clock.start(ClockMode.REAL))
    start = lab.clock.now()
    seen = recording(lab)
    schedule(lab, (start - 60_000, "late"))
    asyncio.run(lab.scheduler.settle())
    assert seen == [(start - 60_000, "late")]
    assert lab.clock.now() >= start
    schedule(lab, (start - 60_000, "late"))
    asyncio.run(lab.scheduler.advance(start))
    assert lab.clock.now() >= start


def test_closing_breaks_off_an_advance_that_waits_for_a_receiver_and_all_that_queue_behind_it() -> None:
    lab = Lab()
    tries: list[str] = []

    async def hang(timer: TimerRow) -> Record:
        tries.append(timer.subject)
        await asyncio.Event().wait()
        raise AssertionError("never answered")

    async def play() -> list[object]:
        lab.scheduler.on_exchange("send", hang)
        with lab.database.transaction():
            lab.scheduler.schedule("send", "x", 5)
        waiting = [asyncio.create_task(lab.scheduler.advance(10)), asyncio.create_task(lab.scheduler.settle())]
        await until(lambda: bool(tries))
        await lab.scheduler.close()
        return list(await asyncio.gather(*waiting, return_exceptions=True))

    results = asyncio.run(play())
    assert [type(result) for result in results] == [Stopped, Stopped]
    assert lab.database.value(Query(lambda: select(func.count()).select_from(TimerRow), int)) == 1
