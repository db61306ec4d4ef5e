"""Analytics: the documented shape, filters, windows, and numbers that add up."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockserver.core.times import iso_ms
from tests.contract.examples import documented_floats, load
from tests.contract.shapes import differences
from tests.vendors.scrapely.campaigns.sums import analytics, check_sums
from tests.vendors.scrapely.lab import Lab
from tests.vendors.scrapely.outreach import (
    NOBODY,
    campaign_body,
    conversations,
    counts,
    launch,
    people,
    source_of,
    talk,
)

VARIANTS: list[dict[str, object]] = [
    {"message": "Hey {{firstName}}", "followups": [{"wait_time": 2, "wait_unit": "weeks", "message": "bump"}]},
    {"message": "Hi"},
]


def busy(lab: Lab) -> None:
    """Two accounts, two campaigns, replies of both kinds, failures; all is over but late follow-ups."""
    lab.account("one")
    lab.account("two")
    leads = [*people("replies", 4), *people("angry", 2), *people("silent", 4), *people("closed", 2)]
    source_id = source_of(lab, leads)
    for name in ("Outreach Q1", "Outreach Q2"):
        body = campaign_body(source_id, name=name, message=..., message_variants=VARIANTS)
        assert lab.post("/campaigns", body).status_code == 200
    lab.advance("4d")


def test_the_answer_has_the_documented_shape(lab: Lab) -> None:
    busy(lab)
    example = load("scrapely", "campaign_analytics", "example")
    body = analytics(lab)
    assert differences(example.served, body, floats=documented_floats("scrapely")) == []
    assert all(body[name] for name in body)
    assert "date_range" not in body


def test_nothing_yet_is_zero_everywhere(lab: Lab) -> None:
    body = analytics(lab)
    assert {name: value for name, value in body.items() if name != "totals"} == {
        name: [] for name in body if name != "totals"
    }
    assert set(body["totals"].values()) == {0}


def test_the_numbers_of_a_small_campaign(lab: Lab) -> None:
    account_id = lab.account()
    leads = ["replies_a", "replies_b", "angry_c", "silent_d", "closed_e"]
    launch(lab, leads, name="Q1", message=..., message_variants=VARIANTS, enable_like=True, comment_template="Hm")
    lab.advance("3d")
    body = analytics(lab)
    (account,) = body["accounts"]
    (campaign,) = body["campaigns"]
    assert {name: account[name] for name in ("dms_sent", "responses", "response_rate", "pending_count")} == {
        "dms_sent": 4,
        "responses": 3,
        "response_rate": 75.0,
        "pending_count": 0,
    }
    assert account["sentiment"] == {"positive": 2, "negative": 1, "neutral": 0}
    assert campaign == {
        "account_id": account_id,
        "account_handle": "myhandle",
        "campaign_name": "Q1",
        "total": 5,
        "completed": 4,
        "pending": 0,
        "failed": 1,
        "remaining": 0,
        "progress": 80,
        "reply_count": 3,
        "response_rate": 75.0,
    }
    (sentiment,) = body["campaignSentimentStats"]
    assert sentiment["sentiment"] == {"positive": 2, "negative": 1, "neutral": 0, "total": 3}
    (variants,) = body["campaignVariantStats"]
    assert [(each["message"], each["sent"]) for each in variants["variants"]] == [("Hey {{firstName}}", 2), ("Hi", 2)]
    (replies,) = body["campaignReplies"]
    assert {each["replier_handle"] for each in replies["replies"]} == {"replies_a", "replies_b", "angry_c"}
    assert {each["conversation_id"] for each in replies["replies"]} <= {
        each["conversation_id"] for each in conversations(lab)
    }
    assert body["campaignSettings"] == [
        {
            "campaign_name": "Q1",
            "message_variants": [VARIANTS[0], {**VARIANTS[1], "followups": []}],
            "followups": [],
            "engagement_actions": {
                "enable_follow": False,
                "enable_like": True,
                "enable_comment": False,
                "comment_template": "Hm",
            },
        }
    ]


def test_the_last_24_hours_are_counted_apart(lab: Lab) -> None:
    lab.account()
    launch(lab, people("replies", 3))
    lab.advance("45m")
    sent = counts(lab)["completed"]
    assert analytics(lab)["totals"]["dms_sent_24hrs"] == sent > 0
    lab.advance("3d")
    totals = analytics(lab)["totals"]
    assert (totals["dms_sent"], totals["dms_sent_24hrs"]) == (3, 0)
    assert (totals["responses"], totals["positive"]) == (3, 3)


def test_a_dm_sent_by_request_counts_for_its_account_only(lab: Lab) -> None:
    ids = talk(lab)
    lab.post("/dm/send", {**ids, "message": "And?"})
    assert analytics(lab)["accounts"][0]["dms_sent"] == 2
    assert analytics(lab)["campaigns"][0]["completed"] == 1
    assert analytics(lab, campaign_name="Outreach")["accounts"][0]["dms_sent"] == 1


# Filters


def test_filters_narrow_everything(lab: Lab) -> None:
    busy(lab)
    everything = analytics(lab)
    one = next(each for each in everything["accounts"] if each["handle"] == "one")
    body = analytics(lab, campaign_name="Outreach Q1", account_id=one["id"])
    assert [(each["campaign_name"], each["account_handle"]) for each in body["campaigns"]] == [("Outreach Q1", "one")]
    assert [each["handle"] for each in body["accounts"]] == ["one"]
    assert [each["campaign_name"] for each in body["campaignSettings"]] == ["Outreach Q1"]
    assert body["totals"]["dms_sent"] == body["campaigns"][0]["completed"]
    assert body["totals"]["responses"] == body["campaigns"][0]["reply_count"]


@pytest.mark.parametrize("query", [{"campaign_name": "Nothing"}, {"account_id": NOBODY}, {"account_id": "x"}])
def test_a_filter_that_fits_nothing_gives_empty_lists(lab: Lab, query: dict[str, str]) -> None:
    busy(lab)
    body = analytics(lab, **query)
    assert all(value == [] for name, value in body.items() if name != "totals")
    assert set(body["totals"].values()) == {0}


def test_a_window_counts_what_happened_in_it(lab: Lab) -> None:
    lab.account()
    launch(lab, people("silent", 6))
    lab.advance("1d")
    times = [int(str(row["sent_at"])) for row in lab.rows("scrapely_sent_dms")]
    body = analytics(lab, start_date=iso_ms(times[1]), end_date=iso_ms(times[3]))
    assert body["date_range"] == {"start_date": iso_ms(times[1]), "end_date": iso_ms(times[3])}
    assert body["campaigns"][0]["completed"] == body["accounts"][0]["dms_sent"] == body["totals"]["dms_sent"] == 3


def test_a_bare_end_date_means_the_end_of_that_day(lab: Lab) -> None:
    busy(lab)
    day = iso_ms(lab.now)[:10]
    body = analytics(lab, start_date=day, end_date=day)
    assert body["date_range"] == {"start_date": f"{day}T00:00:00.000Z", "end_date": f"{day}T23:59:59.999Z"}
    assert analytics(lab, start_date="2026-01-05")["date_range"] == {
        "start_date": "2026-01-05T00:00:00.000Z",
        "end_date": None,
    }
    assert analytics(lab, end_date="2025-12-31")["campaigns"] == []


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"start_date": "soon"}, "start_date must be an ISO 8601 date such as 2026-01-15 or 2026-01-15T00:00:00Z"),
        ({"end_date": "2026-13-01"}, "end_date must be an ISO 8601 date such as 2026-01-15 or 2026-01-15T00:00:00Z"),
        ({"start_date": "2026-02-01", "end_date": "2026-01-01"}, "start_date must not be after end_date"),
    ],
)
def test_what_is_no_date_is_refused(lab: Lab, query: dict[str, str], message: str) -> None:
    lab.refuses_query("/campaigns/analytics", message, query)


def test_a_removed_account_counts_in_the_totals_only(lab: Lab) -> None:
    account_id = lab.account()
    launch(lab, people("replies", 2))
    lab.advance("3d")
    before = analytics(lab)["totals"]
    lab.delete("/accounts", {"account_id": account_id})
    body = analytics(lab)
    assert body["accounts"] == []
    assert body["totals"] == before
    assert body["campaigns"][0]["account_handle"] == "myhandle"


# Numbers that add up


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(
    kinds=st.lists(st.sampled_from(["replies", "angry", "silent", "closed", "lead"]), min_size=1, max_size=20),
    accounts=st.integers(1, 3),
    hours=st.integers(0, 60),
)
def test_counters_add_up(kinds: list[str], accounts: int, hours: int) -> None:
    with asyncio.Runner() as runner:
        lab = Lab(runner)
        for number in range(accounts):
            lab.account(f"sender{number}")
        source_id = source_of(lab, [f"{kind}_{place}" for place, kind in enumerate(kinds)])
        followups = [{"wait_time": 5, "wait_unit": "hours", "message": "bump"}]
        for name in ("A", "B"):
            lab.post("/campaigns", campaign_body(source_id, name=name, followups=followups))
        lab.advance(f"{hours}h")
        check_sums(lab)
        lab.close()
