"""What `inputs` must hold for each type, broken one rule at a time; every failure is listed at once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from mockserver.vendors.scravio.campaigns.kinds import KINDS, CampaignType, Target
from tests.vendors.scravio.lab import Lab, campaign_body

PATH = "/campaigns"

GOOD: Mapping[Target, Mapping[str, object]] = {
    Target.HASHTAG: {"hashtag": "fitness"},
    Target.USER: {"targetUser": "nasa"},
    Target.POST: {"mediaUrl": "https://www.instagram.com/p/C1a2b3/"},
    Target.KEYWORD: {"keyword": "yoga studio"},
    Target.PROFILES: {"profiles": ["nasa", "esa"]},
}
FIELD = {
    Target.HASHTAG: ("hashtag", "Hashtag"),
    Target.USER: ("targetUser", "Target user"),
    Target.POST: ("mediaUrl", "Media URL"),
    Target.KEYWORD: ("keyword", "Keyword"),
    Target.PROFILES: ("profiles", "Profiles"),
}
NO_COUNTRIES = {
    CampaignType.TIKTOK_USER_FOLLOWERS,
    CampaignType.TIKTOK_USER_FOLLOWING,
    CampaignType.TIKTOK_POST_COMMENTERS,
}


def test_there_are_the_22_documented_types() -> None:
    assert set(KINDS) == set(CampaignType)
    assert len(KINDS) == 22


@pytest.mark.parametrize("campaign_type", CampaignType)
def test_each_type_runs_with_what_it_needs(lab: Lab, campaign_type: CampaignType) -> None:
    campaign_id = lab.completed(type=campaign_type, inputs=GOOD[KINDS[campaign_type].target], targetEmails=5)
    shown = lab.campaign(campaign_id)
    assert shown["status"] == "fully_completed"
    assert shown["type"] == campaign_type
    assert shown["profileScannedCount"] > 0
    assert shown["enableDeepEmailSearch"] is not KINDS[campaign_type].is_email_only


@pytest.mark.parametrize("campaign_type", CampaignType)
@pytest.mark.parametrize("path", [PATH, "/campaigns/reserve-preview"])
def test_each_type_is_refused_without_what_it_needs(lab: Lab, campaign_type: CampaignType, path: str) -> None:
    field, words = FIELD[KINDS[campaign_type].target]
    problem = (f"inputs.{field}", f"{words} is required for {campaign_type} campaigns")
    lab.refuses_fields("POST", path, campaign_body(type=campaign_type, inputs={}), [problem])
    blank = {field: [] if field == "profiles" else " "}
    lab.refuses_fields("POST", path, campaign_body(type=campaign_type, inputs=blank), [problem])


@pytest.mark.parametrize("campaign_type", CampaignType)
def test_countries_are_taken_where_documented(lab: Lab, campaign_type: CampaignType) -> None:
    inputs = {**GOOD[KINDS[campaign_type].target], "countries": ["us", "DE"]}
    body = campaign_body(type=campaign_type, inputs=inputs)
    if campaign_type in NO_COUNTRIES:
        message = f"Countries are not supported for {campaign_type} campaigns"
        lab.refuses_fields("POST", PATH, body, [("inputs.countries", message)])
    else:
        answer = lab.post(PATH, body)
        assert answer.json()["campaign"]["inputs"]["countries"] == ["US", "DE"]


@pytest.mark.parametrize(
    ("inputs", "param", "message"),
    [
        ({"hashtag": "a" * 101}, "hashtag", "inputs.hashtag must have at most 100 characters"),
        ({"hashtag": "two words"}, "hashtag", "inputs.hashtag must be one hashtag, without spaces"),
        ({"hashtag": 5}, "hashtag", "inputs.hashtag must be a string"),
        ({"hashtags": ["x"] * 21}, "hashtags", "inputs.hashtags must have at most 20 items"),
        ({"hashtags": "x"}, "hashtags", "inputs.hashtags must be an array"),
        ({"hashtags": ["x", " "]}, "hashtags.1", "inputs.hashtags.1 must not be empty"),
    ],
)
def test_hashtags(lab: Lab, inputs: dict[str, object], param: str, message: str) -> None:
    body = campaign_body(inputs={"hashtag": "ok", **inputs})
    lab.refuses_fields("POST", PATH, body, [(f"inputs.{param}", message)])


@pytest.mark.parametrize(
    ("inputs", "param", "words"),
    [
        ({"hashtag": 5}, "hashtag", "must be a string"),
        ({"hashtags": ["x"] * 21}, "hashtags", "must have at most 20 items"),
        ({"hashtag": "x", "goal": "other", "goalOther": "x" * 201}, "goalOther", "must have at most 200 characters"),
    ],
)
def test_what_is_refused_is_not_said_to_be_missing_too(
    lab: Lab, inputs: dict[str, object], param: str, words: str
) -> None:
    problem = (f"inputs.{param}", f"inputs.{param} {words}")
    lab.refuses_fields("POST", PATH, campaign_body(inputs=inputs), [problem])


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://x.com/nasa/status/1", "must be a valid HTTPS URL"),
        ("x.com/nasa/status/1", "must be a valid HTTPS URL"),
        ("https://", "must be a valid HTTPS URL"),
        ("https://[", "must be a valid HTTPS URL"),
        ("https://x.com/a b", "must be a valid HTTPS URL"),
        ("https://x.com/" + "a" * 2_048, "must have at most 2048 characters"),
    ],
)
def test_media_urls(lab: Lab, url: str, words: str) -> None:
    body = campaign_body(type="X_RETWEETS", inputs={"mediaUrl": url})
    lab.refuses_fields("POST", PATH, body, [("inputs.mediaUrl", f"inputs.mediaUrl {words}")])


@pytest.mark.parametrize(
    ("countries", "problems"),
    [
        (["XX"], [("inputs.countries.0", "must be a 2-letter ISO 3166-1 alpha-2 country code")]),
        (["USA"], [("inputs.countries.0", "must be a 2-letter ISO 3166-1 alpha-2 country code")]),
        (["US"] * 11, [("inputs.countries", "must have at most 10 items")]),
        ("US", [("inputs.countries", "must be an array")]),
    ],
)
def test_countries(lab: Lab, countries: object, problems: list[tuple[str, str]]) -> None:
    body = campaign_body(inputs={"hashtag": "ok", "countries": countries})
    lab.refuses_fields("POST", PATH, body, [(param, f"{param} {words}") for param, words in problems])


def test_keywords(lab: Lab) -> None:
    body = campaign_body(type="X_KEYWORD_SEARCH", inputs={"keyword": "k" * 201, "keywords": ["k"] * 21})
    problems = [
        ("inputs.keyword", "inputs.keyword must have at most 200 characters"),
        ("inputs.keywords", "inputs.keywords must have at most 20 items"),
    ]
    lab.refuses_fields("POST", PATH, body, problems)


def test_goals(lab: Lab) -> None:
    for goal in ("sell_products", "find_influencers", "remarketing", "agency_leads", "recruiting"):
        lab.launch(inputs={"hashtag": "ok", "goal": goal})
    lab.launch(inputs={"hashtag": "ok", "goal": "other", "goalOther": "Find friends"})
    needed = ("inputs.goalOther", 'Goal detail is required when goal is "other"')
    lab.refuses_fields("POST", PATH, campaign_body(inputs={"hashtag": "ok", "goal": "other"}), [needed])
    long = campaign_body(inputs={"hashtag": "ok", "goalOther": "x" * 201})
    lab.refuses_fields("POST", PATH, long, [("inputs.goalOther", "inputs.goalOther must have at most 200 characters")])


def test_every_failure_is_listed_at_once(lab: Lab) -> None:
    body = {
        "type": "TIKTOK_USER_FOLLOWERS",
        "inputs": {"countries": ["US"], "goal": "other", "mediaUrl": "ftp://x"},
        "targetEmails": 1_000_001,
        "maxCreditCap": -1,
        "enableEmailValidation": "yes",
        "title": "t" * 101,
    }
    problems = [
        ("inputs.mediaUrl", "inputs.mediaUrl must be a valid HTTPS URL"),
        ("inputs.targetUser", "Target user is required for TIKTOK_USER_FOLLOWERS campaigns"),
        ("inputs.countries", "Countries are not supported for TIKTOK_USER_FOLLOWERS campaigns"),
        ("inputs.goalOther", 'Goal detail is required when goal is "other"'),
        ("targetEmails", "targetEmails must be at most 1000000"),
        ("maxCreditCap", "maxCreditCap must be at least 0.001"),
        ("enableEmailValidation", "enableEmailValidation must be a boolean"),
        ("title", "title must have at most 100 characters"),
    ]
    lab.refuses_fields("POST", PATH, body, problems)


def test_an_empty_body_names_what_is_required(lab: Lab) -> None:
    required = [(name, f"{name} is required") for name in ("type", "inputs", "targetEmails")]
    lab.refuses_fields("POST", PATH, {}, required)
    lab.refuses_fields("POST", PATH, None, required)


@pytest.mark.parametrize("content", [b"{", b"[]", b'"x"', b"\xff", b"null"])
def test_what_is_no_object_is_refused(lab: Lab, content: bytes) -> None:
    answer = lab.request("POST", PATH, content=content)
    assert (answer.status_code, answer.json()["code"]) == (400, "VALIDATION_ERROR")
    assert answer.json()["errors"][0]["param"] == "body"


@pytest.mark.parametrize("target", [0, -1, 1.5, "5", True, None, 10**30])
def test_targets_that_are_no_count_of_emails(lab: Lab, target: object) -> None:
    answer = lab.post(PATH, campaign_body(targetEmails=target))
    assert answer.status_code == 400
    assert [each["param"] for each in answer.json()["errors"]] == ["targetEmails"]


def test_signs_of_handles_and_hashtags_are_taken_off(lab: Lab) -> None:
    first = lab.campaign(lab.launch(inputs={"hashtag": "#Fitness"}))
    second = lab.campaign(lab.launch(type="X_FOLLOWERS", inputs={"targetUser": "@NASA"}))
    assert (first["inputs"], second["inputs"]) == ({"hashtag": "Fitness"}, {"targetUser": "NASA"})


def test_odd_texts_are_kept_and_shown(lab: Lab) -> None:
    text = "caf\u00e9 \U0001f9d8 \u0000 \u202e"
    shown = lab.campaign(lab.completed(type="X_KEYWORD_SEARCH", inputs={"keyword": text}, title=text))
    assert (shown["title"], shown["inputs"]["keyword"]) == (text, text)
