"""Filters of scraped people, held against a naive reading of what they mean."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.entropy import Entropy
from mockserver.workers.lead_filters import Bounds, Keywords, LeadFilter, Logic, normalised
from mockserver.world.derivation import Derivation
from mockserver.world.person import Person

SOMEBODY = Derivation(Entropy(1)).person("somebody")

letters = st.text("aAbB ßé", max_size=4)
bounds = st.builds(Bounds, st.none() | st.integers(0, 6), st.none() | st.integers(0, 6))
people = st.builds(
    lambda bio, location, followers, following, website: replace(
        SOMEBODY,
        bio=bio,
        location=location,
        followers_count=followers,
        following_count=following,
        website=website,
    ),
    bio=st.text("aAbB ßé", max_size=12),
    location=st.text("aAbB ", max_size=6),
    followers=st.integers(0, 6),
    following=st.integers(0, 6),
    website=st.none() | st.just("https://a.example"),
)


@given(
    person=people,
    include=st.lists(st.lists(letters, max_size=3), max_size=3),
    exclude=st.lists(st.lists(letters, max_size=3), max_size=3),
    places=st.lists(letters, max_size=2),
    logic=st.tuples(*[st.sampled_from(["AND", "OR"])] * 4),
    followers=bounds,
    following=bounds,
    has_website=st.sampled_from([None, True, False]),
)
def test_a_filter_means_what_the_document_says(
    person: Person,
    include: list[list[str]],
    exclude: list[list[str]],
    places: list[str],
    logic: tuple[str, str, str, str],
    followers: Bounds,
    following: Bounds,
    has_website: bool | None,
) -> None:
    wanted = LeadFilter(
        Keywords.of(include, Logic(logic[0]), Logic(logic[1])),
        Keywords.of(exclude, Logic(logic[2]), Logic(logic[3])),
        normalised(places),
        followers,
        following,
        has_website,
    )
    included = matches(person.bio, include, logic[0], logic[1])
    excluded = matches(person.bio, exclude, logic[2], logic[3])
    avoided = [place for place in places if place.strip() and place.strip().casefold() in person.location.casefold()]
    expected = (
        included in (None, True)
        and excluded in (None, False)
        and not avoided
        and inside(person.followers_count, followers)
        and inside(person.following_count, following)
        and (has_website is None or (person.website is not None) == has_website)
    )
    assert wanted.accepts(person) is expected


def matches(text: str, groups: list[list[str]], within: str, between: str) -> bool | None:
    """What the document says of groups, word by word; None when they hold no keyword at all."""
    verdicts = []
    for group in groups:
        hits = [word.strip().casefold() in text.casefold() for word in group if word.strip()]
        if hits:
            verdicts.append(False not in hits if within == "AND" else True in hits)
    if not verdicts:
        return None
    return False not in verdicts if between == "AND" else True in verdicts


def inside(count: int, limits: Bounds) -> bool:
    low = 0 if limits.low is None else limits.low
    high = 10**9 if limits.high is None else limits.high
    return low <= count <= high


def test_keywords_are_found_inside_words_in_any_case() -> None:
    assert Keywords.of([["FOUNDER"]]).found_in("Co-founders of many things") is True
    assert Keywords.of([["straße"]]).found_in("STRASSE") is True


@pytest.mark.parametrize("groups", [[], [[]], [["", "  "]], [[], [" "]]])
def test_keywords_without_a_word_ask_for_nothing(groups: list[list[str]]) -> None:
    assert Keywords.of(groups).found_in("anything") is None
