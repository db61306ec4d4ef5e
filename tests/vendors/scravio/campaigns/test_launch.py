"""POST /campaigns: what is made, what is reserved, what waits."""

from __future__ import annotations

import pytest

from mockserver.core.times import iso_ms
from tests.vendors.scravio.lab import Lab, campaign_body


def test_a_campaign_begins_pending_with_its_credits_reserved(lab: Lab) -> None:
    answer = lab.post("/campaigns", campaign_body(title="Spring list"))
    assert answer.status_code == 201
    campaign = answer.json()["campaign"]
    assert (campaign["title"], campaign["status"], campaign["createdBy"]) == ("Spring list", "pending", lab.account.id)
    assert (campaign["createdAt"], campaign["finishedAt"]) == (iso_ms(lab.now), None)
    settlement = campaign["creditSettlement"]
    assert settlement["isSettled"] is False
    assert (settlement["creditUsed"], settlement["creditReturned"], settlement["creditCharged"]) == (0, 0, 0)
    line = lab.read("/credit-transactions")["transactions"][0]
    assert (line["type"], line["amount"]) == ("CAMPAIGN_RESERVATION", -settlement["creditReserved"])
    assert line["campaignId"] == campaign["_id"]
    states = {name: phase["status"] for name, phase in campaign["phaseState"].items()}
    expected = {"scraping": "pending", "deepsearch": "pending", "validation": "not_applicable"}
    assert states == {**expected, "settlement": "not_ready"}


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({}, "Instagram Hashtag: fitness, gym"),
        ({"title": " "}, "Instagram Hashtag: fitness, gym"),
        ({"title": None}, "Instagram Hashtag: fitness, gym"),
        ({"type": "X_FOLLOWERS", "inputs": {"targetUser": "@nasa"}}, "X Followers: nasa"),
    ],
)
def test_a_campaign_without_a_title_is_given_one(lab: Lab, changes: dict[str, object], title: str) -> None:
    assert lab.campaign(lab.launch(**changes))["title"] == title


def test_a_title_that_is_made_is_not_too_long(lab: Lab) -> None:
    tags = [f"{'x' * 90}{number}" for number in range(20)]
    assert len(lab.campaign(lab.launch(inputs={"hashtags": tags}))["title"]) == 100


def test_both_forms_of_a_hashtag_are_taken_together(lab: Lab) -> None:
    single = lab.campaign(lab.launch(inputs={"hashtag": "gym"}))["hashtagMediaCount"]
    both = lab.campaign(lab.launch(inputs={"hashtag": "gym", "hashtags": ["GYM", "yoga"]}))["hashtagMediaCount"]
    assert both > single


def test_too_few_credits_leave_nothing_behind(lab: Lab) -> None:
    lab.grant(-24_999)
    reserved = lab.post("/campaigns/reserve-preview", campaign_body()).json()["data"]["creditReserved"]
    message = f"Insufficient credits: {reserved} required, 1 available"
    lab.refuses("POST", "/campaigns", campaign_body(), message, "INSUFFICIENT_CREDITS")
    assert lab.read("/campaigns")["items"] == []
    magic = lab.post("/campaigns", campaign_body(title="[insufficient] x"))
    assert (magic.status_code, magic.json()["code"]) == (400, "INSUFFICIENT_CREDITS")


def test_campaigns_above_the_limit_wait_for_a_slot(lab: Lab) -> None:
    lab.change_account(concurrent_campaign_limit=1)
    ids = [lab.launch() for _ in range(3)]
    begun: dict[str, int] = {}
    for second in range(120):
        lab.advance("1s")
        shown = [lab.campaign(campaign_id) for campaign_id in ids]
        active = [each for each in shown if each["status"] != "pending" and each["finishedAt"] is None]
        assert len(active) <= 1
        for each in active:
            begun.setdefault(each["_id"], second)
    assert all(lab.campaign(campaign_id)["status"] == "fully_completed" for campaign_id in ids)
    assert set(begun) == set(ids)


def test_a_stopped_campaign_gives_its_slot_on(lab: Lab) -> None:
    lab.change_account(concurrent_campaign_limit=1)
    first, second = lab.launch(targetEmails=5_000), lab.launch()
    lab.advance("10s")
    running = {lab.campaign(each)["status"]: each for each in (first, second)}
    assert set(running) == {"scraping", "pending"}
    lab.post(f"/campaigns/{running['scraping']}/stop")
    lab.advance("30s")
    assert lab.campaign(running["pending"])["status"] != "pending"


@pytest.mark.parametrize(
    ("limits", "target", "scan"), [({"maxEmails": 40}, 40, None), ({"maxProfilesToScan": 100}, 54, 100)]
)
def test_older_clients_send_limits_in_place_of_a_target(
    lab: Lab, limits: dict[str, int], target: int, scan: int | None
) -> None:
    body = campaign_body(limits=limits, targetEmails=...)
    lab.refuses_fields("POST", "/campaigns", body, [("targetEmails", "targetEmails is required")])
    lab.serve_observed()
    shown = lab.post("/campaigns", body).json()["campaign"]
    assert shown["targetEmails"] == target
    assert shown["limits"].items() >= limits.items()
    if scan is not None:
        assert lab.campaign(shown["_id"])["maxItemsToProcess"] <= scan


def test_limits_that_say_nothing_are_no_target(lab: Lab) -> None:
    lab.serve_observed()
    for limits in ({}, None, {"maxEmails": None}):
        body = campaign_body(limits=limits, targetEmails=...)
        lab.refuses_fields("POST", "/campaigns", body, [("targetEmails", "targetEmails is required")])


def test_older_clients_send_one_country(lab: Lab) -> None:
    inputs = {"targetUser": "nasa", "country": "us"}
    ignored = lab.campaign(lab.launch(type="X_FOLLOWERS", inputs=inputs))
    assert ignored["creditSettlement"]["filterImpacts"] is None
    lab.serve_observed()
    taken = lab.campaign(lab.launch(type="X_FOLLOWERS", inputs=inputs))
    assert taken["creditSettlement"]["filterImpacts"][0]["values"] == ["US"]
    wrong = campaign_body(type="X_FOLLOWERS", inputs={"targetUser": "nasa", "country": "xx"})
    message = "inputs.country must be a 2-letter ISO 3166-1 alpha-2 country code"
    lab.refuses_fields("POST", "/campaigns", wrong, [("inputs.country", message)])


def test_strict_validation_refuses_what_is_not_known(lab: Lab) -> None:
    lab.validate_strictly()
    body = campaign_body(keywords=["x"])
    lab.refuses_fields("POST", "/campaigns", body, [("keywords", "keywords is not a known field")])


def test_the_same_person_as_in_the_world_is_shown(lab: Lab) -> None:
    person = lab.workspace.world.people.get("nasa")
    assert person is not None
    shown = lab.campaign(lab.launch(type="X_FOLLOWERS", inputs={"targetUser": "@NASA"}))
    assert (shown["fullName"], shown["followerCount"]) == (person.name, person.followers_count)
    assert (shown["platformUserId"], shown["bio"]) == (person.user_id, person.bio)


def test_a_published_tweet_is_a_post(lab: Lab) -> None:
    lab.write(lambda: lab.workspace.world.tweets.publish("nasa", "Lift-off"))
    [tweet] = lab.workspace.world.tweets.by_author("nasa", 1)
    url = f"https://x.com/nasa/status/{tweet.id}"
    shown = lab.campaign(lab.launch(type="X_REPLIERS", inputs={"mediaUrl": url}))
    assert (shown["targetPostId"], shown["captionText"]) == (tweet.id, "Lift-off")
    assert shown["targetPostAuthorUsername"].lower() == "nasa"
