"""Adding and listing leads: duplicates, limits, and what does not fit."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockserver.vendors.socialscalr.leads.profiles import profile_key
from tests.vendors.socialscalr.lab import Lab


def add(lab: Lab, campaign_id: str, *urls: str) -> Any:
    return lab.post("/leads", {"campaignId": campaign_id, "leads": [{"profileUrl": url} for url in urls]})


def test_duplicates_are_ignored_also_within_a_request(lab: Lab) -> None:
    campaign_id = lab.campaign()
    first = add(
        lab,
        campaign_id,
        "https://www.linkedin.com/in/ada/",
        "https://www.linkedin.com/in/ada",
        "https://WWW.LinkedIn.com/in/ada//",
        "https://www.linkedin.com/in/grace",
    )
    assert (first["inserted"], first["skipped"]) == (2, 2)
    assert [lead["profile_url"].rstrip("/").rpartition("/")[2] for lead in first["leads"]] == ["ada", "grace"]
    again = add(lab, campaign_id, "https://www.linkedin.com/in/grace/")
    assert again == {"inserted": 0, "skipped": 1, "leads": []}
    assert lab.get("/campaigns")["campaigns"][0]["leads_count"] == len(lab.get("/leads")["leads"]) == 2


def test_two_campaigns_may_have_the_same_lead(lab: Lab) -> None:
    url = "https://www.linkedin.com/in/ada/"
    assert [add(lab, lab.campaign(), url)["inserted"] for _ in range(2)] == [1, 1]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.sampled_from(["ada", "ada/", "bob", "bob/", "eve"]), min_size=1, max_size=12))
def test_what_is_inserted_and_skipped_adds_up(lab: Lab, names: list[str]) -> None:
    campaign_id = lab.campaign()
    half = len(names) // 2 or 1
    parts = [part for part in (names[:half], names[half:]) if part]
    added = [add(lab, campaign_id, *(f"https://www.linkedin.com/in/{name}" for name in part)) for part in parts]
    assert sum(each["inserted"] for each in added) == len({name.rstrip("/") for name in names})
    assert sum(each["inserted"] + each["skipped"] for each in added) == len(names)
    assert all(len(each["leads"]) == each["inserted"] for each in added)


def test_profiles_are_compared_by_host_in_lower_case_and_without_a_slash_at_the_end() -> None:
    assert profile_key("https://LinkedIn.com/in/Ada/") == profile_key("HTTPS://linkedin.com/in/Ada")
    assert profile_key("https://linkedin.com/in/Ada") != profile_key("https://linkedin.com/in/ada")


def test_a_lead_without_a_name_has_that_of_the_profile(lab: Lab) -> None:
    (lead,) = add(lab, lab.campaign(), "https://www.linkedin.com/in/marie-curie/")["leads"]
    assert (lead["name"], lead["first_name"], lead["last_name"]) == ("Marie Curie", "Marie", "Curie")
    person = lab.workspace.world.people.get("marie_curie")
    assert person is not None
    assert lead["name"] == person.name


def test_leads_are_listed_newest_first_by_campaign_and_status(lab: Lab) -> None:
    one, two = lab.campaign(), lab.campaign()
    for number in range(3):
        lab.lead(one, f"accepts-{number}")
    other = lab.lead(two, "ignores-x")
    lab.trigger("lead.invited", lead_id=other)
    assert [lead["profile_url"][-3:] for lead in lab.get("/leads")["leads"]] == ["-x/", "-2/", "-1/", "-0/"]
    assert len(lab.get("/leads", campaignId=one)["leads"]) == 3
    assert [lead["id"] for lead in lab.get("/leads", status="invited")["leads"]] == [other]
    assert lab.get("/leads", campaignId=one, status="invited") == {"leads": []}
    assert lab.get("/leads", campaignId=two, status="pending") == {"leads": []}


@pytest.mark.parametrize("query", [{"status": "nonsense"}, {"campaignId": "nonsense"}, {"status": "PENDING"}])
def test_a_filter_that_fits_nothing_gives_an_empty_list(lab: Lab, query: dict[str, str]) -> None:
    lab.lead(lab.campaign())
    assert lab.get("/leads", **query) == {"leads": []}


def test_the_limit_is_100_by_default_and_500_at_most(lab: Lab) -> None:
    campaign_id = lab.campaign()
    add(lab, campaign_id, *(f"https://www.linkedin.com/in/someone-{number}" for number in range(600)))
    lengths = [len(lab.get("/leads", **query)["leads"]) for query in ({}, {"limit": 7}, {"limit": 9999}, {"limit": ""})]
    assert lengths == [100, 7, 500, 100]


@pytest.mark.parametrize(
    ("limit", "message"),
    [
        ("0", "limit must be at least 1"),
        ("-1", "limit must be at least 1"),
        ("1.5", "limit must be an integer"),
        ("many", "limit must be an integer"),
        ("9" * 40, "limit must be an integer"),
    ],
)
def test_a_limit_that_is_no_positive_number(lab: Lab, limit: str, message: str) -> None:
    answer = lab.request("GET", "/leads", query={"limit": limit})
    assert (answer.status_code, answer.json()) == (400, {"error": message})


GOOD = {"profileUrl": "https://www.linkedin.com/in/ada/"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"campaignId": ...}, "campaignId is required"),
        ({"campaignId": 5}, "campaignId must be a string"),
        ({"leads": ...}, "leads is required"),
        ({"leads": []}, "leads must have at least 1 item(s)"),
        ({"leads": {}}, "leads must be an array"),
        ({"leads": [GOOD] * 1_001}, "leads must have at most 1000 items"),
        ({"leads": [GOOD, "x"]}, "leads.1 must be an object"),
        ({"leads": [GOOD, {"name": "Ada"}]}, "leads.1.profileUrl is required"),
        ({"leads": [{"profile_url": GOOD["profileUrl"]}]}, "leads.0.profileUrl is required"),
        ({"leads": [{"profileUrl": "linkedin.com/in/ada"}]}, "leads.0.profileUrl must be an http or https URL"),
        ({"leads": [{"profileUrl": "https://a b/"}]}, "leads.0.profileUrl must be an http or https URL"),
        ({"leads": [{**GOOD, "name": " "}]}, "leads.0.name must not be empty"),
        ({"leads": [{**GOOD, "title": 7}]}, "leads.0.title must be a string"),
    ],
)
def test_leads_that_do_not_fit(lab: Lab, changes: dict[str, object], message: str) -> None:
    body = {"campaignId": lab.campaign(), "leads": [GOOD], **changes}
    lab.refuses("/leads", {name: value for name, value in body.items() if value is not ...}, message)
    assert lab.get("/leads") == {"leads": []}


def test_an_unknown_campaign_takes_no_leads(lab: Lab) -> None:
    lab.refuses("/leads", {"campaignId": "nobody", "leads": [GOOD]}, "Campaign not found", status=404)
