"""Who becomes a lead: the world's people on X, people who follow from the seed elsewhere, the same ones every time."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.entropy import Entropy
from mockserver.vendors.scravio.campaigns.countries import CODES
from mockserver.vendors.scravio.campaigns.kinds import Platform
from mockserver.vendors.scravio.leads import profiles
from mockserver.vendors.scravio.leads.places import LETTERS, cities_of, code_of, index_of
from tests.vendors.scravio.lab import Lab

ADDRESS = re.compile(r"[a-z0-9_+.-]+@[a-z0-9.-]*example\.(com|net|org)")
ELSEWHERE = [platform for platform in Platform if platform is not Platform.X]


def items(lab: Lab, campaign_id: str, **query: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = lab.read(f"/campaigns/{campaign_id}/leads", perPage=100, **query)["items"]
    return found


def test_leads_on_x_are_the_people_whom_every_vendor_sees(lab: Lab) -> None:
    world = lab.workspace.world
    target = world.people.get("nasa")
    assert target is not None
    campaign_id = lab.completed(type="X_FOLLOWERS", inputs={"targetUser": "nasa"}, targetEmails=20)
    found = items(lab, campaign_id, sortBy="scrapedAt", order="asc")
    followers = world.graph.followers(target, 0, len(found))
    assert [lead["username"] for lead in found] == [person.handle for person in followers]
    for lead, person in zip(found, followers, strict=True):
        assert (lead["fullName"], lead["biography"]) == (person.name, person.bio)
        assert (lead["followerCount"], lead["followingCount"]) == (person.followers_count, person.following_count)
        assert (lead["mediaCount"], lead["externalUrl"]) == (person.tweets_count, person.website)
        assert lead["email"] in (person.email, None)


def test_who_follows_by_hand_is_a_lead_too(lab: Lab) -> None:
    people = lab.workspace.world.people

    def follow() -> None:
        follower, followee = people.remember("The_Real_Ada"), people.remember("nasa")
        lab.workspace.world.graph.follow(follower, followee)

    lab.write(follow)
    campaign_id = lab.completed(type="X_FOLLOWERS", inputs={"targetUser": "NASA"}, targetEmails=5)
    assert items(lab, campaign_id, sortBy="scrapedAt", order="asc")[0]["username"].lower() == "the_real_ada"


def test_those_who_reply_to_and_retweet_a_tweet_are_leads(lab: Lab) -> None:
    tweets = []

    def talk() -> None:
        tweet = lab.workspace.world.tweets.publish("nasa", "We are going back to the Moon.")
        for author in ("ada_writes", "bob_writes", "ada_writes"):
            lab.workspace.world.tweets.publish(author, "Take me with you!", in_reply_to=tweet.id)
        lab.workspace.world.tweets.retweet("cleo_shares", tweet.id)
        tweets.append(tweet.id)

    lab.write(talk)
    inputs = {"mediaUrl": f"https://x.com/nasa/status/{tweets[0]}"}
    repliers = items(lab, lab.completed(type="X_REPLIERS", inputs=inputs, targetEmails=10))
    assert sorted(lead["username"] for lead in repliers) == ["ada_writes", "bob_writes"]
    retweeters = items(lab, lab.completed(type="X_RETWEETS", inputs=inputs, targetEmails=10))
    assert [lead["username"] for lead in retweeters] == ["cleo_shares"]


@pytest.mark.parametrize(
    ("kind", "inputs"),
    [
        ("LINKEDIN_KEYWORD_SEARCH", {"keyword": "hr"}),
        ("INSTAGRAM_HASHTAG", {"hashtag": "coffee"}),
        ("X_KEYWORD_SEARCH", {"keyword": "saas"}),
        ("X_FOLLOWERS", {"targetUser": "nasa"}),
    ],
)
def test_countries_are_kept_to(lab: Lab, kind: str, inputs: dict[str, object]) -> None:
    campaign_id = lab.completed(type=kind, inputs=inputs | {"countries": ["DE", "in"]}, targetEmails=20)
    found = items(lab, campaign_id)
    assert {lead["country"] for lead in found} == {"DE", "IN"}
    campaign = lab.campaign(campaign_id)
    assert campaign["normalizedCounts"]["profiles"] == len(found)
    assert campaign["profileScannedCount"] >= len(found)


def test_a_country_without_a_known_city_is_kept_to_as_well(lab: Lab) -> None:
    inputs = {"keyword": "fishing", "countries": ["IS"]}
    found = items(lab, lab.completed(type="FACEBOOK_KEYWORD_SEARCH", inputs=inputs, targetEmails=10))
    assert {(lead["country"], lead["cityName"], lead["latitude"]) for lead in found} == {("IS", None, None)}


def test_keyword_leads_carry_the_keyword_that_matched(lab: Lab) -> None:
    inputs = {"keyword": "yoga", "keywords": ["pilates", "Café ☕"]}
    found = items(lab, lab.completed(type="X_KEYWORD_SEARCH", inputs=inputs, targetEmails=30))
    assert {lead["keyword"] for lead in found} == {"yoga", "pilates", "Café ☕"}
    assert all(lead["keyword"] in lead["xPostText"] for lead in found)


def test_the_same_target_gives_the_same_people_in_every_campaign(lab: Lab) -> None:
    first, second = (lab.completed(targetEmails=20) for _ in range(2))

    def without_campaign(campaign_id: str) -> list[dict[str, Any]]:
        own = ("_id", "campaignId", "scrapedAt")
        return [{name: value for name, value in lead.items() if name not in own} for lead in items(lab, campaign_id)]

    assert without_campaign(first) == without_campaign(second)
    assert items(lab, first)[0]["_id"] != items(lab, second)[0]["_id"]


def test_a_listed_profile_is_a_lead_as_it_was_named(lab: Lab) -> None:
    names = ["Grace.Hopper", "ada_l", "x" * 30, "9"]
    campaign_id = lab.completed(type="INSTAGRAM_PROFILE_LIST", inputs={"profiles": names}, targetEmails=4)
    found = items(lab, campaign_id)
    assert {lead["username"].lower() for lead in found} <= {name.lower() for name in names}
    assert all(ADDRESS.fullmatch(lead["email"]) for lead in found if lead["email"])


def test_nobody_is_around_an_empty_target(lab: Lab) -> None:
    for kind, inputs in (
        ("INSTAGRAM_HASHTAG", {"hashtag": "empty_room"}),
        ("X_FOLLOWERS", {"targetUser": "Empty_House"}),
        ("X_REPLIERS", {"mediaUrl": "https://x.com/empty_house/status/1790000000000000000"}),
    ):
        campaign = lab.campaign(lab.completed(type=kind, inputs=inputs))
        assert (campaign["status"], campaign["profileScannedCount"]) == ("fully_completed", 0)


def test_profile_pictures_open(lab: Lab) -> None:
    for kind, inputs in (("INSTAGRAM_HASHTAG", {"hashtag": "fit"}), ("LINKEDIN_KEYWORD_SEARCH", {"keyword": "hr"})):
        lead = items(lab, lab.completed(type=kind, inputs=inputs, targetEmails=2))[0]
        assert lab.fetch(lead["profilePicUrl"]).headers["content-type"] == "image/png"


# --- People elsewhere --------------------------------------------------------------------------------------------


@given(st.integers(0, 2**31), st.integers(0, 2**40), st.sampled_from(sorted(CODES)), st.sampled_from(ELSEWHERE))
def test_a_persons_number_tells_the_country(seed: int, draw: int, country: str, platform: Platform) -> None:
    number = profiles.numbered(draw % profiles.spaces(), index_of(country))
    handle = profiles.handle_of(platform, number)
    person = profiles.profile(Entropy(seed), platform, handle)
    assert person.country == country
    assert person.city is None or person.city in cities_of(country)
    assert ADDRESS.fullmatch(person.email)
    first, last = person.full_name.lower().split()
    assert first in handle
    assert last in handle


@given(
    st.integers(0, 2**31), st.text(st.sampled_from("ab._-09Z"), min_size=1, max_size=100), st.sampled_from(ELSEWHERE)
)
def test_any_username_is_somebody(seed: int, handle: str, platform: Platform) -> None:
    entropy = Entropy(seed)
    person, drawn = profiles.profile(entropy, platform, handle), profiles.sketch(entropy, platform, handle)
    assert (drawn.email, drawn.followers) == (person.email, person.followers)
    assert person.country in CODES
    assert person.followers >= 0
    assert person == profiles.profile(entropy, platform, handle)


@given(st.integers(0, 2**62), st.integers(0, 2**62), st.sampled_from(ELSEWHERE))
def test_two_people_never_share_a_handle(one: int, other: int, platform: Platform) -> None:
    space = profiles.spaces() * LETTERS
    handles = {profiles.handle_of(platform, number) for number in {one % space, other % space}}
    assert len(handles) == len({one % space, other % space})


@given(st.integers(0, LETTERS - 1))
def test_country_codes_are_numbered(index: int) -> None:
    assert index_of(code_of(index)) == index
