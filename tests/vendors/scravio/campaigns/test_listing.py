"""GET /campaigns: filters, order, pages."""

from __future__ import annotations

import pytest

from mockserver.core.times import iso_ms
from tests.vendors.scravio.lab import Lab

HASHTAG = {"type": "INSTAGRAM_HASHTAG", "inputs": {"hashtag": "Fitness"}}
FOLLOWERS = {"type": "X_FOLLOWERS", "inputs": {"targetUser": "nasa"}}
TWITTER = {"type": "TWITTER_KEYWORD_SEARCH", "inputs": {"keywords": ["Yoga Studio", "50% off_"]}}
TIKTOK = {"type": "TIKTOK_POST_COMMENTERS", "inputs": {"mediaUrl": "https://www.tiktok.com/@nasa/video/123"}}


def titles(lab: Lab, **query: object) -> list[str]:
    return [each["title"] for each in lab.read("/campaigns", **query)["items"]]


@pytest.fixture
def four(lab: Lab) -> Lab:
    for title, wanted in (("one", HASHTAG), ("two", FOLLOWERS), ("three", TWITTER), ("four", TIKTOK)):
        lab.launch(title=title, **wanted)
    return lab


def test_the_newest_comes_first_though_the_clock_stands(four: Lab) -> None:
    assert titles(four) == ["four", "three", "two", "one"]
    assert titles(four, order="asc") == ["one", "two", "three", "four"]


def test_an_item_is_the_campaign_as_created(lab: Lab) -> None:
    created = lab.post("/campaigns", {**HASHTAG, "targetEmails": 5}).json()["campaign"]
    assert lab.read("/campaigns")["items"] == [created]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("INSTAGRAM_HASHTAG", ["one"]),
        ("X", ["three", "two"]),
        ("instagram, tiktok", ["four", "one"]),
        ("TWITTER_KEYWORD_SEARCH,X_FOLLOWERS", ["three", "two"]),
        ("YOUTUBE", []),
        ("", ["four", "three", "two", "one"]),
    ],
)
def test_types_and_platforms(four: Lab, wanted: str, found: list[str]) -> None:
    assert titles(four, type=wanted) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("fitness", ["one"]),
        ("NASA", ["four", "two"]),
        ("yoga stu", ["three"]),
        ("50% off_", ["three"]),
        ("%", ["three"]),
        ("tiktok.com", ["four"]),
        ("three", ["three"]),
        ("' OR 1=1 --", []),
        (" ", ["four", "three", "two", "one"]),
    ],
)
def test_free_text(four: Lab, text: str, found: list[str]) -> None:
    assert titles(four, q=text) == found


def test_statuses(four: Lab) -> None:
    four.change_account(concurrent_campaign_limit=10)
    four.post(f"/campaigns/{four.read('/campaigns', q='one')['items'][0]['_id']}/stop")
    assert titles(four, status="stopped") == ["one"]
    assert titles(four, status="pending") == ["four", "three", "two"]
    four.advance("1h")
    assert titles(four, status="fully_completed") == ["four", "three", "two"]
    assert titles(four, sortBy="status", order="asc") == ["two", "three", "four", "one"]
    assert titles(four, sortBy="progress", order="asc")[0] == "one"


def test_times(four: Lab) -> None:
    begun = iso_ms(four.now)
    four.advance("1d")
    four.launch(title="five")
    assert titles(four, **{"from": iso_ms(four.now)}) == ["five"]
    assert titles(four, to=begun, perPage=1) == ["four"]
    assert titles(four, to=begun[:10]) == ["four", "three", "two", "one"]
    assert titles(four, **{"from": iso_ms(four.now), "to": begun}) == []


def test_pages(four: Lab) -> None:
    page = four.read("/campaigns", page=2, perPage=3)
    assert [each["title"] for each in page["items"]] == ["one"]
    assert page["pagination"] == {"totalCount": 4, "totalPages": 2, "currentPage": 2, "perPage": 3}
    assert four.read("/campaigns", page=3, perPage=3)["items"] == []
    assert four.read("/campaigns", perPage=101)["pagination"]["perPage"] == 100
    four.serve_observed()
    assert len(titles(four, per_page=2)) == 2


def test_every_parameter_that_does_not_fit_is_named(lab: Lab) -> None:
    query = {"page": "one", "perPage": -1, "type": "MYSPACE,X", "order": "", "sortBy": "title", "to": "x"}
    lab.refuses_query(
        "/campaigns",
        query,
        [
            ("page", "page must be an integer"),
            ("perPage", "perPage must be at least 1"),
            ("type", "type must be a comma-separated list of campaign types or platforms; got MYSPACE"),
            ("sortBy", "sortBy must be one of 'createdAt', 'progress' or 'status'"),
            ("to", "to must be an ISO 8601 date or time such as 2026-01-31T12:00:00Z"),
        ],
    )
