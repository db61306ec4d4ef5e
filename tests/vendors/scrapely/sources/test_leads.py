"""The leads of a source: pages, cursors and filters. Source: the vendor's OpenAPI document."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockserver.vendors.scrapely.sources import service
from tests.vendors.scrapely.lab import Lab

NOBODY = "00000000-0000-4000-8000-000000000000"
FOLLOWERS = 640


@pytest.fixture
def source_id(lab: Lab) -> str:
    """A source with `FOLLOWERS` leads."""
    return scraped(lab, "paulg", FOLLOWERS)


def scraped(lab: Lab, handle: str, followers: int) -> str:
    lab.write(lambda: lab.workspace.world.people.put(handle, followers_count=followers))
    body = {"name": handle, "sources": [{"handle": handle, "followers": True}]}
    created = lab.post("/scraping-sources", body).json()
    lab.advance("5m")
    return str(created["lead_source_id"])


def leads(lab: Lab, source_id: str, **query: object) -> dict[str, Any]:
    answer = lab.get(f"/scraping-sources/{source_id}/leads", **query)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def test_a_lead_is_the_worlds_person(lab: Lab, source_id: str) -> None:
    person = lab.workspace.world.people.get("paulg")
    assert person is not None
    follower = lab.workspace.world.graph.followers(person, 0, 1)[0]
    page = leads(lab, source_id)
    assert page["leads"][0] == {
        "twitter_handle": follower.handle,
        "lead_source_id": source_id,
        "name": follower.name,
        "bio": follower.bio,
        "followers_count": follower.followers_count,
        "following_count": follower.following_count,
        "location": follower.location,
        "website": follower.website,
        "is_blue_verified": follower.is_blue_verified,
    }
    assert page["pagination"]["count"] == len(page["leads"]) == 100
    assert page["pagination"]["has_more"] is True


def test_the_last_page_has_no_cursor(lab: Lab, source_id: str) -> None:
    page = leads(lab, source_id, limit=FOLLOWERS)
    assert page["pagination"] == {"next_cursor": None, "has_more": False, "count": FOLLOWERS}


def test_a_page_has_at_most_a_thousand(lab: Lab) -> None:
    source_id = scraped(lab, "popular", 1_050)
    assert leads(lab, source_id, limit=5_000)["pagination"]["count"] == 1_000


def test_leads_can_be_read_while_they_are_scraped(lab: Lab) -> None:
    lab.write(lambda: lab.workspace.world.people.put("slow", followers_count=3_000))
    body = {"name": "x", "sources": [{"handle": "slow", "followers": True}]}
    source_id = lab.post("/scraping-sources", body).json()["lead_source_id"]
    assert leads(lab, source_id)["pagination"] == {"next_cursor": None, "has_more": False, "count": 0}
    lab.advance("1m")
    assert 0 < leads(lab, source_id, limit=1_000)["pagination"]["count"] <= 3_000


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    limit=st.integers(1, 1_000),
    min_followers=st.sampled_from([0, 100, 400, 10_000]),
    has_website=st.sampled_from([None, True, False]),
    words=st.sampled_from(["", "founder", "a,  ,zz", "E,building"]),
    unwanted=st.sampled_from(["", "z", "founder , ceo"]),
    by_offset=st.booleans(),
)
def test_pages_concatenate_to_the_whole(
    lab: Lab,
    source_id: str,
    limit: int,
    min_followers: int,
    has_website: bool | None,
    words: str,
    unwanted: str,
    by_offset: bool,
) -> None:
    filters: dict[str, object] = {"min_followers": min_followers, "bio_contains": words, "exclude_keywords": unwanted}
    if has_website is not None:
        filters["has_website"] = str(has_website).lower()
    wanted = [word.strip().lower() for word in words.split(",") if word.strip()]
    excluded = [word.strip().lower() for word in unwanted.split(",") if word.strip()]
    expected = [
        row["handle"]
        for row in lab.rows("scrapely_leads")
        if int(str(row["followers_count"])) >= min_followers
        and has_website in (None, row["website"] is not None)
        and (not wanted or any(word in str(row["bio"]).lower() for word in wanted))
        and not any(word in str(row["bio"]).lower() for word in excluded)
    ]
    whole: list[str] = []
    position: dict[str, object] = {}
    while True:
        page = leads(lab, source_id, limit=limit, **filters, **position)
        whole += [lead["twitter_handle"] for lead in page["leads"]]
        if not page["pagination"]["has_more"]:
            break
        assert page["pagination"]["count"] == limit
        position = {"offset": len(whole)} if by_offset else {"cursor": page["pagination"]["next_cursor"]}
    assert whole == expected


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"cursor": "nonsense!"}, "cursor must be a next_cursor that was given out before"),
        ({"cursor": "WyJhIl0"}, "cursor must be a next_cursor that was given out before"),
        ({"limit": 0}, "limit must be at least 1"),
        ({"offset": -1}, "offset must be at least 0"),
        ({"min_followers": -1}, "min_followers must be at least 0"),
        ({"min_followers": "many"}, "min_followers must be an integer"),
        ({"has_website": "perhaps"}, "has_website must be true or false"),
    ],
)
def test_a_query_that_does_not_fit_is_named(lab: Lab, source_id: str, query: dict[str, object], message: str) -> None:
    lab.refuses_query(f"/scraping-sources/{source_id}/leads", message, query)


@pytest.mark.parametrize("source_id", [NOBODY, "uuid-here"])
def test_an_unknown_source(lab: Lab, source_id: str) -> None:
    lab.refuses_query(f"/scraping-sources/{source_id}/leads", "Scraping source not found", status=404)


def test_campaigns_get_each_person_once_in_import_order(lab: Lab) -> None:
    people, graph = lab.workspace.world.people, lab.workspace.world.graph

    def common_fan() -> None:
        for handle in ("one", "two"):
            people.put(handle, followers_count=30)
            graph.follow(people.remember("common_fan"), people.remember(handle))

    lab.write(common_fan)
    sources = [scraped(lab, handle, 31) for handle in ("one", "two")]
    found = list(service.leads(lab.workspace, sources))
    first, second = ([row for row in lab.rows("scrapely_leads") if row["source_id"] == each] for each in sources)
    expected = [*first, *(row for row in second if row["handle"] != "common_fan")]
    assert [lead.id for lead in found] == [row["id"] for row in expected]
    assert len(found) == 61
    assert [lead.id for lead in islice(service.leads(lab.workspace, sources, 40), 50)] == [
        each.id for each in found[:40]
    ]
    assert list(service.leads(lab.workspace, [])) == []


def test_the_caller_may_write_while_it_reads_leads(lab: Lab, source_id: str) -> None:
    count = 0

    def work() -> None:
        nonlocal count
        for lead in service.leads(lab.workspace, [source_id]):
            lab.workspace.world.people.remember(lead.handle)
            count += 1

    lab.write(work)
    assert count == FOLLOWERS
