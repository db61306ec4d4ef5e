"""Chance that repeats."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.entropy import Entropy


@given(st.integers(min_value=0), st.lists(st.text(), max_size=4))
def test_a_name_gives_the_same_draws_whatever_was_drawn_before(seed: int, names: list[str]) -> None:
    first = Entropy(seed)
    first.stream("something else").between(1, 6)
    drawn = [first.stream(*names).below(1000) for _ in range(2)]
    again = Entropy(seed).stream(*names).below(1000)
    assert drawn == [again, again]


def test_another_seed_or_name_gives_other_draws() -> None:
    streams = [Entropy(1).stream("a"), Entropy(2).stream("a"), Entropy(1).stream("b"), Entropy(1).stream("a", "b")]
    assert len({stream.below(2**60) for stream in streams}) == 4


def test_a_stream_goes_on_past_its_first_hash() -> None:
    stream = Entropy(3).stream("long")
    counts = Counter(stream.below(10) for _ in range(10_000))
    assert set(counts) == set(range(10))
    assert all(850 <= count <= 1150 for count in counts.values())


def test_weights_are_honoured() -> None:
    stream = Entropy(4).stream("weights")
    counts = Counter(stream.weighted((("often", 9), ("seldom", 1), ("never", 0))) for _ in range(2_000))
    assert 1_700 <= counts["often"] <= 1_900
    assert counts["never"] == 0


@given(st.integers(min_value=1, max_value=5_000), st.integers(min_value=0, max_value=2**64))
def test_a_permutation_visits_each_number_once_and_can_be_inverted(size: int, seed: int) -> None:
    order = Entropy(seed).permutation(size, "order")
    visited = [order.at(index) for index in range(min(size, 300))]
    assert len(set(visited)) == len(visited)
    assert all(0 <= number < size for number in visited)
    assert [order.index_of(number) for number in visited] == list(range(len(visited)))
