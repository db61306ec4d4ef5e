"""The ranking of what is talked about."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.core.entropy import Entropy
from mockserver.core.times import DAY, MINUTE, parse_instant
from mockserver.world.trends import trending

MONDAY = parse_instant("2026-01-05T09:00:00Z")


def names(seed: int, place: str, at: int, limit: int = 50) -> list[str]:
    return [trend.name for trend in trending(Entropy(seed), place, at, limit)]


@settings(max_examples=40)
@given(seed=st.integers(0, 2**32), at=st.integers(MONDAY, MONDAY + 400 * DAY), place=st.sampled_from(["", "US", "JP"]))
def test_a_ranking_follows_from_seed_place_and_quarter_of_an_hour(seed: int, at: int, place: str) -> None:
    ranking = trending(Entropy(seed), place, at)
    quarter = at - at % (15 * MINUTE)
    assert ranking == trending(Entropy(seed), place, quarter) == trending(Entropy(seed), place, quarter + 899_999)
    assert len({trend.name for trend in ranking}) == len(ranking) == 50
    assert [trend.volume for trend in ranking] == sorted((trend.volume for trend in ranking), reverse=True)
    assert ranking[0].volume > 10_000


def test_a_ranking_drifts() -> None:
    now = names(7, "", MONDAY, 10)
    soon, later = names(7, "", MONDAY + 15 * MINUTE, 10), names(7, "", MONDAY + 2 * DAY, 10)
    assert len(set(now) & set(soon)) >= 8
    assert len(set(now) & set(later)) <= 5


def test_places_have_something_in_common_but_not_all() -> None:
    everywhere, there = names(7, "US", MONDAY, 20), names(7, "JP", MONDAY, 20)
    assert everywhere != there
    assert set(everywhere) & set(there)
    assert names(7, "US", MONDAY) != names(8, "US", MONDAY)


def test_a_day_of_the_week_trends_on_its_day_only() -> None:
    for day in range(7):
        everything = names(7, "", MONDAY + day * DAY, 1_000)
        assert ("#MondayMotivation" in everything) == (day == 0)
        assert ("#SundayVibes" in everything) == (day == 6)
    assert any(name.startswith("#") for name in everything)
    assert any(not name.startswith("#") for name in everything)
