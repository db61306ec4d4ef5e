"""Validating the emails of a campaign that is over."""

from __future__ import annotations

from typing import Any

from mockserver.core.settings import Progression
from mockserver.vendors.scravio.validation.events import (
    CampaignValidationCompleted,
    CampaignValidationFailed,
    CampaignValidationProgress,
    CampaignValidationStarted,
)
from tests.vendors.scravio.lab import Lab

EACH = 250


def preview(lab: Lab, campaign_id: str) -> Any:
    return lab.read(f"/campaigns/{campaign_id}/validate/preview")


def start(lab: Lab, campaign_id: str) -> Any:
    answer = lab.post(f"/campaigns/{campaign_id}/validate")
    assert answer.status_code == 202, answer.text
    return answer.json()


def statuses(lab: Lab, campaign_id: str, status: str) -> int:
    found = lab.read(f"/campaigns/{campaign_id}/leads", validationStatus=status)
    total: int = found["pagination"]["totalCount"]
    return total


def listen(lab: Lab) -> list[Any]:
    heard: list[Any] = []
    for kind in (
        CampaignValidationStarted,
        CampaignValidationProgress,
        CampaignValidationCompleted,
        CampaignValidationFailed,
    ):
        lab.workspace.events.subscribe(kind, heard.append)
    return heard


def test_a_preview_tells_what_it_would_cost(lab: Lab) -> None:
    campaign_id = lab.completed()
    assert preview(lab, campaign_id) == {
        "campaignId": campaign_id,
        "emailsToValidate": 20,
        "creditCost": 5,
        "currentBalance": lab.balance / 1_000,
        "hasSufficientCredits": True,
        "canValidate": True,
    }


def test_validation_checks_every_email(lab: Lab) -> None:
    campaign_id = lab.completed()
    before = lab.balance
    job = start(lab, campaign_id)
    assert (job["status"], job["emailsToValidate"], job["creditCost"]) == ("validating", 20, 5)
    assert lab.balance == before - 20 * EACH
    shown = lab.campaign(campaign_id)["postValidation"]
    assert (shown["status"], shown["validated"], shown["creditReserved"]) == ("validating", 0, 5)
    assert shown["completedAt"] is None
    assert statuses(lab, campaign_id, "pending") == 20
    lab.advance("1m")
    shown = lab.campaign(campaign_id)["postValidation"]
    assert (shown["status"], shown["total"], shown["validated"]) == ("completed", 20, 20)
    assert (shown["creditUsed"], shown["creditReturned"], shown["error"]) == (5, 0, None)
    assert shown["valid"] == statuses(lab, campaign_id, "valid") > 0
    assert shown["invalid"] == statuses(lab, campaign_id, "invalid")
    assert statuses(lab, campaign_id, "pending") == 0
    assert lab.balance == before - 20 * EACH
    spent = lab.read("/credit-transactions", type="EMAIL_VALIDATION_DEDUCTION")["transactions"]
    assert [(each["campaignId"], each["correlationId"]) for each in spent] == [(campaign_id, job["jobId"])]


def test_these_validations_are_no_jobs_of_the_list(lab: Lab) -> None:
    start(lab, lab.completed())
    assert lab.read("/validation-jobs")["data"]["total"] == 0
    assert lab.post("/validation-jobs/text", {"emails": "a@example.com"}).status_code == 201


def test_events_tell_of_it(lab: Lab) -> None:
    campaign_id = lab.completed(targetEmails=300)
    heard = listen(lab)
    job_id = start(lab, campaign_id)["jobId"]
    lab.advance("1m")
    valid, invalid = statuses(lab, campaign_id, "valid"), statuses(lab, campaign_id, "invalid")
    assert [type(event).__name__.removeprefix("CampaignValidation") for event in heard] == [
        "Started", "Progress", "Progress", "Completed",
    ]  # fmt: skip
    assert heard[0] == CampaignValidationStarted(campaign_id, job_id, 300, 300 * EACH)
    assert [(event.validated, event.total) for event in heard[1:3]] == [(250, 300), (300, 300)]
    assert heard[3] == CampaignValidationCompleted(
        campaign_id, job_id, 300, 300, valid, invalid, 300 * EACH, 300 * EACH, 0
    )


def test_a_second_one_is_a_conflict_while_one_runs(lab: Lab) -> None:
    campaign_id = lab.completed()
    start(lab, campaign_id)
    assert preview(lab, campaign_id)["canValidate"] is False
    path, message = f"/campaigns/{campaign_id}/validate", "Validation is already running for this campaign"
    lab.refuses("POST", path, None, message, "CONFLICT", status=409)
    start(lab, lab.completed())


def test_an_email_is_validated_once(lab: Lab) -> None:
    campaign_id = lab.completed()
    start(lab, campaign_id)
    lab.advance("1m")
    assert preview(lab, campaign_id)["emailsToValidate"] == 0
    path, message = f"/campaigns/{campaign_id}/validate", "Campaign has no emails left to validate"
    lab.refuses("POST", path, None, message, "BAD_REQUEST")


def test_a_campaign_must_be_over(lab: Lab) -> None:
    campaign_id = lab.launch()
    assert preview(lab, campaign_id)["canValidate"] is False
    message = "Campaign must be fully_completed or stopped to be validated; it is pending"
    lab.refuses("POST", f"/campaigns/{campaign_id}/validate", None, message, "BAD_REQUEST")


def test_a_stopped_campaign_can_be_validated(lab: Lab) -> None:
    campaign_id = lab.launch(targetEmails=2_000)
    lab.advance("20s")
    lab.post(f"/campaigns/{campaign_id}/stop")
    lab.advance("1m")
    wanted = preview(lab, campaign_id)
    assert 0 < wanted["emailsToValidate"] < 2_000
    start(lab, campaign_id)
    lab.advance("5m")
    assert lab.campaign(campaign_id)["postValidation"]["validated"] == wanted["emailsToValidate"]


def test_too_few_credits(lab: Lab) -> None:
    campaign_id = lab.completed()
    lab.grant(4 - lab.balance // 1_000)
    wanted = preview(lab, campaign_id)
    assert (wanted["hasSufficientCredits"], wanted["canValidate"]) == (False, False)
    answer = lab.post(f"/campaigns/{campaign_id}/validate")
    assert (answer.status_code, answer.json()["code"]) == (400, "INSUFFICIENT_CREDITS")
    assert lab.campaign(campaign_id)["postValidation"] is None


def test_a_validation_that_fails_gives_the_rest_back(lab: Lab) -> None:
    campaign_id = lab.completed(targetEmails=300)
    before, heard = lab.balance, listen(lab)
    job_id = start(lab, campaign_id)["jobId"]
    lab.advance("1s")
    lab.workspace.jobs.fail(lab.job(job_id), "Out of order")
    shown = lab.campaign(campaign_id)["postValidation"]
    assert (shown["status"], shown["error"], shown["validated"]) == ("failed", "Out of order", 250)
    assert (shown["creditReserved"], shown["creditUsed"], shown["creditReturned"]) == (75, 62.5, 12.5)
    assert lab.balance == before - 250 * EACH
    assert isinstance(heard[-1], CampaignValidationFailed)
    assert (heard[-1].error, heard[-1].validated, heard[-1].credit_returned) == ("Out of order", 250, 50 * EACH)
    start(lab, campaign_id)
    lab.advance("1m")
    assert lab.campaign(campaign_id)["postValidation"]["total"] == 50


def test_the_magic_title_fails_before_anything_is_checked(lab: Lab) -> None:
    campaign_id = lab.completed(title="[validation-fail] please")
    before = lab.balance
    start(lab, campaign_id)
    lab.advance("1m")
    assert lab.campaign(campaign_id)["postValidation"]["error"] == "Validation service is unavailable"
    assert lab.balance == before


def test_three_a_minute_for_a_campaign(lab: Lab) -> None:
    campaign_id, other = lab.completed(), lab.completed()
    lab.enforce_limits()
    path = f"/campaigns/{campaign_id}/validate"
    assert [lab.post(path).status_code for _ in range(4)] == [202, 409, 409, 429]
    assert lab.post(f"/campaigns/{other}/validate").status_code == 202
    lab.advance("1m")
    assert lab.post(path).status_code == 400


def test_looks_at_the_preview_move_it_on_where_time_does_not(lab: Lab) -> None:
    campaign_id = lab.completed()
    lab.pace("campaign_validation", Progression.POLLS)
    start(lab, campaign_id)
    preview(lab, campaign_id)
    assert lab.campaign(campaign_id)["postValidation"]["status"] == "completed"
