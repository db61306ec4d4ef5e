"""Deliveries: signatures, subscriptions, retries; and each event made to happen by a tester."""

from __future__ import annotations

import pytest

from mockserver.core.errors import ApiError
from mockserver.core.times import MINUTE, SECOND
from mockserver.vendors.socialscalr.webhooks import PROFILE, TRIGGERS
from tests.vendors.socialscalr.lab import Lab

SEARCH = "https://www.linkedin.com/search/results/people/"


def furnish(lab: Lab) -> None:
    """What every trigger needs: leads invited and pending, a post, an approved comment."""
    campaign_id = lab.campaign(search_url=SEARCH)
    lab.lead(campaign_id, "accepts-ada")
    lab.post("/posts", {"content": "Hello", "scheduled_for": lab.iso_in("2d"), "first_comment": "Hi"})


def refused(lab: Lab, event: str, status: int, message: str, **data: object) -> None:
    before = lab.workspace.database.revision
    with pytest.raises(ApiError, match=message) as caught:
        lab.trigger(event, **data)
    assert caught.value.status == status
    assert lab.workspace.database.revision == before, "nothing is half written"


def test_there_is_a_trigger_for_every_event() -> None:
    assert set(TRIGGERS) == set(PROFILE.events)
    assert PROFILE.events == ("leads.scraped", "lead.invited", "lead.messaged", "post.published", "comment.posted")


@pytest.mark.parametrize("event", PROFILE.events)
def test_an_event_is_made_to_happen(lab: Lab, event: str) -> None:
    lab.listen(event)
    furnish(lab)
    if event == "lead.messaged":
        lab.trigger("lead.invited")
    lab.trigger(event)
    (post,) = lab.receiver.posts
    assert (post.payload["event"], post.headers["X-SocialScalr-Event"]) == (event, event)
    assert post.headers["Content-Type"] == "application/json"
    assert post.timeout_ms == 30 * SECOND
    assert post.is_genuine


def test_what_was_triggered_really_happened(lab: Lab) -> None:
    furnish(lab)
    lab.trigger("lead.invited")
    lab.trigger("lead.messaged")
    (lead,) = lab.get("/leads")["leads"]
    assert (lead["status"], lead["messages_sent"]) == ("messaged", 1)
    lab.trigger("leads.scraped")
    assert len(lab.get("/leads")["leads"]) == 11
    lab.trigger("post.published")
    assert lab.get("/posts")["posts"][0]["status"] == "published"
    lab.advance("5d")
    assert [job.status for job in lab.workspace.jobs.list(kind="linkedin_post")] == ["completed"]
    assert len(lab.rows("comments")) == 1


def test_a_star_gets_every_event_and_a_name_only_its_own(lab: Lab) -> None:
    lab.listen("*")
    lab.listen("comment.posted")
    furnish(lab)
    for event in ("leads.scraped", "lead.invited", "lead.messaged", "post.published"):
        lab.trigger(event)
    assert len(lab.receiver.posts) == 4
    lab.trigger("comment.posted", content="Nice")
    assert lab.receiver.events[4:] == ["comment.posted"] * 2
    assert len({post.body for post in lab.receiver.posts[4:]}) == 1


def test_a_comment_can_be_triggered_in_an_empty_workspace(lab: Lab) -> None:
    lab.listen()
    lab.trigger("comment.posted", content="Well said", post_url="https://www.linkedin.com/feed/update/1/")
    comment = lab.receiver.data("comment.posted")[0]["comment"]
    assert (comment["content"], comment["post_url"], comment["post_id"]) == (
        "Well said",
        "https://www.linkedin.com/feed/update/1/",
        None,
    )


def test_an_approved_comment_is_posted_before_a_new_one_is_made(lab: Lab) -> None:
    furnish(lab)
    lab.trigger("post.published")
    lab.listen()
    lab.trigger("comment.posted")
    assert lab.receiver.data("comment.posted")[0]["comment"]["content"] == "Hi"
    lab.advance("1d")
    assert lab.receiver.events.count("comment.posted") == 1


@pytest.mark.parametrize("event", [event for event in PROFILE.events if event != "comment.posted"])
def test_without_anything_to_act_on_it_says_what_to_do_first(lab: Lab, event: str) -> None:
    refused(lab, event, 409, "first")


@pytest.mark.parametrize(
    ("event", "data", "status", "message"),
    [
        ("lead.invited", {"lead": "x"}, 400, "data.lead is unknown; there are lead_id"),
        ("lead.invited", {"lead_id": 5}, 400, "data.lead_id must be a text"),
        ("lead.invited", {"lead_id": "nobody"}, 409, "POST /leads first"),
        ("lead.messaged", {"lead_id": "nobody"}, 409, "first"),
        ("post.published", {"post_id": "none"}, 409, "POST /posts first"),
        ("leads.scraped", {"campaign_id": "none"}, 409, "POST /campaigns first"),
        ("comment.posted", {"content": " "}, 400, "data.content must be a text"),
    ],
)
def test_data_that_does_not_fit(lab: Lab, event: str, data: dict[str, object], status: int, message: str) -> None:
    furnish(lab)
    refused(lab, event, status, message, **data)


def test_a_profile_that_does_not_exist_cannot_be_invited(lab: Lab) -> None:
    lead_id = lab.lead(lab.campaign(), "missing-ada")
    refused(lab, "lead.invited", 409, "does not exist", lead_id=lead_id)


def test_a_refused_delivery_is_tried_three_times_more(lab: Lab) -> None:
    lab.listen()
    lab.receiver.status = 500
    lab.trigger("comment.posted")
    begun = lab.now
    lab.advance("1d")
    assert [post.at - begun for post in lab.receiver.posts] == [0, MINUTE, 3 * MINUTE, 7 * MINUTE]
    assert len({(post.body, post.headers["X-SocialScalr-Signature"]) for post in lab.receiver.posts}) == 1
