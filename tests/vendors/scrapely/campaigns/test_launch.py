"""Launching campaigns: the documented example, how leads are shared out, and every rule."""

from __future__ import annotations

import time

import pytest

from tests.contract.examples import load
from tests.contract.shapes import differences
from tests.vendors.scrapely.lab import Lab
from tests.vendors.scrapely.outreach import NOBODY, SOURCE, campaign_body, counts, launch, people, source_of


def test_launching_is_answered_as_documented(lab: Lab) -> None:
    lab.account("account1")
    lab.account("account2")
    example = load("scrapely", "launch_campaign", "example")
    assert example.request is not None
    assert isinstance(example.request.body, dict)
    sources = [source_of(lab, people("silent", 4)), source_of(lab, people("closed", 2), scraped="other")]
    answer = lab.post("/campaigns", example.request.body | {"lead_source_ids": sources})
    assert answer.status_code == 200
    assert differences(example.served, answer.json(), extra_ok=False) == []
    body = answer.json()
    assert {name: body[name] for name in ("success", "campaign_name", "jobs_created", "leads_targeted")} == {
        "success": True,
        "campaign_name": "Outreach Campaign Q1",
        "jobs_created": 6,
        "leads_targeted": 6,
    }
    assert (body["message_variants"], body["accounts_used"]) == (2, 2)
    assert {share["handle"] for share in body["distribution"]} == {"account1", "account2"}


def test_a_launch_is_201_where_creating_is(lab: Lab) -> None:
    lab.account()
    source_id = source_of(lab, people("silent", 1))
    lab.serve_observed()
    assert lab.post("/campaigns", campaign_body(source_id)).status_code == 201


def test_leads_are_shared_out_evenly(lab: Lab) -> None:
    for handle in ("one", "two", "three"):
        lab.account(handle)
    body = launch(lab, people("silent", 8))
    assert [share["jobs"] for share in body["distribution"]] == [3, 3, 2]
    assert counts(lab)["total"] == 8


def test_each_account_sends_every_variant(lab: Lab) -> None:
    lab.account("one")
    lab.account("two")
    launch(lab, people("silent", 8), message=..., message_variants=[{"message": "A"}, {"message": "B"}])
    used = [(row["account_id"], row["variant"]) for row in lab.rows("scrapely_dm_jobs")]
    assert all(used.count(pair) == 2 for pair in used)
    assert len(set(used)) == 4


def test_an_account_without_leads_is_not_used(lab: Lab) -> None:
    for handle in ("one", "two", "three"):
        lab.account(handle)
    body = launch(lab, people("silent", 2))
    assert (body["accounts_used"], [share["jobs"] for share in body["distribution"]]) == (2, [1, 1])


def test_named_accounts_send_in_the_order_named(lab: Lab) -> None:
    ids = [lab.account(handle) for handle in ("one", "two", "three")]
    body = launch(lab, people("silent", 2), account_ids=[ids[2], ids[0], ids[2]])
    assert [share["account_id"] for share in body["distribution"]] == [ids[2], ids[0]]


def test_a_lead_of_two_sources_is_targeted_once(lab: Lab) -> None:
    lab.account()
    both = [source_of(lab, ["silent_a", "silent_b"]), source_of(lab, ["silent_b", "silent_c"], scraped="other")]
    assert lab.post("/campaigns", campaign_body("", lead_source_ids=both)).json()["jobs_created"] == 3


def test_max_leads_bounds_a_campaign(lab: Lab) -> None:
    lab.account()
    assert launch(lab, people("silent", 5), max_leads=2)["leads_targeted"] == 2


def test_paused_accounts_are_left_out_unless_named(lab: Lab) -> None:
    paused, other = lab.account("paused"), lab.account("other")
    lab.patch("/accounts/pause", {"account_id": paused, "is_paused": True})
    source_id = source_of(lab, people("silent", 2))
    first = lab.post("/campaigns", campaign_body(source_id)).json()
    assert [share["account_id"] for share in first["distribution"]] == [other]
    second = lab.post("/campaigns", campaign_body(source_id, account_ids=[paused])).json()
    assert [share["account_id"] for share in second["distribution"]] == [paused]


def test_a_lead_written_to_before_is_written_to_again(lab: Lab) -> None:
    lab.account()
    source_id = source_of(lab, people("silent", 2))
    for _ in range(2):
        assert lab.post("/campaigns", campaign_body(source_id)).json()["jobs_created"] == 2
    lab.advance("3h")
    assert [row["message_count"] for row in lab.rows("scrapely_conversations")] == [2, 2]


# Rules


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ...}, "name is required"),
        ({"name": " "}, "name must not be empty"),
        ({"name": 5}, "name must be a string"),
        ({"message": ...}, "message or message_variants is required"),
        ({"message": ""}, "message must not be empty"),
        ({"message": "x" * 10_001}, "message must have at most 10000 characters"),
        ({"message_variants": []}, "message_variants must have at least 1 item(s)"),
        ({"message_variants": [{"message": "x"}] * 6}, "message_variants must have at most 5 items"),
        ({"message_variants": [{}]}, "message_variants.0.message is required"),
        ({"message_variants": [{"message": "\n"}]}, "message_variants.0.message must not be empty"),
        ({"lead_source_ids": ...}, "lead_source_ids is required"),
        ({"lead_source_ids": []}, "lead_source_ids must have at least 1 item(s)"),
        ({"lead_source_ids": "one"}, "lead_source_ids must be an array"),
        ({"account_ids": []}, "account_ids must have at least 1 item(s)"),
        ({"max_leads": 0}, "max_leads must be at least 1"),
        ({"max_leads": 25_001}, "max_leads must be at most 25000"),
        ({"max_leads": "5"}, "max_leads must be an integer"),
        ({"enable_follow": "yes"}, "enable_follow must be a boolean"),
        ({"comment_template": 1}, "comment_template must be a string"),
        ({"followups": [{"wait_unit": "days", "message": "x"}]}, "followups.0.wait_time is required"),
        (
            {"followups": [{"wait_time": 0, "wait_unit": "days", "message": "x"}]},
            "followups.0.wait_time must be greater than 0",
        ),
        (
            {"followups": [{"wait_time": 1, "wait_unit": "minutes", "message": "x"}]},
            "followups.0.wait_unit must be one of 'hours', 'days' or 'weeks'",
        ),
        ({"followups": [{"wait_time": 1, "wait_unit": "weeks"}]}, "followups.0.message is required"),
        (
            {"message_variants": [{"message": "x", "followups": [{"wait_time": -1, "wait_unit": "hours"}]}]},
            "message_variants.0.followups.0.wait_time must be greater than 0",
        ),
    ],
)
def test_what_does_not_fit_is_refused(lab: Lab, changes: dict[str, object], message: str) -> None:
    lab.account()
    source_id = source_of(lab, people("silent", 1))
    lab.refuses("POST", "/campaigns", campaign_body(source_id, **changes), message)


def test_an_unknown_source_is_not_found(lab: Lab) -> None:
    lab.account()
    known = source_of(lab, people("silent", 1))
    for unknown in (NOBODY, "not a uuid"):
        body = campaign_body(known, lead_source_ids=[known, unknown])
        lab.refuses("POST", "/campaigns", body, f"Lead source {unknown} not found", status=404)


def test_an_unknown_account_is_not_found(lab: Lab) -> None:
    known = lab.account()
    body = campaign_body(source_of(lab, people("silent", 1)), account_ids=[known, NOBODY])
    lab.refuses("POST", "/campaigns", body, f"Account {NOBODY} not found", status=404)


def test_a_disconnected_account_cannot_be_named(lab: Lab) -> None:
    account_id = lab.account()
    source_id = source_of(lab, people("silent", 1))
    lab.disconnect(account_id, "over")
    lab.refuses(
        "POST",
        "/campaigns",
        campaign_body(source_id, account_ids=[account_id]),
        "account_ids names @myhandle, which is disconnected; update its cookies first",
    )


def test_without_an_account_nothing_is_launched(lab: Lab) -> None:
    lab.refuses(
        "POST",
        "/campaigns",
        campaign_body(source_of(lab, people("silent", 1))),
        "account_ids: there is no active account that could send; connect one first",
    )


def test_without_leads_nothing_is_launched(lab: Lab) -> None:
    lab.account()
    body = lab.post("/scraping-sources", {"name": "s", "sources": [{"handle": SOURCE, "followers": True}]}).json()
    lab.refuses(
        "POST",
        "/campaigns",
        campaign_body(body["lead_source_id"]),
        "lead_source_ids name sources without any leads yet; wait until some are imported",
    )


def test_twenty_five_thousand_leads_are_launched_at_once(lab: Lab) -> None:
    lab.account()
    lab.write(lambda: lab.workspace.world.people.put(SOURCE, followers_count=26_000))
    body = lab.post("/scraping-sources", {"name": "s", "sources": [{"handle": SOURCE, "followers": True}]}).json()
    lab.advance("1h")
    started = time.process_time()
    answer = lab.post("/campaigns", campaign_body(body["lead_source_id"])).json()
    assert answer["jobs_created"] == 25_000
    assert time.process_time() - started < 5, "a bulk insert takes well under a second"
