"""GET /campaigns/{id}/leads: its fields, its filters, its orders, its refusals."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from tests.vendors.scravio import documented
from tests.vendors.scravio.lab import Lab

PLATFORM_FIELDS = {"xPostText", "linkedinHeadline", "tiktokVideoUrl", "facebookCategory"}

CAMPAIGNS = (
    ("INSTAGRAM_HASHTAG", {"hashtags": ["fitness", "gym"]}, "instagram", "profile", None),
    ("INSTAGRAM_USER_FOLLOWERS", {"targetUser": "nike"}, "instagram", "profile", None),
    ("INSTAGRAM_USER_FOLLOWING", {"targetUser": "nike"}, "instagram", "profile", None),
    ("INSTAGRAM_POST_LIKERS", {"mediaUrl": "https://www.instagram.com/p/Cabc/"}, "instagram", "profile", None),
    ("INSTAGRAM_POST_COMMENTERS", {"mediaUrl": "https://www.instagram.com/p/Cabc/"}, "instagram", "profile", None),
    ("INSTAGRAM_PROFILE_LIST", {"profiles": ["ada", "Grace.Hopper", "alan_t"]}, "instagram", "profile", None),
    ("INSTAGRAM_KEYWORD_SEARCH", {"keyword": "yoga"}, "instagram", "keyword", None),
    ("YOUTUBE_KEYWORD_SEARCH", {"keyword": "yoga"}, "youtube", "keyword", None),
    ("YOUTUBE_CHANNEL_SEARCH", {"keyword": "yoga"}, "youtube", "profile", None),
    ("FACEBOOK_KEYWORD_SEARCH", {"keyword": "yoga"}, "facebook", "keyword", "facebookCategory"),
    ("LINKEDIN_KEYWORD_SEARCH", {"keyword": "yoga"}, "linkedin", "keyword", "linkedinHeadline"),
    ("TWITTER_KEYWORD_SEARCH", {"keyword": "yoga"}, "x", "keyword", "xPostText"),
    ("TIKTOK_KEYWORD_SEARCH", {"keyword": "yoga"}, "tiktok", "keyword", "tiktokVideoUrl"),
    ("TIKTOK_SEARCH_USERS", {"keyword": "yoga"}, "tiktok", "profile", None),
    ("TIKTOK_USER_FOLLOWERS", {"targetUser": "zara"}, "tiktok", "profile", None),
    ("TIKTOK_USER_FOLLOWING", {"targetUser": "zara"}, "tiktok", "profile", None),
    ("TIKTOK_POST_COMMENTERS", {"mediaUrl": "https://tiktok.com/@zara/video/1"}, "tiktok", "profile", "tiktokVideoUrl"),
    ("X_KEYWORD_SEARCH", {"keyword": "yoga"}, "x", "keyword", "xPostText"),
    ("X_FOLLOWERS", {"targetUser": "nasa"}, "x", "profile", None),
    ("X_FOLLOWING", {"targetUser": "nasa"}, "x", "profile", None),
    ("X_RETWEETS", {"mediaUrl": "https://x.com/nasa/status/1790000000000000000"}, "x", "profile", None),
    ("X_REPLIERS", {"mediaUrl": "https://x.com/nasa/status/1790000000000000000"}, "x", "profile", None),
)  # fmt: skip


def leads(lab: Lab, campaign_id: str, **query: object) -> list[dict[str, Any]]:
    """All leads that fit, page by page."""
    found: list[dict[str, Any]] = []
    page = 1
    while True:
        answer = lab.read(f"/campaigns/{campaign_id}/leads", page=page, perPage=100, **query)
        found += answer["items"]
        if page >= answer["pagination"]["totalPages"]:
            assert len(found) == answer["pagination"]["totalCount"]
            return found
        page += 1


@pytest.fixture
def campaign_id(lab: Lab) -> str:
    """A campaign that is over and has leads of every sort."""
    return lab.completed(targetEmails=120, enableEmailValidation=True)


def test_a_lead_has_exactly_the_documented_fields(lab: Lab, campaign_id: str) -> None:
    asked = documented.request("list_campaign_leads")
    answer = lab.read(f"/campaigns/{campaign_id}/leads", **asked.query)
    assert answer["pagination"]["perPage"] == 20
    assert documented.differences("list_campaign_leads", answer) == []


@pytest.mark.parametrize(("kind", "inputs", "platform", "source", "field"), CAMPAIGNS, ids=lambda each: str(each)[:30])
def test_every_type_of_campaign_finds_leads_of_its_platform(
    lab: Lab, kind: str, inputs: dict[str, object], platform: str, source: str, field: str | None
) -> None:
    campaign_id = lab.completed(type=kind, inputs=inputs, targetEmails=5)
    found = leads(lab, campaign_id)
    assert found
    assert {(lead["platform"], lead["sourceType"]) for lead in found} == {(platform, source)}
    assert {frozenset(PLATFORM_FIELDS & lead.keys()) for lead in found} == {frozenset({field} - {None})}
    assert len({lead["_id"] for lead in found}) == len({lead["username"].lower() for lead in found}) == len(found)
    assert {lead["keyword"] for lead in found} == {inputs.get("keyword")}
    counts = lab.campaign(campaign_id)["normalizedCounts"]
    assert counts == {"profiles": len(found), "emails": sum(lead["email"] is not None for lead in found)}


@pytest.mark.parametrize("sort", ["hasEmail", "followerCount", "scrapedAt"])
@pytest.mark.parametrize("order", ["asc", "desc"])
def test_pages_put_together_are_the_whole_list_in_order(lab: Lab, campaign_id: str, sort: str, order: str) -> None:
    found = leads(lab, campaign_id, sortBy=sort, order=order)
    counts = lab.campaign(campaign_id)["normalizedCounts"]
    assert len({lead["_id"] for lead in found}) == len(found) == counts["profiles"]
    keys = {
        "hasEmail": [lead["email"] is not None for lead in found],
        "followerCount": [lead["followerCount"] for lead in found],
        "scrapedAt": [lead["scrapedAt"] for lead in found],
    }
    assert keys[sort] == sorted(keys[sort], reverse=order == "desc")


def test_leads_with_an_email_come_first_unless_asked_otherwise(lab: Lab, campaign_id: str) -> None:
    assert leads(lab, campaign_id) == leads(lab, campaign_id, sortBy="hasEmail", order="desc")
    assert lab.read(f"/campaigns/{campaign_id}/leads")["pagination"]["perPage"] == 10


FILTERS: dict[str, dict[str, Any]] = {
    "hasEmail": {"true": lambda lead: lead["email"] is not None, "false": lambda lead: lead["email"] is None},
    "emailSource": {word: lambda lead, w=word: lead["emailSource"] == w for word in ("initial", "deep_search", "none")},
    "validationStatus": {
        "valid": lambda lead: lead["emailValidation"] is not None and lead["emailValidation"]["isValid"],
        "invalid": lambda lead: lead["emailValidation"] is not None and not lead["emailValidation"]["isValid"],
        "pending": lambda lead: lead["email"] is not None and lead["emailValidation"] is None,
    },
    "platform": {"instagram": lambda lead: True, "x": lambda lead: False},
    "sourceType": {"profile": lambda lead: True, "keyword": lambda lead: False},
}
SINGLE = [{name: word} for name, words in FILTERS.items() for word in words]
PAIRS = [one | other for one, other in product(SINGLE, SINGLE) if list(one) < list(other)]


@pytest.mark.parametrize("checked", ["all", "none"])
def test_filters_keep_what_they_say_alone_and_together(lab: Lab, checked: str) -> None:
    campaign_id = lab.completed(targetEmails=120, enableEmailValidation=checked == "all")
    everybody = leads(lab, campaign_id, sortBy="scrapedAt", order="asc")
    assert {lead["emailSource"] for lead in everybody} == {"initial", "deep_search", "none"}
    for wanted in [*SINGLE, *PAIRS]:
        fitting = [lead for lead in everybody if all(FILTERS[name][word](lead) for name, word in wanted.items())]
        assert leads(lab, campaign_id, sortBy="scrapedAt", order="asc", **wanted) == fitting, wanted
        by_followers = leads(lab, campaign_id, sortBy="followerCount", order="asc", **wanted)
        assert sorted(by_followers, key=lambda lead: lead["_id"]) == sorted(fitting, key=lambda lead: lead["_id"])


def test_the_email_source_says_whether_there_is_an_email(lab: Lab, campaign_id: str) -> None:
    for lead in leads(lab, campaign_id):
        assert (lead["email"] is None) == (lead["emailSource"] == "none")
        assert (lead["emailMasked"], lead["emailRevealed"], lead["canRevealEmail"]) == (False, False, False)


def test_a_page_past_the_end_is_empty_and_a_large_one_is_clamped(lab: Lab, campaign_id: str) -> None:
    total = lab.campaign(campaign_id)["normalizedCounts"]["profiles"]
    answer = lab.read(f"/campaigns/{campaign_id}/leads", page=10**9, perPage=1_000)
    pages = -(-total // 100)
    assert answer == {
        "items": [],
        "pagination": {"totalCount": total, "totalPages": pages, "currentPage": 10**9, "perPage": 100},
    }


def test_older_clients_write_per_page(lab: Lab, campaign_id: str) -> None:
    assert lab.read(f"/campaigns/{campaign_id}/leads", per_page=3)["pagination"]["perPage"] == 10
    lab.serve_observed()
    assert len(lab.read(f"/campaigns/{campaign_id}/leads", per_page=3)["items"]) == 3


def test_a_campaign_that_has_not_begun_has_no_leads(lab: Lab) -> None:
    answer = lab.read(f"/campaigns/{lab.launch()}/leads")
    assert answer["items"] == []
    assert answer["pagination"] == {"totalCount": 0, "totalPages": 0, "currentPage": 1, "perPage": 10}


@pytest.mark.parametrize("campaign", ["507f1f77bcf86cd799439011", "nonsense", "%00", "🦩"])
def test_an_unknown_campaign_is_not_found(lab: Lab, campaign: str) -> None:
    lab.refuses("GET", f"/campaigns/{campaign}/leads", None, "Campaign not found", "NOT_FOUND", status=404)


def test_what_does_not_fit_is_refused_all_at_once(lab: Lab, campaign_id: str) -> None:
    query = {"page": 0, "perPage": "ten", "hasEmail": "maybe", "platform": "myspace", "order": "up"}
    lab.refuses_query(
        f"/campaigns/{campaign_id}/leads",
        query,
        [
            ("page", "page must be at least 1"),
            ("perPage", "perPage must be an integer"),
            ("hasEmail", "hasEmail must be true or false"),
            (
                "platform",
                "platform must be one of 'instagram', 'youtube', 'linkedin', 'facebook', 'tiktok' or 'x'",
            ),
            ("order", "order must be one of 'asc' or 'desc'"),
        ],
    )
