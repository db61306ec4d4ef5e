"""Anchors: a tweet that fits a query has one of the query's anchors, and few others have."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from mockserver.world.search.anchors import anchors, anchors_of
from mockserver.world.search.parser import parse
from mockserver.world.search.query import Malformed, Node
from mockserver.world.search.words import EVERYTHING
from tests.world.search.test_tweets import EVERY_TWEET, QUERIES, lively


def node_of(query: str) -> Node:
    node = parse(query)
    assert not isinstance(node, Malformed)
    return node


@pytest.mark.parametrize(
    ("query", "filed_under"),
    [
        ("cats", {"cats"}),
        ('"big axolotl"', {"axolotl"}),
        ("cats from:anna", {"from:anna"}),
        ("dogs OR cats", {"dogs", "cats"}),
        ("(dogs OR cats) #pets", {"#pets"}),
        ("cats -dogs", {"cats"}),
        ("url:example.com", {"url:example"}),
        ("-dogs", {EVERYTHING}),
        ("cats OR filter:media", {EVERYTHING}),
    ],
)
def test_a_query_is_filed_under_what_is_rare(query: str, filed_under: set[str]) -> None:
    assert anchors(node_of(query)) == filed_under


@settings(max_examples=60)
@given(QUERIES)
def test_a_tweet_that_fits_has_an_anchor_of_the_query(query: str) -> None:
    universe, node = lively(), node_of(query)
    for number in universe.database.all(EVERY_TWEET):
        tweet = universe.world.tweets.get(str(number))
        if tweet is not None and universe.world.search.fits(node, tweet):
            assert anchors(node) & anchors_of(tweet), (query, tweet.full_text)
