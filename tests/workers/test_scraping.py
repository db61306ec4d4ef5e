"""Reading lists a stretch at a time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.entropy import Entropy
from mockserver.workers import scraping
from mockserver.workers.lead_filters import Bounds, LeadFilter
from mockserver.workers.scraping import STRETCH, Direction, Obstacle
from tests.world.universe import Universe


@pytest.fixture
def universe() -> Iterator[Universe]:
    made = Universe(seed=7)
    yield made
    made.database.close()


@pytest.mark.parametrize("direction", list(Direction))
@pytest.mark.parametrize("count", [0, 1, STRETCH, STRETCH + 1, 1_300])
def test_stretches_are_the_whole_list(universe: Universe, direction: Direction, count: int) -> None:
    world = universe.world
    with universe.database.transaction():
        person = world.people.put("paulg", **{f"{direction}_count": count})
    wanted = LeadFilter(followers=Bounds(low=200))
    found, offset = [], 0
    while True:
        stretch = scraping.read(world, person, direction, offset, wanted)
        assert stretch.read <= STRETCH
        found += [(offset + each.place, each.person.user_id) for each in stretch.found]
        offset += stretch.read
        if stretch.is_last:
            break
    assert offset == count
    page = world.graph.followers if direction is Direction.FOLLOWERS else world.graph.following
    everybody = page(person, 0, count)
    expected = [(place, each.user_id) for place, each in enumerate(everybody, start=1) if each.followers_count >= 200]
    assert found == expected


@pytest.mark.parametrize(
    ("handle", "expected"),
    [
        ("somebody", None),
        ("missing_bob", Obstacle.NOT_FOUND),
        ("suspended_bob", Obstacle.SUSPENDED),
        ("protected_bob", Obstacle.PROTECTED),
    ],
)
def test_whose_lists_can_be_read(universe: Universe, handle: str, expected: Obstacle | None) -> None:
    assert scraping.obstacle(universe.world.people.get(handle)) is expected


@given(seed=st.integers(0, 1_000), people=st.integers(0, 100_000))
def test_reading_takes_about_a_minute_for_2000_people(seed: int, people: int) -> None:
    took = scraping.reading_ms(Entropy(seed).stream("reading"), people)
    usual = min(people, STRETCH) * 30
    assert max(500, usual * 0.8 - 1) <= took <= max(500, usual * 1.2)
