"""The worker: statuses, phases, caps, failures, settlement, and how each job progression moves it."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.core.settings import Progression
from mockserver.vendors.scravio.campaigns.events import CampaignChanged
from mockserver.vendors.scravio.credits.service import TransactionType
from tests.vendors.scravio.lab import Lab

ORDER = ["pending", "scraping", "scraping_completed", "processing_emails", "fully_completed"]


def seen(lab: Lab, campaign_id: str, seconds: int = 180) -> list[dict[str, Any]]:
    """The campaign each second until it is finished."""
    shown = [lab.campaign(campaign_id)]
    for _ in range(seconds):
        lab.advance("1s")
        shown.append(lab.campaign(campaign_id))
        if shown[-1]["finishedAt"] is not None:
            return shown
    raise AssertionError(f"not finished: {shown[-1]}")


def check_accounts(lab: Lab, campaign: dict[str, Any]) -> None:
    """What was reserved is what was used and what came back, and the counts agree with each other and the leads."""
    money, ledger = campaign["creditSettlement"], lab.read("/credit-transactions", campaignId=campaign["_id"])
    overage = max(0, money["creditUsed"] - money["creditReserved"])
    assert money["isSettled"]
    assert round(money["creditReserved"] + overage, 3) == round(money["creditUsed"] + money["creditReturned"], 3)
    assert money["creditCharged"] == money["creditUsed"] <= money["maxCreditCap"]
    assert round(sum(line["amount"] for line in ledger["transactions"]), 3) == -money["creditCharged"]
    counts = money["breakdown"]
    assert counts["initialEmails"] + counts["deepSearchEmails"] == campaign["emailScanCount"]
    leads = lab.read(f"/campaigns/{campaign['_id']}/leads")["pagination"]["totalCount"]
    assert leads == campaign["normalizedCounts"]["profiles"] == campaign["emailScanCount"] + counts["noEmails"]


def test_a_campaign_goes_through_its_statuses(lab: Lab) -> None:
    shown = seen(lab, lab.launch(targetEmails=300, enableEmailValidation=True))
    assert list(dict.fromkeys(each["status"] for each in shown)) == ORDER
    for name in ("progressPercentage", "emailScanCount", "profileScannedCount"):
        values = [each[name] for each in shown]
        assert values == sorted(values)
    assert shown[-1]["progressPercentage"] == 100
    assert all(each["progressPercentage"] < 100 for each in shown[:-1])
    check_accounts(lab, shown[-1])


def test_phases_run_together_and_are_sealed_one_after_the_other(lab: Lab) -> None:
    shown = seen(lab, lab.launch(targetEmails=300, enableEmailValidation=True))
    names = ("scraping", "deepsearch", "validation")
    for name in names:
        states = dict.fromkeys(each["phaseState"][name]["status"] for each in shown)
        assert list(states) == ["pending", "running", "complete"]
    final = shown[-1]["phaseState"]
    ends = [final[name]["completedAt"] for name in names]
    assert ends == sorted(ends)
    assert final["settlement"]["status"] == "done"
    assert final["settlement"]["settledAt"] == shown[-1]["creditSettlement"]["settledAt"]
    assert final["scraping"]["finalCounts"]["profilesScanned"] == shown[-1]["profileScannedCount"]
    breakdown = shown[-1]["creditSettlement"]["breakdown"]
    assert final["validation"]["finalCounts"]["validated"] == breakdown["validations"] == shown[-1]["emailScanCount"]
    assert final["deepsearch"]["finalCounts"]["emailsFound"] == breakdown["deepSearchEmails"]


def test_exactly_the_emails_wanted_are_found(lab: Lab) -> None:
    shown = lab.campaign(lab.completed(targetEmails=137))
    assert shown["emailScanCount"] == 137
    validated = lab.campaign(lab.completed(targetEmails=137, enableEmailValidation=True))
    assert validated["phaseState"]["validation"]["finalCounts"]["valid"] == 137


def test_the_cap_is_never_passed(lab: Lab) -> None:
    for cap in (0.001, 1, 7.5, 40):
        shown = lab.campaign(lab.completed(targetEmails=500, maxCreditCap=cap, enableEmailValidation=True))
        assert shown["status"] == "fully_completed"
        assert shown["creditSettlement"]["creditUsed"] <= cap
        assert shown["emailScanCount"] < 500
        check_accounts(lab, shown)


def test_a_cap_is_used_up_to_the_next_request(lab: Lab) -> None:
    shown = lab.campaign(lab.completed(targetEmails=500, maxCreditCap=40))
    assert shown["creditSettlement"]["creditUsed"] > 39


def overrunning(lab: Lab) -> str:
    """Launch a campaign that costs more than was reserved: nobody is of its country, and its cap is high."""
    wanted = {"type": "X_KEYWORD_SEARCH", "inputs": {"keyword": "cto", "countries": ["IS"]}, "targetEmails": 10}
    preview = lab.post("/campaigns/reserve-preview", wanted).json()["data"]
    return lab.launch(**wanted, maxCreditCap=2 * preview["recommendedMaxCreditCap"])


def test_usage_beyond_the_reservation_is_an_overage(lab: Lab) -> None:
    campaign_id = overrunning(lab)
    lab.advance("1h")
    shown = lab.campaign(campaign_id)
    money = shown["creditSettlement"]
    assert money["creditReserved"] < money["creditUsed"] <= money["maxCreditCap"]
    assert money["creditReturned"] == 0
    lines = lab.read("/credit-transactions", campaignId=campaign_id)["transactions"]
    assert [line["type"] for line in lines] == ["CAMPAIGN_OVERAGE", "CAMPAIGN_RESERVATION"]
    check_accounts(lab, shown)


def test_what_the_balance_does_not_cover_is_not_called(lab: Lab) -> None:
    campaign_id = overrunning(lab)
    lab.grant(-(lab.balance // 1_000))
    lab.advance("1h")
    shown = lab.campaign(campaign_id)
    assert shown["creditSettlement"]["creditUsed"] <= shown["creditSettlement"]["creditReserved"]
    check_accounts(lab, shown)


def test_an_overage_that_the_balance_no_longer_covers_waits_for_a_purchase(lab: Lab) -> None:
    campaign_id = overrunning(lab)
    while lab.campaign(campaign_id)["status"] != "processing_emails":
        lab.advance("1s")
    lab.grant(-(lab.balance // 1_000))
    lab.advance("10s")
    settlement = lab.campaign(campaign_id)["phaseState"]["settlement"]
    assert settlement["status"] == "failed_retrying"
    assert "does not cover" in settlement["lastError"]["message"]
    lab.grant(1_000, TransactionType.PAYMENT_PADDLE_TOPUP)
    lab.advance("5m")
    check_accounts(lab, lab.campaign(campaign_id))


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("missing_one", "Target not found"),
        ("suspended_one", "Target account is suspended"),
        ("protected_one", "Target account is private"),
    ],
)
def test_a_target_that_cannot_be_read_fails_the_campaign(lab: Lab, target: str, reason: str) -> None:
    balance = lab.balance
    shown = lab.campaign(lab.completed(type="X_FOLLOWERS", inputs={"targetUser": target}))
    assert shown["status"] == "failed"
    assert shown["phaseState"]["scraping"]["status"] == "failed"
    assert shown["phaseState"]["scraping"]["lastError"]["message"] == reason
    assert shown["phaseState"]["settlement"]["status"] == "done"
    assert shown["creditSettlement"]["creditReturned"] == shown["creditSettlement"]["creditReserved"]
    assert lab.balance == balance
    assert (lab.job(shown["_id"]).status, lab.job(shown["_id"]).error) == ("failed", reason)


def test_one_readable_target_of_several_is_enough(lab: Lab) -> None:
    shown = lab.campaign(lab.completed(inputs={"hashtags": ["missing_tag", "gym"]}))
    assert shown["status"] == "fully_completed"


def test_a_campaign_breaks_off_half_way(lab: Lab) -> None:
    shown = lab.campaign(lab.completed(title="[fail] list", targetEmails=600))
    assert shown["status"] == "failed"
    assert 0 < shown["emailScanCount"] < 600
    check_accounts(lab, shown)


def test_nobody_is_found_around_an_empty_target(lab: Lab) -> None:
    shown = lab.campaign(lab.completed(type="X_FOLLOWERS", inputs={"targetUser": "empty_room"}))
    assert (shown["status"], shown["profileScannedCount"]) == ("fully_completed", 0)
    assert shown["creditSettlement"]["creditCharged"] == 0


def test_settlement_is_tried_again(lab: Lab) -> None:
    shown = seen(lab, lab.launch(title="[settlement-retry] list"))
    states = list(dict.fromkeys(each["phaseState"]["settlement"]["status"] for each in shown))
    assert states == ["not_ready", "failed_retrying", "done"]
    waiting = next(each for each in shown if each["phaseState"]["settlement"]["status"] == "failed_retrying")
    settlement = waiting["phaseState"]["settlement"]
    assert settlement["attempts"] == 1
    assert settlement["nextAttemptAt"] == shown[-1]["phaseState"]["settlement"]["lastAttemptAt"]
    assert (waiting["status"], waiting["creditSettlement"]["isSettled"]) == ("processing_emails", False)
    assert "breakdown" not in waiting["creditSettlement"]
    check_accounts(lab, shown[-1])


def test_settlement_may_fail_for_good(lab: Lab) -> None:
    shown = lab.campaign(lab.completed(title="[settlement-fail] list"))
    settlement = shown["phaseState"]["settlement"]
    assert (settlement["status"], settlement["attempts"], settlement["nextAttemptAt"]) == ("failed_terminal", 3, None)
    assert shown["creditSettlement"]["isSettled"] is False
    assert shown["status"] == "fully_completed"
    kinds = [line["type"] for line in lab.read("/credit-transactions", campaignId=shown["_id"])["transactions"]]
    assert kinds == ["CAMPAIGN_RESERVATION"]


@pytest.mark.parametrize("speed", ["slow", "ultra_fast"])
def test_a_faster_plan_is_done_earlier(lab: Lab, speed: str) -> None:
    lab.change_account(scraping_speed=speed)
    campaign_id = lab.launch(targetEmails=400)
    lab.advance("30s")
    assert (lab.campaign(campaign_id)["status"] == "fully_completed") is (speed == "ultra_fast")


def test_each_look_moves_a_polled_campaign_on(lab: Lab) -> None:
    lab.pace("email_campaign", Progression.POLLS)
    campaign_id = lab.launch()
    statuses = [lab.campaign(campaign_id)["status"] for _ in range(6)]
    assert statuses[-1] == "fully_completed"
    assert list(dict.fromkeys(["pending", *statuses])) == ORDER


def test_a_campaign_at_once(lab: Lab) -> None:
    lab.pace("email_campaign", Progression.IMMEDIATE)
    assert lab.campaign(lab.launch())["status"] == "fully_completed"


def test_a_tester_fails_and_completes_a_campaign(lab: Lab) -> None:
    failing, completing = lab.launch(targetEmails=2_000), lab.launch(targetEmails=2_000)
    lab.advance("10s")
    lab.workspace.jobs.fail(lab.job(failing), "Somebody pulled the plug")
    lab.workspace.jobs.complete(lab.job(completing))
    failed, completed = lab.campaign(failing), lab.campaign(completing)
    assert (failed["status"], completed["status"]) == ("failed", "fully_completed")
    assert failed["phaseState"]["scraping"]["lastError"]["message"] == "Somebody pulled the plug"
    for shown in (failed, completed):
        check_accounts(lab, shown)


@pytest.mark.parametrize(
    ("title", "status"), [("[settlement-retry] list", "done"), ("[settlement-fail] list", "failed_terminal")]
)
def test_a_campaign_that_a_tester_fails_is_settled_at_once(lab: Lab, title: str, status: str) -> None:
    campaign_id = lab.launch(title=title, targetEmails=2_000)
    lab.advance("10s")
    lab.workspace.jobs.fail(lab.job(campaign_id), None)
    shown = lab.campaign(campaign_id)
    assert (shown["status"], shown["phaseState"]["settlement"]["status"]) == ("failed", status)
    assert shown["phaseState"]["scraping"]["lastError"]["message"] == "Campaign failed"
    lab.advance("1h")
    assert lab.campaign(campaign_id) == shown


def test_changes_are_told(lab: Lab) -> None:
    told: list[CampaignChanged] = []
    lab.workspace.events.subscribe(CampaignChanged, told.append)
    campaign_id = lab.completed(targetEmails=300)
    assert {each.campaign_id for each in told} == {campaign_id}
    assert list(dict.fromkeys(each.status for each in told)) == ORDER[1:]
    assert told[-1].phase == "settlement"
    assert (told[-1].progress, told[-1].emails) == (100, 300)


def test_one_advance_and_many_leave_the_same(lab: Lab) -> None:
    def ran(step: str, times: int) -> list[dict[str, object]]:
        for title in ("a", "b", "c", "d", "e"):
            lab.launch(title=title, targetEmails=100)
        for _ in range(times):
            lab.advance(step)
        return [*lab.rows("scravio_campaigns"), *lab.rows("scravio_transactions"), *lab.rows("scravio_leads")]

    at_once = ran("2m", 1)
    lab.begin_again()
    assert ran("1s", 120) == at_once
