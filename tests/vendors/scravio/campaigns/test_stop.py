"""POST /campaigns/{id}/stop."""

from __future__ import annotations

import pytest

from tests.vendors.scravio.lab import Lab


def test_a_pending_campaign_is_settled_at_once(lab: Lab) -> None:
    balance = lab.balance
    campaign_id = lab.launch()
    answer = lab.post(f"/campaigns/{campaign_id}/stop")
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "campaignId": campaign_id,
            "stopRequested": True,
            "status": "stopped",
            "stoppedBy": "user",
            "stoppedReason": "Stopped by user",
        },
    )
    assert lab.balance == balance
    shown = lab.campaign(campaign_id)
    assert shown["creditSettlement"]["isSettled"] is True
    lab.advance("1h")
    assert lab.campaign(campaign_id) == shown


def test_a_running_worker_finishes_its_batch_and_credits_come_back(lab: Lab) -> None:
    balance = lab.balance
    campaign_id = lab.launch(targetEmails=5_000)
    lab.advance("20s")
    assert lab.campaign(campaign_id)["status"] == "scraping"
    assert lab.post(f"/campaigns/{campaign_id}/stop").json()["status"] == "stopped"
    assert lab.campaign(campaign_id)["finishedAt"] is None
    lab.advance("1m")
    shown = lab.campaign(campaign_id)
    money = shown["creditSettlement"]
    assert (shown["status"], money["isSettled"]) == ("stopped", True)
    assert 0 < money["creditUsed"] < money["creditReserved"]
    assert lab.balance == balance - round(money["creditUsed"] * 1_000)
    assert shown["phaseState"]["scraping"]["status"] == "complete"


def test_the_batch_under_way_counts(lab: Lab) -> None:
    campaign_id = lab.launch(targetEmails=5_000)
    lab.advance("20s")
    before = lab.campaign(campaign_id)["profileScannedCount"]
    lab.post(f"/campaigns/{campaign_id}/stop")
    lab.advance("1m")
    assert lab.campaign(campaign_id)["profileScannedCount"] > before


def test_stopping_again_gives_the_same_answer(lab: Lab) -> None:
    campaign_id = lab.launch(targetEmails=5_000)
    lab.advance("10s")
    answers = []
    for _ in range(3):
        answers.append(lab.post(f"/campaigns/{campaign_id}/stop"))
        lab.advance("1m")
    assert [answer.status_code for answer in answers] == [200] * 3
    assert len({answer.text for answer in answers}) == 1


@pytest.mark.parametrize("title", ["done", "[fail] list"])
def test_a_campaign_that_has_ended_is_refused(lab: Lab, title: str) -> None:
    campaign_id = lab.completed(title=title)
    status = "failed" if title.startswith("[") else "fully_completed"
    message = f"Campaign cannot be stopped: it is {status}"
    lab.refuses("POST", f"/campaigns/{campaign_id}/stop", None, message, "BAD_REQUEST")


def test_processing_emails_can_be_stopped(lab: Lab) -> None:
    campaign_id = lab.launch(targetEmails=100)
    for _ in range(60):
        lab.advance("1s")
        if lab.campaign(campaign_id)["status"] == "processing_emails":
            break
    assert lab.post(f"/campaigns/{campaign_id}/stop").status_code == 200
    lab.advance("1m")
    assert lab.campaign(campaign_id)["status"] == "stopped"


def test_a_stop_of_a_settlement_that_is_tried_again(lab: Lab) -> None:
    lab.change_account(concurrent_campaign_limit=0)
    campaign_id = lab.launch(title="[settlement-retry] list")
    lab.advance("1m")
    assert lab.post(f"/campaigns/{campaign_id}/stop").status_code == 200
    waiting = lab.campaign(campaign_id)["phaseState"]["settlement"]
    assert waiting["status"] == "failed_retrying"
    lab.advance("59s")
    assert lab.campaign(campaign_id)["phaseState"]["settlement"] == waiting
    lab.advance("1s")
    shown = lab.campaign(campaign_id)
    assert (shown["status"], shown["phaseState"]["settlement"]["status"]) == ("stopped", "done")
    assert shown["phaseState"]["settlement"]["settledAt"] == waiting["nextAttemptAt"]


@pytest.mark.parametrize("campaign_id", ["507f1f77bcf86cd799439011", "nonsense", "%00", "\U0001f9d8"])
def test_an_unknown_campaign(lab: Lab, campaign_id: str) -> None:
    lab.refuses("POST", f"/campaigns/{campaign_id}/stop", None, "Campaign not found", "NOT_FOUND", status=404)
    lab.refuses("GET", f"/campaigns/{campaign_id}", None, "Campaign not found", "NOT_FOUND", status=404)


def test_a_json_content_type_without_a_body_is_fine(lab: Lab) -> None:
    headers = {"Content-Type": "application/json"}
    answer = lab.request("POST", f"/campaigns/{lab.launch()}/stop", content=b"", headers=headers)
    assert answer.status_code == 200


def test_five_a_minute_for_each_campaign(lab: Lab) -> None:
    lab.enforce_limits()
    first, second = lab.launch(), lab.launch()
    for remaining in (4, 3, 2, 1, 0):
        answer = lab.post(f"/campaigns/{first}/stop")
        assert (answer.status_code, answer.headers["X-RateLimit-Remaining"]) == (200, str(remaining))
    refused = lab.post(f"/campaigns/{first}/stop")
    assert (refused.status_code, refused.json()["code"]) == (429, "RATE_LIMIT_EXCEEDED")
    assert refused.headers["Retry-After"] == "60"
    assert lab.post(f"/campaigns/{second}/stop").status_code == 200
    lab.advance("1m")
    assert lab.post(f"/campaigns/{first}/stop").status_code == 200
