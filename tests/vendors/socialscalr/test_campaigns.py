"""Campaigns: what they are made of, and their life on the virtual clock."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from mockserver.core.settings import Progression
from mockserver.core.times import DAY, MINUTE, iso_s
from mockserver.vendors.socialscalr.leads.pace import INVITATIONS_A_DAY
from tests.vendors.socialscalr.lab import Lab

SEARCH = "https://www.linkedin.com/search/results/people/"


def test_campaigns_are_listed_newest_first_200_at_most(lab: Lab) -> None:
    ids = [lab.campaign(name=f"Campaign {number}") for number in range(203)]
    assert [each["id"] for each in lab.get("/campaigns")["campaigns"]] == ids[:2:-1]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "name is required"),
        ({"name": ""}, "name must not be empty"),
        ({"name": "x" * 201}, "name must have at most 200 characters"),
        ({"name": 5}, "name must be a string"),
        ({"name": "x", "search_url": "linkedin"}, "search_url must be an http or https URL"),
        ({"name": "x", "search_url": "https://x/" + "y" * 2_000}, "search_url must have at most 2000 characters"),
        ({"name": "x", "targeting": []}, "targeting must be an object"),
        ({"name": "x", "targeting": {"titleKeywords": "ceo"}}, "targeting.titleKeywords must be an array"),
        ({"name": "x", "targeting": {"titleKeywords": [""]}}, "targeting.titleKeywords.0 must not be empty"),
        ({"name": "x", "templates": {"note": 5}}, "templates.note must be a string"),
        (
            {"name": "x", "templates": {str(number): "x" for number in range(51)}},
            "templates must have at most 50 items",
        ),
        (
            {"name": "x", "templates": {"note": "x" * 301}},
            "templates must have a note that is a text of at most 300 characters",
        ),
        (
            {"name": "x", "templates": {"a": " "}},
            "templates must not have an empty text, nor one of more than 8000 (a)",
        ),
        (
            {"name": "x", "targeting": {"size": 2**70}},
            "targeting holds a number that is too large, or is nested too deeply",
        ),
    ],
)
def test_a_campaign_that_does_not_fit(lab: Lab, body: dict[str, object], message: str) -> None:
    lab.refuses("/campaigns", body, message)
    assert lab.get("/campaigns") == {"campaigns": []}


def test_what_else_is_sent_in_targeting_is_kept(lab: Lab) -> None:
    sent = {"titleKeywords": ["ceo"], "company": {"size": [11, 50]}, "regions": ["Zürich 🏔"]}
    lab.campaign(targeting=sent)
    assert lab.get("/campaigns")["campaigns"][0]["targeting"] == sent


def test_a_leads_life(lab: Lab) -> None:
    lab.listen()
    templates = {"note": "Hi {{first_name}}!", "followup": "{{first_name}}, how is {{company}}?", "later": ["Bump"]}
    campaign_id = lab.campaign(templates=templates)
    lead_id = lab.lead(campaign_id, "accepts-ada", name="Ada Lovelace", title="Founder")
    assert lab.find_lead(lead_id)["status"] == "pending"
    lab.advance("1h")
    invited = lab.find_lead(lead_id)
    assert (invited["status"], invited["responded_at"]) == ("invited", None)
    lab.advance("1h")
    assert lab.find_lead(lead_id)["status"] == "accepted"
    lab.advance("6h")
    assert lab.find_lead(lead_id)["status"] == "messaged"
    lab.advance("30d")
    lead = lab.find_lead(lead_id)
    assert (lead["status"], lead["messages_sent"]) == ("messaged", 2)
    times = [lead[name] for name in ("created_at", "invited_at", "responded_at", "messaged_at", "updated_at")]
    assert times == sorted(times)
    assert lab.receiver.events == ["lead.invited", "lead.messaged", "lead.messaged"]
    (note,) = lab.receiver.data("lead.invited")
    assert note["note"] == "Hi Ada!"
    assert note["campaign"] == {"id": campaign_id, "name": "Q4 founders"}
    assert note["lead"] == invited
    first, second = lab.receiver.data("lead.messaged")
    assert first["message"].startswith("Ada, how is ")
    assert "{{" not in first["message"]
    assert (first["step"], second["step"], second["message"], second["lead"]) == (1, 2, "Bump", lead)
    assert all(post.is_genuine for post in lab.receiver.posts)
    assert lab.receiver.posts[0].payload["sentAt"] == invited["invited_at"]


@pytest.mark.parametrize(
    ("name", "status"), [("declines-bob", "declined"), ("ignores-eve", "invited"), ("missing-zoe", "failed")]
)
def test_how_others_end(lab: Lab, name: str, status: str) -> None:
    lab.listen()
    lead_id = lab.lead(lab.campaign(), name)
    lab.advance("60d")
    assert lab.find_lead(lead_id)["status"] == status
    assert lab.receiver.events == ([] if status == "failed" else ["lead.invited"])


def test_without_templates_an_invitation_has_no_note_and_a_follow_up_thanks(lab: Lab) -> None:
    lab.listen()
    lab.lead(lab.campaign(), "accepts-ada", name="Ada Lovelace")
    lab.advance("2d")
    assert lab.receiver.data("lead.invited")[0]["note"] is None
    assert lab.receiver.data("lead.messaged")[0]["message"] == "Thanks for connecting, Ada!"


def test_invitations_go_out_at_a_persons_pace(lab: Lab) -> None:
    lab.listen("lead.invited")
    campaign_id = lab.campaign()
    urls = [{"profileUrl": f"https://www.linkedin.com/in/ignores-{number}"} for number in range(70)]
    lab.post("/leads", {"campaignId": campaign_id, "leads": urls})
    lab.advance("30d")
    times = [post.at for post in lab.receiver.posts]
    assert len(times) == 70
    assert min(later - earlier for earlier, later in pairwise(times)) >= 12 * MINUTE
    days = Counter(at // DAY for at in times)
    assert max(days.values()) == INVITATIONS_A_DAY
    assert len(days) >= 4


def test_leads_added_later_wake_the_campaign(lab: Lab) -> None:
    campaign_id = lab.campaign()
    lab.advance("10d")
    lead_id = lab.lead(campaign_id)
    lab.advance("1h")
    assert lab.find_lead(lead_id)["status"] == "invited"


def test_the_numbers_of_a_campaign_add_up(lab: Lab) -> None:
    campaign_id = lab.campaign(search_url=SEARCH)
    for name in ("accepts-a", "declines-b", "missing-c"):
        lab.lead(campaign_id, name)
    for _ in range(6):
        lab.advance("36h")
        (campaign,) = lab.get("/campaigns")["campaigns"]
        leads = lab.get("/leads", campaignId=campaign_id, limit=500)["leads"]
        assert campaign["leads_count"] == len(leads)
        assert campaign["invited_count"] == sum(lead["invited_at"] is not None for lead in leads)
        assert campaign["accepted_count"] == sum(lead["status"] in ("accepted", "messaged") for lead in leads)
        assert campaign["messaged_count"] == sum(lead["messages_sent"] > 0 for lead in leads)
    assert {lead["status"] for lead in leads} == {"invited", "declined", "messaged", "failed"}


def test_the_extension_adds_people_of_the_world_whose_titles_fit(lab: Lab) -> None:
    lab.listen("leads.scraped")
    campaign_id = lab.campaign(search_url=SEARCH, targeting={"titleKeywords": ["Founder", "CEO"]})
    lab.advance("1h")
    pages = lab.receiver.data("leads.scraped")
    assert [page["inserted"] for page in pages] == [10] * 5
    leads = lab.get("/leads", campaignId=campaign_id)["leads"]
    assert len(leads) == 50
    for lead in leads:
        assert "founder" in lead["title"].lower() or "ceo" in lead["title"].lower()
        assert lead["headline"] == f"{lead['title']} at {lead['company']}"
        handle = lead["profile_url"].removeprefix("https://www.linkedin.com/in/").rstrip("/").replace("-", "_")
        person = lab.workspace.world.people.get(handle)
        assert person is not None
        assert (person.name, person.company) == (lead["name"], lead["company"])
        assert lead["source"] == "extension"
    told = [lead["id"] for page in pages for lead in page["leads"]]
    assert sorted(told) == sorted(lead["id"] for lead in leads)


def test_without_title_keywords_the_searchs_own_count(lab: Lab) -> None:
    lab.campaign(search_url=f"{SEARCH}?keywords=recruiter")
    lab.advance("1h")
    titles = {lead["title"] for lead in lab.get("/leads")["leads"]}
    assert titles
    assert all("recruiter" in title.lower() for title in titles)


def test_equal_searches_find_the_same_people(lab: Lab) -> None:
    ids = [lab.campaign(search_url=SEARCH) for _ in range(2)]
    lab.advance("1h")
    one, two = ({lead["profile_url"] for lead in lab.get("/leads", campaignId=each)["leads"]} for each in ids)
    assert one == two


def test_a_title_that_nobody_has_ends_the_search(lab: Lab) -> None:
    lab.listen()
    lab.campaign(targeting={"titleKeywords": ["pope emeritus"]})
    lab.advance("1d")
    assert lab.get("/leads") == {"leads": []}
    assert lab.receiver.posts == []
    jobs = lab.workspace.jobs.list(kind="linkedin_extension")
    assert [job.status for job in jobs] == ["completed"]


def test_a_campaign_without_a_search_gets_no_leads(lab: Lab) -> None:
    lab.campaign()
    lab.advance("10d")
    assert lab.get("/leads") == {"leads": []}


def test_looks_move_a_campaign_on_where_they_are_asked_to(lab: Lab) -> None:
    lab.pace(Progression.POLLS)
    campaign_id = lab.campaign()
    for name in ("ignores-a", "ignores-b"):
        lab.lead(campaign_id, name)
    seen = [lab.get("/campaigns")["campaigns"][0]["invited_count"] for _ in range(3)]
    assert seen == [1, 2, 2]
    lab.lead(campaign_id, "ignores-c")
    lab.get("/leads", campaignId=campaign_id)
    assert lab.get("/leads", campaignId=campaign_id, status="pending") == {"leads": []}


def test_at_once_everybody_is_found_and_invited_at_once(lab: Lab) -> None:
    lab.pace(Progression.IMMEDIATE)
    campaign_id = lab.campaign(search_url=SEARCH)
    lab.lead(campaign_id, "ignores-a")
    campaign = lab.get("/campaigns")["campaigns"][0]
    assert (campaign["leads_count"], campaign["invited_count"]) == (51, 51)


def test_a_worker_that_fails_pauses_its_campaign(lab: Lab) -> None:
    lead_id = lab.lead(campaign_id := lab.campaign())
    job = lab.workspace.jobs.find(campaign_id)
    assert job is not None
    lab.workspace.jobs.fail(job, None)
    lab.advance("5d")
    assert lab.get("/campaigns")["campaigns"][0]["status"] == "paused"
    assert lab.find_lead(lead_id)["status"] == "pending"


def test_a_campaign_is_completed_at_once_by_a_tester(lab: Lab) -> None:
    campaign_id = lab.campaign()
    urls = [{"profileUrl": f"https://www.linkedin.com/in/ignores-{number}"} for number in range(50)]
    lab.post("/leads", {"campaignId": campaign_id, "leads": urls})
    job = lab.workspace.jobs.find(campaign_id)
    assert job is not None
    lab.workspace.jobs.complete(job)
    assert lab.get("/campaigns")["campaigns"][0]["invited_count"] == 50


def test_one_advance_and_many_small_ones_leave_the_same_state(lab: Lab) -> None:
    def live(name: str, steps: int) -> list[list[dict[str, object]]]:
        lab.enter(name, seed=5)
        lab.lead(lab.campaign(search_url=SEARCH, targeting={"titleKeywords": ["founder"]}))
        lab.post("/posts", {"content": "x", "scheduled_for": lab.iso_in("3d"), "first_comment": "y"})
        for _ in range(steps):
            lab.advance(f"{240 // steps}h")
        assert iso_s(lab.now) == "2026-01-15T09:00:00Z"
        return [lab.rows(table) for table in ("campaigns", "leads", "posts", "comments")]

    assert live("once", 1) == live("often", 48)
