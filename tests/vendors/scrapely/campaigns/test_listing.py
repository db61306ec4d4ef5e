"""Listing campaigns."""

from __future__ import annotations

import pytest

from mockserver.core.settings import Progression
from tests.contract.examples import load
from tests.contract.shapes import differences
from tests.vendors.scrapely.lab import Lab
from tests.vendors.scrapely.outreach import campaign_body, counts, launch, people, source_of


def test_the_list_has_the_documented_shape(lab: Lab) -> None:
    lab.account()
    launch(lab, people("silent", 3))
    lab.advance("15m")
    example = load("scrapely", "list_campaigns", "example")
    answer = lab.get("/campaigns", limit=10)
    assert answer.status_code == 200
    assert differences(example.served, answer.json(), extra_ok=False) == []
    assert answer.json()["pagination"] == {"limit": 10, "offset": 0, "count": 1, "total": 1}


def test_progress_is_what_was_sent_of_all(lab: Lab) -> None:
    lab.account()
    launch(lab, [*people("silent", 4), "closed_1"])
    lab.advance("1d")
    assert counts(lab) == {"name": "Outreach", "total": 5, "completed": 4, "pending": 0, "failed": 1, "progress": 80}


def test_pages_are_newest_first_and_end_empty(lab: Lab) -> None:
    lab.account()
    source_id = source_of(lab, people("silent", 1))
    for name in "ABC":
        lab.post("/campaigns", campaign_body(source_id, name=name))
        lab.advance("1s")
    page = lab.get("/campaigns", limit=2, offset=1).json()
    assert [each["name"] for each in page["campaigns"]] == ["B", "A"]
    assert page["pagination"] == {"limit": 2, "offset": 1, "count": 2, "total": 3}
    beyond = lab.get("/campaigns", offset=7).json()
    assert beyond == {"campaigns": [], "pagination": {"limit": 20, "offset": 7, "count": 0, "total": 3}}


def test_a_limit_beyond_the_maximum_is_clamped(lab: Lab) -> None:
    assert lab.get("/campaigns", limit=1000).json()["pagination"]["limit"] == 100


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"limit": 0}, "limit must be at least 1"),
        ({"limit": "many"}, "limit must be an integer"),
        ({"offset": -1}, "offset must be at least 0"),
    ],
)
def test_a_page_that_cannot_be_is_refused(lab: Lab, query: dict[str, object], message: str) -> None:
    lab.refuses_query("/campaigns", message, query)


def test_looks_move_a_campaign_on_where_asked_to(lab: Lab) -> None:
    lab.account()
    lab.pace("dm_campaign", Progression.POLLS)
    launch(lab, people("silent", 3))
    assert [counts(lab)["completed"] for _ in range(4)] == [1, 2, 3, 3]


def test_a_campaign_is_over_at_once_where_asked_to(lab: Lab) -> None:
    lab.account()
    lab.pace("dm_campaign", Progression.IMMEDIATE)
    launch(lab, people("silent", 3))
    assert counts(lab)["completed"] == 3
