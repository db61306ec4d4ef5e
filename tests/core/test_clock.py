"""Virtual time against a wall clock that the test moves."""

from __future__ import annotations

import pytest

from mockserver.core.clock import FROZEN_START, Clock, ClockMode


class Wall:
    def __init__(self) -> None:
        self.at = 1_000_000

    def __call__(self) -> int:
        return self.at


@pytest.fixture
def wall() -> Wall:
    return Wall()


def test_real_time_follows_the_wall(wall: Wall) -> None:
    clock = Clock.start(ClockMode.REAL, wall=wall)
    wall.at += 500
    assert clock.now() == 1_000_500


def test_scaled_time_runs_faster(wall: Wall) -> None:
    clock = Clock.start(ClockMode.SCALED, now=0, speed=60, wall=wall)
    wall.at += 1_000
    assert clock.now() == 60_000
    assert clock.wall_seconds_until(120_000) == 1.0


def test_frozen_time_stands_and_starts_at_the_same_instant_everywhere(wall: Wall) -> None:
    clock = Clock.start(ClockMode.FROZEN, wall=wall)
    wall.at += 10_000
    assert clock.now() == FROZEN_START
    assert clock.wall_seconds_until(FROZEN_START + 1) is None
    assert clock.wall_seconds_until(FROZEN_START) == 0.0


def test_a_jump_keeps_the_mode(wall: Wall) -> None:
    clock = Clock.start(ClockMode.REAL, wall=wall)
    clock.jump(5_000_000)
    wall.at += 7
    assert clock.now() == 5_000_007
    assert clock.mode is ClockMode.REAL


def test_a_change_of_mode_goes_on_from_where_the_clock_stands(wall: Wall) -> None:
    clock = Clock.start(ClockMode.SCALED, now=0, speed=10, wall=wall)
    wall.at += 100
    clock.change(ClockMode.FROZEN)
    wall.at += 100
    assert clock.now() == 1_000


def test_pins_nest_and_end(wall: Wall) -> None:
    clock = Clock.start(ClockMode.REAL, wall=wall)
    with clock.pinned(5):
        with clock.pinned(7):
            assert clock.now() == 7
        assert clock.now() == 5
    assert clock.now() == wall.at


def test_a_stored_state_goes_on_after_a_restart(wall: Wall) -> None:
    state = Clock.start(ClockMode.SCALED, now=0, speed=10, wall=wall).state
    wall.at += 1_000
    assert Clock(state, wall).now() == 10_000
