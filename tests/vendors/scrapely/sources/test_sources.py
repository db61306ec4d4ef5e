"""Creating scraping sources and following their progress."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.core.settings import Progression
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapely.sources import credits as ledger
from mockserver.vendors.scrapely.sources import presenters
from mockserver.vendors.scrapely.sources.credits import CreditKind
from mockserver.vendors.scrapely.sources.tables import ScrapeJobRow
from tests.contract.examples import load
from tests.contract.shapes import differences
from tests.vendors.scrapely.lab import Lab

NOBODY = "00000000-0000-4000-8000-000000000000"


def create(lab: Lab, *sources: dict[str, object], name: str = "Founders", filters: object = None) -> dict[str, Any]:
    """Create a source; returns the answer's body."""
    body: dict[str, object] = {"name": name, "sources": list(sources)}
    answer = lab.post("/scraping-sources", body if filters is None else body | {"filters": filters})
    assert answer.status_code == 200, answer.text
    created: dict[str, Any] = answer.json()
    return created


def detail(lab: Lab, source_id: str) -> dict[str, Any]:
    """What GET tells of a source."""
    answer = lab.get("/scraping-sources", id=source_id)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["scraping_source"]
    return found


def people(lab: Lab, **counts: int) -> None:
    """Give handles that many followers."""

    def put() -> None:
        for handle, count in counts.items():
            lab.workspace.world.people.put(handle, followers_count=count)

    lab.write(put)


def set_credits(workspace: Workspace, left: int) -> None:
    spare = ledger.balance(workspace, CreditKind.LEAD) - left
    workspace.write(lambda: ledger.spend(workspace, CreditKind.LEAD, spare, "test", "test"))


# The documented examples


def test_creating_is_answered_as_documented(lab: Lab) -> None:
    example = load("scrapely", "create_scraping_source", "example")
    assert example.request is not None
    assert isinstance(example.served, dict)
    answer = lab.post("/scraping-sources", example.request.body)
    assert answer.status_code == 200
    created = answer.json()
    assert differences(example.served, created, extra_ok=False) == []
    assert [created[key] for key in ("name", "jobs_created", "message")] == [
        example.served[key] for key in ("name", "jobs_created", "message")
    ]
    assert [(job["type"], job["handle"], job["status"]) for job in created["jobs"]] == [
        ("followers", "paulg", "pending"),
        ("followers", "naval", "pending"),
        ("following", "naval", "pending"),
    ]


def test_the_status_has_the_documented_shape_at_every_stage(lab: Lab) -> None:
    people(lab, paulg=2_000)
    source_id = create(lab, {"handle": "paulg", "followers": True})["lead_source_id"]
    documented = load("scrapely", "scraping_source_status", "by_id").served
    seen = []
    for _ in range(60):
        answer = lab.get("/scraping-sources", id=source_id)
        assert differences(documented, answer.json(), extra_ok=False) == []
        if answer.json()["scraping_source"]["status"] not in seen:
            seen.append(answer.json()["scraping_source"]["status"])
        lab.advance("2s")
    assert seen == ["pending", "processing", "completed"]


def test_the_observed_edition_answers_201(lab: Lab) -> None:
    lab.serve_observed()
    body = {"name": "x", "sources": [{"handle": "a", "followers": True}]}
    assert lab.post("/scraping-sources", body).status_code == 201


# Scraping


def test_all_followers_become_leads(lab: Lab) -> None:
    people(lab, paulg=1_234)
    source_id = create(lab, {"handle": "@PaulG", "followers": True})["lead_source_id"]
    lab.advance("5m")
    shown = detail(lab, source_id)
    progress = {"status": "completed", "leads_imported": 1_234, "max_leads": 1_234}
    assert shown["handles"] == [{"handle": "paulg", "followers": progress, "following": None}]
    assert (shown["leads_imported"], shown["total_leads"], shown["progress"]) == (1_234, 1_234, 100)
    person = lab.workspace.world.people.get("paulg")
    assert person is not None
    world = [each.user_id for each in lab.workspace.world.graph.iter_followers(person)]
    assert [row["user_id"] for row in lab.rows("scrapely_leads")] == world


def test_progress_grows_with_time(lab: Lab) -> None:
    people(lab, paulg=6_000)
    source_id = create(lab, {"handle": "paulg", "followers": True})["lead_source_id"]
    seen = []
    for _ in range(25):
        lab.advance("10s")
        shown = detail(lab, source_id)
        assert 0 <= shown["progress"] <= 100
        seen.append(shown["progress"])
    assert seen == sorted(seen)
    assert seen[-1] == 100
    assert len(set(seen)) > 8
    assert 6_000 / 2_000 * 0.75 < sum(value < 100 for value in seen) / 6 < 6_000 / 2_000 * 1.3


def test_progress_is_100_only_at_the_end() -> None:
    job = ScrapeJobRow(
        id="j",
        source_id="s",
        number=0,
        type="followers",
        handle="a",
        status="processing",
        scanned=1_999,
        max_leads=2_000,
    )
    assert presenters.progress([job]) == 99


def test_the_jobs_of_a_source_run_side_by_side(lab: Lab) -> None:
    people(lab, one=3_000, two=3_000)
    source_id = create(lab, {"handle": "one", "followers": True}, {"handle": "two", "followers": True})[
        "lead_source_id"
    ]
    lab.advance("40s")
    states = [handle["followers"]["status"] for handle in detail(lab, source_id)["handles"]]
    assert states == ["processing", "processing"]


def test_a_person_is_in_a_source_once(lab: Lab) -> None:
    graph, everybody = lab.workspace.world.graph, lab.workspace.world.people
    people(lab, one=40, two=40)

    def both() -> None:
        fan = everybody.remember("common_fan")
        for handle in ("one", "two"):
            graph.follow(fan, everybody.remember(handle))

    lab.write(both)
    before = ledger.balance(lab.workspace, CreditKind.LEAD)
    source_id = create(lab, {"handle": "one", "followers": True}, {"handle": "two", "followers": True})[
        "lead_source_id"
    ]
    lab.advance("5m")
    handles = [row["handle"] for row in lab.rows("scrapely_leads")]
    assert handles.count("common_fan") == 1
    assert len(handles) == len(set(handles)) == detail(lab, source_id)["leads_imported"] == 81
    assert ledger.balance(lab.workspace, CreditKind.LEAD) == before - 81


def test_a_handle_and_direction_named_twice_is_scraped_once(lab: Lab) -> None:
    created = create(
        lab,
        {"handle": "paulg", "followers": True},
        {"handle": "@PAULG", "followers": True, "following": True},
    )
    assert [(job["handle"], job["type"]) for job in created["jobs"]] == [("paulg", "followers"), ("paulg", "following")]
    assert len(detail(lab, created["lead_source_id"])["handles"]) == 1


@pytest.mark.parametrize(
    ("handle", "error"),
    [
        ("missing_bob", "User not found"),
        ("suspended_bob", "User has been suspended"),
        ("protected_bob", "User's account is protected"),
    ],
)
def test_an_account_that_cannot_be_read_fails_its_job(lab: Lab, handle: str, error: str) -> None:
    created = create(lab, {"handle": handle, "followers": True})
    lab.advance("1m")
    shown = detail(lab, created["lead_source_id"])
    assert (shown["status"], shown["handles"][0]["followers"]["status"], shown["progress"]) == ("failed", "failed", 0)
    assert lab.job(created["jobs"][0]["id"]).error == error


def test_one_failed_job_does_not_fail_the_source(lab: Lab) -> None:
    people(lab, one=30)
    created = create(lab, {"handle": "one", "followers": True}, {"handle": "missing_bob", "followers": True})
    lab.advance("1m")
    shown = detail(lab, created["lead_source_id"])
    assert (shown["status"], shown["leads_imported"]) == ("completed", 30)


def test_a_job_can_be_failed_by_a_tester(lab: Lab) -> None:
    people(lab, one=5_000)
    created = create(lab, {"handle": "one", "followers": True})
    lab.advance("1m")
    lab.workspace.jobs.fail(lab.job(created["jobs"][0]["id"]), "Session lost")
    imported = detail(lab, created["lead_source_id"])["leads_imported"]
    lab.advance("1h")
    shown = detail(lab, created["lead_source_id"])
    assert shown["status"] == "failed"
    assert shown["leads_imported"] == imported > 0


# Credits


def test_the_ledger_is_a_chain_with_a_line_for_each_batch(lab: Lab) -> None:
    people(lab, one=1_200)
    before = ledger.balance(lab.workspace, CreditKind.LEAD)
    created = create(lab, {"handle": "one", "followers": True})
    lab.advance("5m")
    lines = [row for row in lab.rows("scrapely_credits") if row["subject"] == created["jobs"][0]["id"]]
    assert [line["amount"] for line in lines] == [-500, -500, -200]
    assert [line["balance_after"] for line in lines] == [before - 500, before - 1_000, before - 1_200]


def test_without_credits_the_job_fails_and_the_balance_stays_at_zero(lab: Lab) -> None:
    people(lab, one=1_200)
    set_credits(lab.workspace, 700)
    created = create(lab, {"handle": "one", "followers": True})
    lab.advance("5m")
    shown = detail(lab, created["lead_source_id"])
    assert (shown["status"], shown["leads_imported"], shown["progress"]) == ("failed", 700, 58)
    assert lab.job(created["jobs"][0]["id"]).error == "Not enough lead credits"
    assert ledger.balance(lab.workspace, CreditKind.LEAD) == 0


def test_leads_that_are_filtered_out_cost_nothing(lab: Lab) -> None:
    people(lab, one=400)
    before = ledger.balance(lab.workspace, CreditKind.LEAD)
    created = create(lab, {"handle": "one", "followers": True}, filters={"followers": {"min": 1_000_000_000}})
    lab.advance("5m")
    shown = detail(lab, created["lead_source_id"])
    assert (shown["status"], shown["leads_imported"], shown["progress"]) == ("completed", 0, 100)
    assert ledger.balance(lab.workspace, CreditKind.LEAD) == before


# Lists


def test_sources_are_listed_newest_first(lab: Lab) -> None:
    for number in range(5):
        create(lab, {"handle": "one", "followers": True}, {"handle": "two", "following": True}, name=f"s{number}")
        lab.advance("1s")
    answer = lab.get("/scraping-sources", limit=2, offset=1).json()
    assert [source["name"] for source in answer["scraping_sources"]] == ["s3", "s2"]
    assert answer["pagination"] == {"limit": 2, "offset": 1, "count": 2, "total": 5}
    for source in answer["scraping_sources"]:
        assert source == detail(lab, source["id"])


def test_pages_are_clamped_and_may_be_empty(lab: Lab) -> None:
    create(lab, {"handle": "one", "followers": True})
    assert lab.get("/scraping-sources").json()["pagination"] == {"limit": 20, "offset": 0, "count": 1, "total": 1}
    assert lab.get("/scraping-sources", limit=1000).json()["pagination"]["limit"] == 100
    page = lab.get("/scraping-sources", offset=7).json()
    assert page == {"scraping_sources": [], "pagination": {"limit": 20, "offset": 7, "count": 0, "total": 1}}


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"limit": 0}, "limit must be at least 1"),
        ({"limit": "ten"}, "limit must be an integer"),
        ({"limit": "1.5"}, "limit must be an integer"),
        ({"offset": -1}, "offset must be at least 0"),
    ],
)
def test_a_page_that_cannot_be(lab: Lab, query: dict[str, object], message: str) -> None:
    lab.refuses_query("/scraping-sources", message, query)


@pytest.mark.parametrize("source_id", [NOBODY, "uuid-here"])
def test_an_unknown_source(lab: Lab, source_id: str) -> None:
    lab.refuses_query("/scraping-sources", "Scraping source not found", {"id": source_id}, status=404)


# Other ways of going on


def test_each_look_moves_every_job_of_the_source_on(lab: Lab) -> None:
    lab.pace("scraping", Progression.POLLS)
    people(lab, one=600, two=10)
    source_id = create(lab, {"handle": "one", "followers": True}, {"handle": "two", "followers": True})[
        "lead_source_id"
    ]
    states = [[each["followers"]["status"] for each in detail(lab, source_id)["handles"]] for _ in range(3)]
    assert states == [["processing"] * 2, ["processing", "completed"], ["completed"] * 2]


def test_looking_at_the_list_counts_too(lab: Lab) -> None:
    lab.pace("scraping", Progression.POLLS)
    people(lab, one=10)
    create(lab, {"handle": "one", "followers": True})
    states = [lab.get("/scraping-sources").json()["scraping_sources"][0]["status"] for _ in range(2)]
    assert states == ["processing", "completed"]


def test_a_job_can_be_over_at_once(lab: Lab) -> None:
    lab.pace("scraping", Progression.IMMEDIATE)
    people(lab, one=1_700)
    source_id = create(lab, {"handle": "one", "followers": True})["lead_source_id"]
    assert detail(lab, source_id)["leads_imported"] == 1_700


def test_one_long_advance_and_many_short_ones_end_alike(lab: Lab) -> None:
    ends = []
    for step, times in (("10m", 1), ("7s", 100)):
        people(lab, one=2_600, two=900)
        source_id = create(
            lab,
            {"handle": "one", "followers": True},
            {"handle": "two", "followers": True},
            filters={"hasWebsite": True},
        )["lead_source_id"]
        for _ in range(times):
            lab.advance(step)
        ends.append((detail(lab, source_id), lab.rows("scrapely_leads")))
        if times == 1:
            lab.begin_again()
    assert ends[0] == ends[1]


# Required and malformed fields

FOLLOWERS = {"handle": "paulg", "followers": True}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"sources": [FOLLOWERS]}, "name is required"),
        ({"name": " ", "sources": [FOLLOWERS]}, "name must not be empty"),
        ({"name": 5, "sources": [FOLLOWERS]}, "name must be a string"),
        ({"name": "x"}, "sources is required"),
        ({"name": "x", "sources": []}, "sources must have at least 1 item(s)"),
        ({"name": "x", "sources": [FOLLOWERS] * 101}, "sources must have at most 100 items"),
        ({"name": "x", "sources": {}}, "sources must be an array"),
        ({"name": "x", "sources": ["paulg"]}, "sources.0 must be an object"),
        ({"name": "x", "sources": [{"followers": True}]}, "sources.0.handle is required"),
        (
            {"name": "x", "sources": [FOLLOWERS, {"handle": "", "followers": True}]},
            "sources.1.handle must be a Twitter handle: 1 to 15 letters, digits or underscores",
        ),
        ({"name": "x", "sources": [{"handle": "a"}]}, "sources.0 must set followers or following to true"),
        (
            {"name": "x", "sources": [FOLLOWERS, {"handle": "a", "followers": False, "following": False}]},
            "sources.1 must set followers or following to true",
        ),
        ({"name": "x", "sources": [{"handle": "a", "followers": "yes"}]}, "sources.0.followers must be a boolean"),
    ],
)
def test_a_source_that_does_not_fit_is_named(lab: Lab, body: dict[str, object], message: str) -> None:
    lab.refuses("POST", "/scraping-sources", body, message)


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ([], "filters must be an object"),
        ({"includeKeywords": "founder"}, "filters.includeKeywords must be an array"),
        ({"includeKeywords": ["founder"]}, "filters.includeKeywords.0 must be an array"),
        ({"excludeKeywords": [[5]]}, "filters.excludeKeywords.0.0 must be a string"),
        ({"includeWithinLogic": "XOR"}, "filters.includeWithinLogic must be one of 'AND' or 'OR'"),
        ({"includeBetweenLogic": "and"}, "filters.includeBetweenLogic must be one of 'AND' or 'OR'"),
        ({"excludeWithinLogic": 1}, "filters.excludeWithinLogic must be one of 'AND' or 'OR'"),
        ({"excludeBetweenLogic": ""}, "filters.excludeBetweenLogic must be one of 'AND' or 'OR'"),
        ({"locationExcludeKeywords": [["x"]]}, "filters.locationExcludeKeywords.0 must be a string"),
        ({"followers": {"min": -1}}, "filters.followers.min must be at least 0"),
        ({"followers": {"min": "100"}}, "filters.followers.min must be an integer"),
        ({"following": {"max": 1.5}}, "filters.following.max must be an integer"),
        ({"followers": {"min": 2**64}}, "filters.followers.min must be less than 9223372036854775808"),
        ({"followers": {"min": 5, "max": 4}}, "filters.followers must have a min that is not greater than its max"),
        ({"hasWebsite": "true"}, "filters.hasWebsite must be a boolean"),
    ],
)
def test_a_filter_that_does_not_fit_is_named(lab: Lab, filters: object, message: str) -> None:
    lab.refuses("POST", "/scraping-sources", {"name": "x", "sources": [FOLLOWERS], "filters": filters}, message)
