"""Composing: three steps whose advice follows from what they are given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockserver.core.settings import Edition
from mockserver.vendors.xquik.compose.checklist import FACTORS
from mockserver.vendors.xquik.drafts.schemas import Goal
from tests.vendors.xquik.lab import BASE, Lab

GOOD = "We cut our support tickets by 40 percent with one change to the first screen. What would you have changed?"
PREPARED = {
    "contentRules", "scorerWeights", "followUpQuestions", "algorithmInsights", "engagementMultipliers", "topPenalties",
}  # fmt: skip
"""What the document says that the first step returns."""


def step(lab: Lab, name: str, **fields: object) -> dict[str, Any]:
    answer = lab.post("/compose", {"step": name, **fields})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def failed(lab: Lab, draft: str, **fields: object) -> dict[str, str]:
    """The factors that a draft fails, with what is suggested."""
    fields = {"hasMedia": True, **fields}
    checks = step(lab, "score", draft=draft, **fields)["checklist"]
    return {check["factor"]: check["suggestion"] for check in checks if not check["passed"]}


# compose


def test_preparing_tells_what_is_documented(either: Lab) -> None:
    told = step(either, "compose", topic="AI trends in 2025", goal="engagement")
    assert set(told) >= PREPARED
    assert all(told[name] for name in PREPARED)
    assert [set(rule) for rule in told["contentRules"]] == [{"rule", "description"}] * len(told["contentRules"])
    assert {insight["polarity"] for insight in told["algorithmInsights"]} == {"positive", "negative"}
    assert told["intentUrl"] == "https://x.com/intent/tweet?text=AI%20trends%20in%202025"


def test_weights_and_multipliers_agree(lab: Lab) -> None:
    told = step(lab, "compose", topic="tea")
    weights = {weight["signal"]: weight["weight"] for weight in told["scorerWeights"]}
    multipliers = {each["action"]: each["multiplier"] for each in told["engagementMultipliers"]}
    assert multipliers["Reply"] == f"{weights['reply'] / weights['like']:g}x a like" == "27x a like"
    assert len(weights) == len(told["scorerWeights"])


def test_a_goal_puts_its_signals_and_its_rule_first(lab: Lab) -> None:
    told = [step(lab, "compose", topic="tea", goal=goal.value) for goal in Goal]
    first = {each["scorerWeights"][0]["signal"] for each in told}
    assert first == {"reply", "good_profile_click", "good_click_v2", "reply_engaged_by_author"}
    assert len({str(each["contentRules"]) for each in told}) == len(Goal)
    assert all(len(each["scorerWeights"]) == len(told[0]["scorerWeights"]) for each in told)


def test_questions_ask_only_what_was_not_said(lab: Lab) -> None:
    open_questions = step(lab, "compose", topic="our launch")["followUpQuestions"]
    said = step(lab, "compose", topic="40% fewer tickets: why?", goal="authority")["followUpQuestions"]
    assert any("What is it for" in question for question in open_questions)
    assert any("number" in question for question in open_questions)
    assert len(said) == len(open_questions) - 3
    assert all("our launch" in question for question in open_questions if "about" in question)


def test_what_a_topic_has_comes_first_among_the_penalties(lab: Lab) -> None:
    plain = step(lab, "compose", topic="our launch")
    linked = step(lab, "compose", topic="our launch https://example.com/launch")
    tagged = step(lab, "compose", topic="#launch")
    assert "Report" in plain["topPenalties"][0]
    assert "link" in linked["topPenalties"][0]
    assert "Hashtags" in tagged["topPenalties"][0]
    assert len(linked["contentRules"]) == len(plain["contentRules"]) + 1
    assert sorted(plain["topPenalties"]) == sorted(linked["topPenalties"])


def test_the_radar_is_recommended_by_topic(lab: Lab) -> None:
    def sources(topic: str) -> list[str]:
        return [each["source"] for each in step(lab, "compose", topic=topic)["radarRecommendations"]]

    assert sources("SaaS pricing") == ["trustmrr", "polymarket"]
    assert sources("the election") == ["polymarket", "google_trends"]
    endpoint = step(lab, "compose", topic="tea")["radarRecommendations"][0]["endpoint"]
    assert lab.open(f"{BASE.removesuffix('/api/v1')}{endpoint}").status_code == 401  # there, and wanting a key


def test_a_cached_style_is_matched(lab: Lab) -> None:
    texts = ["Short.\nAnd again?", "Still short?\nYes 🙂"]
    lab.put("/styles/voice", {"label": "Voice", "tweets": [{"text": text} for text in texts]})
    plain = step(lab, "compose", topic="tea")
    matched = step(lab, "compose", topic="tea", styleUsername="@VOICE")
    assert matched["styleTweets"] == texts
    assert plain["savedStyles"] == [{"username": "voice", "tweetCount": 2}]
    [habits] = [rule["description"] for rule in matched["contentRules"] if rule not in plain["contentRules"]]
    assert habits == (
        "write about 18 characters; ask questions often; use an emoji now and then; break the text into lines"
    )
    assert len(matched["followUpQuestions"]) == len(plain["followUpQuestions"]) - 1


def test_a_style_that_is_not_cached_is_told(lab: Lab) -> None:
    told = step(lab, "compose", topic="tea", styleUsername="nobody")
    assert told["styleNote"].startswith("No style of nobody is cached")
    assert "styleTweets" not in told
    assert "savedStyles" not in told


# refine


def test_refining_tells_what_is_documented(either: Lab) -> None:
    told = step(either, "refine", topic="tea", goal="authority", tone="professional")
    assert set(told) == {"compositionGuidance", "examplePatterns", "intentUrl", "nextStep"}
    assert all(set(pattern) == {"pattern", "description"} for pattern in told["examplePatterns"])
    assert all("tea" in pattern["pattern"].lower() for pattern in told["examplePatterns"])
    assert unquote(told["intentUrl"]).endswith(told["examplePatterns"][0]["pattern"])


REFINED: Mapping[str, tuple[object, str]] = {
    "tone": ("bold", "one strong claim"),
    "additionalContext": ("We have data. https://example.com/data", "https://example.com/data into the first reply"),
    "callToAction": ("Try it today", "Close with 'Try it today', as a question"),
    "mediaType": ("video", "first 3 seconds"),
    "goal": ("authority", "number, a method or a mistake"),
}


@pytest.mark.parametrize("field", REFINED)
def test_each_field_changes_the_guidance(lab: Lab, field: str) -> None:
    value, said = REFINED[field]
    plain = step(lab, "refine", topic="tea")["compositionGuidance"]
    guided = step(lab, "refine", topic="tea", **{field: value})["compositionGuidance"]
    assert not any(said in line for line in plain)
    assert any(said in line for line in guided)


def test_each_goal_has_its_own_patterns(lab: Lab) -> None:
    told = {str(step(lab, "refine", topic="tea", goal=goal.value)["examplePatterns"]) for goal in Goal}
    assert len(told) == len(Goal)


def test_an_unknown_tone_is_kept_in_words(lab: Lab) -> None:
    guidance = step(lab, "refine", topic="tea", tone="like a pirate")["compositionGuidance"]
    assert any(line.startswith("Tone: like a pirate.") for line in guidance)


# score


def test_scoring_tells_what_is_documented(either: Lab) -> None:
    told = step(either, "score", draft="AI is changing everything. Here's why. #ai", hasLink=False, hasMedia=False)
    assert set(told) >= {"totalChecks", "passedCount", "topSuggestion", "checklist"}
    assert told["totalChecks"] == len(told["checklist"]) == 11
    assert told["passedCount"] == sum(check["passed"] for check in told["checklist"])
    assert all(("suggestion" in check) is not check["passed"] for check in told["checklist"])
    suggestions = [check["suggestion"] for check in told["checklist"] if not check["passed"]]
    assert (told["topSuggestion"], told["suggestions"]) == (suggestions[0], suggestions)
    assert told["passed"] is False
    assert "intentUrl" not in told


def test_a_good_draft_passes_whole(lab: Lab) -> None:
    told = step(lab, "score", draft=GOOD, hasMedia=True)
    assert (told["passed"], told["score"], told["passedCount"]) == (True, 100, 11)
    assert unquote(told["intentUrl"]) == f"https://x.com/intent/tweet?text={GOOD}"


@pytest.mark.parametrize(
    ("draft", "fields", "factor"),
    [
        ("Why tea? Tea is good for you and for me too", {}, "Length 50-280 characters"),
        (GOOD * 3, {}, "Length 50-280 characters"),
        (f"{GOOD} https://example.com", {}, "No links in body"),
        (GOOD.replace("What would you have changed?", "It works."), {}, "Conversation call to action"),
        ("Incomprehensibilities notwithstanding, antidisestablishmentarianism?", {}, "Sufficient substance"),
        (GOOD, {"hasMedia": False}, "Media attached"),
        (GOOD, {"hasLink": True}, "Link in reply"),
        (f"{GOOD} #support", {}, "No hashtags"),
        (f"{GOOD} REALLY GREAT", {}, "No excessive capitals"),
        (f"{GOOD}??", {}, "No excessive punctuation"),
        (f"{GOOD} 🙂", {}, "No emojis"),
        (GOOD.replace("screen.", "screen \u2014 really."), {}, "No em or double dashes"),
        (GOOD.replace("screen.", "screen -- really."), {}, "No em or double dashes"),
    ],
)
def test_each_factor_is_failed_by_its_own_fault(lab: Lab, draft: str, fields: dict[str, object], factor: str) -> None:
    assert list(failed(lab, draft, **fields)) == [factor]


def test_every_factor_can_be_failed_and_names_what_is_at_fault(lab: Lab) -> None:
    bad = "STOP THIS!! \U0001f600 -- https://example.com #a1b #c"
    told = failed(lab, bad, hasMedia=False, hasLink=True)
    assert set(told) == {factor.name for factor in FACTORS}
    assert "https://example.com" in told["No links in body"]
    assert "#a1b, #c" in told["No hashtags"]


def test_length_is_counted_as_x_does(lab: Lab) -> None:
    assert "Length 50-280 characters" not in failed(lab, "日" * 140)
    assert failed(lab, "日" * 141)["Length 50-280 characters"].startswith("Cut 2 characters")


def test_absent_flags_are_false(lab: Lab) -> None:
    told = step(lab, "score", draft=GOOD)
    assert [check["factor"] for check in told["checklist"] if not check["passed"]] == ["Media attached"]


# What is refused


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"step": None},
        {"step": "publish"},
        {"step": "Compose", "topic": "tea"},
        {"step": 1},
        {"step": "compose"},
        {"step": "compose", "topic": " "},
        {"step": "compose", "topic": 7},
        {"step": "compose", "topic": "tea", "goal": "fame"},
        {"step": "compose", "topic": "t" * 25_001},
        {"step": "refine", "tone": "bold", "goal": "authority"},
        {"step": "refine", "topic": "tea", "goal": "authority", "tone": "bold", "mediaType": "gif"},
        {"step": "score"},
        {"step": "score", "draft": ""},
        {"step": "score", "draft": GOOD, "hasLink": "yes"},
    ],
)
def test_what_does_not_fit_is_refused(either: Lab, body: dict[str, object]) -> None:
    either.refuses("POST", "/compose", body, code="invalid_input")


def test_a_refusal_names_what_a_step_lacks(lab: Lab) -> None:
    lab.refuses(
        "POST", "/compose", {"step": "score"}, code="invalid_input", message="draft is required for step score."
    )


@pytest.mark.parametrize("absent", ["goal", "tone"])
def test_refining_needs_goal_and_tone_where_observed(lab: Lab, absent: str) -> None:
    body = {"step": "refine", "topic": "tea", "goal": "authority", "tone": "bold"}
    del body[absent]
    assert lab.post("/compose", body).status_code == 200
    lab.serve(Edition.OBSERVED)
    lab.refuses("POST", "/compose", body, code="invalid_input", message=f"{absent} is required for step refine.")


def test_composing_is_free_and_keeps_nothing(lab: Lab) -> None:
    lab.forget_credits()
    lab.change_account(subscription="none")
    before = lab.tables()
    for body in ({"step": "compose", "topic": "tea"}, {"step": "refine", "topic": "tea"}):
        assert lab.post("/compose", body).status_code == 200
    assert lab.post("/compose", {"step": "score", "draft": GOOD}).status_code == 200
    assert lab.tables() == before


@given(draft=st.text(st.characters(codec="utf-8"), max_size=400).filter(str.strip))
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_scored_the_same_twice(lab: Lab, draft: str) -> None:
    told = step(lab, "score", draft=draft)
    assert told == step(lab, "score", draft=draft)
    assert 0 <= told["passedCount"] <= told["totalChecks"]


@given(topic=st.text(st.characters(codec="utf-8"), max_size=200).filter(str.strip))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_topic_is_advised_on(lab: Lab, topic: str) -> None:
    assert step(lab, "compose", topic=topic)["followUpQuestions"]
    assert step(lab, "refine", topic=topic, tone=topic, callToAction=topic, additionalContext=topic)["examplePatterns"]
