"""Every filter of the document, applied to a scrape and held against what the world says of the people found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mockserver.world.person import Person
from tests.vendors.scrapely.lab import Lab


def words(person: Person, *wanted: str) -> list[bool]:
    return [word in person.bio.lower() for word in wanted]


@pytest.mark.parametrize(
    ("filters", "keeps"),
    [
        (None, lambda p: True),
        ({}, lambda p: True),
        ({"includeKeywords": [["FOUNDER"]]}, lambda p: all(words(p, "founder"))),
        ({"includeKeywords": [["building", "at"]]}, lambda p: all(words(p, "building", "at"))),
        (
            {"includeKeywords": [["founder", "ceo"]], "includeWithinLogic": "OR"},
            lambda p: any(words(p, "founder", "ceo")),
        ),
        (
            {"includeKeywords": [["building", "at"], ["ceo"]]},
            lambda p: all(words(p, "building", "at")) or all(words(p, "ceo")),
        ),
        (
            {"includeKeywords": [["a", "e"], ["i", "zz"]], "includeWithinLogic": "OR", "includeBetweenLogic": "AND"},
            lambda p: any(words(p, "a", "e")) and any(words(p, "i", "zz")),
        ),
        ({"includeKeywords": [], "excludeKeywords": [[]]}, lambda p: True),
        ({"includeKeywords": [["", "  "], ["founder", " "]]}, lambda p: all(words(p, "founder"))),
        ({"excludeKeywords": [["hiring", "at"]]}, lambda p: not all(words(p, "hiring", "at"))),
        (
            {"excludeKeywords": [["a", "e"], ["o", "u"]], "excludeWithinLogic": "OR", "excludeBetweenLogic": "AND"},
            lambda p: not (any(words(p, "a", "e")) and any(words(p, "o", "u"))),
        ),
        (
            {"locationExcludeKeywords": ["germany", " FRANCE "]},
            lambda p: not any(place in p.location.lower() for place in ("germany", "france")),
        ),
        ({"followers": {"min": 100, "max": 500}}, lambda p: 100 <= p.followers_count <= 500),
        ({"followers": {"min": 300}}, lambda p: p.followers_count >= 300),
        ({"following": {"max": 300, "min": None}}, lambda p: p.following_count <= 300),
        ({"hasWebsite": True}, lambda p: p.website is not None),
        ({"hasWebsite": False}, lambda p: p.website is None),
        ({"hasWebsite": None}, lambda p: True),
        (
            {"includeKeywords": [["a"]], "excludeKeywords": [["z"]], "followers": {"min": 50}, "hasWebsite": True},
            lambda p: all(words(p, "a")) and not any(words(p, "z")) and p.followers_count >= 50 and bool(p.website),
        ),
    ],
)
def test_a_filter_keeps_exactly_those_it_should(lab: Lab, filters: object, keeps: Callable[[Person], bool]) -> None:
    people, graph = lab.workspace.world.people, lab.workspace.world.graph
    lab.write(lambda: people.put("paulg", followers_count=700))
    body = {"name": "x", "sources": [{"handle": "paulg", "followers": True}], "filters": filters}
    assert lab.post("/scraping-sources", body).status_code == 200
    lab.advance("5m")
    person = people.get("paulg")
    assert person is not None
    expected = [each.user_id for each in graph.iter_followers(person) if keeps(each)]
    assert [row["user_id"] for row in lab.rows("scrapely_leads")] == expected
    assert filters in (None, {}) or expected, "the case should tell something"
