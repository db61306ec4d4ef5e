"""Validation jobs of pasted lists: what is taken, how a job goes, what it costs, and what its results say."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from mockserver.core.settings import Progression
from tests.vendors.scravio.lab import Lab

TEXT = "/validation-jobs/text"
EACH = 250
"""What checking one email costs, in thousandths."""


def submit(lab: Lab, emails: object) -> Any:
    answer = lab.post(TEXT, {"emails": emails})
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]


def detail(lab: Lab, job: Any) -> Any:
    return lab.read(f"/validation-jobs/{job['jobId']}")["data"]


def results(lab: Lab, job: Any) -> list[list[str]]:
    address = lab.read(f"/validation-jobs/{job['jobId']}/download")["data"]["downloadUrl"]
    answer = lab.fetch(address)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(answer.text)))


@pytest.mark.parametrize(
    "emails", [["a@example.com", "A@Example.com ", "b@example.com"], "a@example.com, A@EXAMPLE.COM,,b@example.com"]
)
def test_repetitions_are_dropped_whatever_their_case(lab: Lab, emails: object) -> None:
    assert submit(lab, emails)["totalEmails"] == 2


@pytest.mark.parametrize(
    ("emails", "message"),
    [
        ([], "must have at least 1 email address"),
        ([" ", ""], "must have at least 1 email address"),
        (" , ", "must have at least 1 email address"),
        ([f"u{i}@example.com" for i in range(5_001)], "must have at most 5000 different email addresses"),
        (5, "must be an array of email addresses, or one string with commas between them"),
        ({"a": 1}, "must be an array of email addresses, or one string with commas between them"),
        (None, "must be an array of email addresses, or one string with commas between them"),
    ],
)
def test_what_is_refused(lab: Lab, emails: object, message: str) -> None:
    lab.refuses_fields("POST", TEXT, {"emails": emails}, [("emails", f"emails {message}")])


def test_every_element_that_is_no_text_is_named(lab: Lab) -> None:
    problems = [("emails.1", "emails.1 must be a string"), ("emails.2", "emails.2 must be a string")]
    lab.refuses_fields("POST", TEXT, {"emails": ["a@example.com", 1, None]}, problems)


def test_the_emails_are_required(lab: Lab) -> None:
    lab.refuses_fields("POST", TEXT, {}, [("emails", "emails is required")])


def test_five_thousand_different_ones_may_be_repeated(lab: Lab) -> None:
    emails = [f"u{i}@example.com" for i in range(5_000)]
    assert submit(lab, emails * 2)["totalEmails"] == 5_000


def test_a_job_goes_through_its_statuses(lab: Lab) -> None:
    job = submit(lab, ["a@example.com"])
    seen = [job["status"]]
    for _ in range(5):
        lab.advance("1s")
        seen.append(detail(lab, job)["status"])
    assert seen == ["pending", "parsing", "queued", "processing", "completed", "completed"]


def test_progress_is_told_while_a_job_runs(lab: Lab) -> None:
    job = submit(lab, [f"u{i}@example.com" for i in range(600)])
    lab.advance("4s")
    shown = detail(lab, job)
    assert (shown["status"], shown["processedCount"]) == ("processing", 250)
    assert shown["validCount"] + shown["invalidCount"] == 250
    assert shown["completedAt"] is None
    assert lab.job(job["jobId"]).progress == 41
    lab.advance("1m")
    shown = detail(lab, job)
    assert (shown["status"], shown["processedCount"]) == ("completed", 600)
    assert 0 < shown["invalidCount"] < 200


def test_results_say_of_each_address_in_its_order_what_was_found(lab: Lab) -> None:
    job = submit(lab, ["Jane@Deliverable.test", "x@bounce.test", "no address", "=1+1@evil", "jane@deliverable.test"])
    lab.advance("1m")
    assert results(lab, job) == [
        ["email", "status", "reason"],
        ["jane@deliverable.test", "valid", "deliverable"],
        ["x@bounce.test", "invalid", "mailbox_not_found"],
        ["no address", "invalid", "invalid_syntax"],
        ["'=1+1@evil", "invalid", "invalid_syntax"],
    ]


def test_large_results_are_whole(lab: Lab) -> None:
    emails = [f"u{i}@example.com" for i in range(5_000)]
    job = submit(lab, emails)
    lab.advance("5m")
    rows = results(lab, job)
    assert [row[0] for row in rows[1:]] == emails
    assert sum(row[1] == "valid" for row in rows) == detail(lab, job)["validCount"]


def test_the_same_address_gets_the_same_verdict_again(lab: Lab) -> None:
    emails = [f"u{i}@example.com" for i in range(300)]
    first = submit(lab, emails)
    lab.advance("1m")
    second = submit(lab, emails[::-1])
    lab.advance("1m")
    assert sorted(results(lab, first)) == sorted(results(lab, second))


def test_credits_are_reserved_and_those_of_malformed_addresses_come_back(lab: Lab) -> None:
    before = lab.balance
    job = submit(lab, ["a@example.com", "x@bounce.test", "nonsense", "b@@c"])
    assert job["creditsUsed"] == 1
    assert lab.balance == before - 4 * EACH
    lab.advance("1m")
    assert lab.balance == before - 2 * EACH
    refund, deduction = lab.read("/credit-transactions")["transactions"][:2]
    assert (deduction["type"], deduction["amount"]) == ("EMAIL_VALIDATION_DEDUCTION", -1)
    assert (refund["type"], refund["amount"]) == ("EMAIL_VALIDATION_REFUND", 0.5)
    assert deduction["correlationId"] == refund["correlationId"] == job["jobId"]
    assert deduction["campaignId"] is None


def test_nothing_comes_back_where_all_was_used(lab: Lab) -> None:
    submit(lab, ["a@example.com"])
    lab.advance("1m")
    assert lab.read("/credit-transactions", type="EMAIL_VALIDATION_REFUND")["transactions"] == []


def test_too_few_credits(lab: Lab) -> None:
    lab.grant(-lab.balance // 1_000)
    message = "Insufficient credits: 0.25 required, 0 available"
    lab.refuses("POST", TEXT, {"emails": "a@example.com"}, message, "INSUFFICIENT_CREDITS")


@pytest.mark.parametrize("after", ["0s", "1s", "2s", "3s"])
def test_one_active_job_at_a_time(lab: Lab, after: str) -> None:
    job = submit(lab, "a@example.com")
    lab.advance(after)
    status = detail(lab, job)["status"]
    message = f"Validation job {job['jobId']} is still {status}; wait for it to finish"
    lab.refuses("POST", TEXT, {"emails": "b@example.com"}, message, "CONFLICT", status=409)
    lab.advance("1m")
    submit(lab, "b@example.com")


def test_three_an_hour(lab: Lab) -> None:
    lab.enforce_limits()
    for _ in range(3):
        submit(lab, "a@example.com")
        lab.advance("1m")
    answer = lab.post(TEXT, {"emails": "a@example.com"})
    assert (answer.status_code, answer.json()["code"]) == (429, "RATE_LIMIT_EXCEEDED")
    lab.advance("57m")
    submit(lab, "a@example.com")


def test_results_are_not_there_before_the_end(lab: Lab) -> None:
    job = submit(lab, "a@example.com")
    message = "Results are available once the job is completed; it is pending"
    lab.refuses("GET", f"/validation-jobs/{job['jobId']}/download", None, message, "NOT_FOUND", status=404)


def test_an_address_of_results_expires_after_an_hour(lab: Lab) -> None:
    job = submit(lab, "a@example.com")
    lab.advance("1m")
    address = detail(lab, job)["downloadUrl"]
    lab.advance("59m")
    assert lab.fetch(address).status_code == 200
    lab.advance("1m")
    assert lab.fetch(address).status_code == 403
    assert lab.fetch(detail(lab, job)["downloadUrl"]).status_code == 200


def test_an_outage_fails_the_job_and_what_was_not_checked_comes_back(lab: Lab) -> None:
    before = lab.balance
    job = submit(lab, ["a@example.com", "b@example.com", "c@outage.test", "d@example.com"])
    lab.advance("1m")
    shown = detail(lab, job)
    assert (shown["status"], shown["statusReason"]) == ("failed", "Validation service is unavailable")
    assert shown["processedCount"] == 2
    assert "downloadUrl" not in shown
    assert lab.balance == before - 2 * EACH
    assert lab.job(job["jobId"]).status == "failed"
    assert lab.rows("files") == []


def test_a_tester_can_fail_a_job(lab: Lab) -> None:
    before = lab.balance
    job = submit(lab, [f"u{i}@example.com" for i in range(600)])
    lab.advance("4s")
    lab.workspace.jobs.fail(lab.job(job["jobId"]), "Out of order")
    shown = detail(lab, job)
    assert (shown["status"], shown["statusReason"], shown["processedCount"]) == ("failed", "Out of order", 250)
    assert shown["completedAt"] == shown["updatedAt"]
    assert lab.balance == before - 250 * EACH
    assert lab.rows("scravio_validation_addresses") == []
    submit(lab, "a@example.com")


def test_a_list_is_forgotten_once_it_was_checked(lab: Lab) -> None:
    submit(lab, "a@example.com")
    assert len(lab.rows("scravio_validation_addresses")) == 1
    lab.advance("1m")
    assert lab.rows("scravio_validation_addresses") == []


def test_looks_move_a_job_on_where_time_does_not(lab: Lab) -> None:
    lab.pace("email_validation", Progression.POLLS)
    job = submit(lab, "a@example.com")
    seen = [detail(lab, job)["status"], lab.read("/validation-jobs")["data"]["jobs"][0]["status"]]
    lab.get(f"/validation-jobs/{job['jobId']}/download")
    seen.append(detail(lab, job)["status"])
    assert seen == ["parsing", "queued", "completed"]


def test_a_job_is_over_at_once_where_that_is_wanted(lab: Lab) -> None:
    lab.pace("email_validation", Progression.IMMEDIATE)
    assert detail(lab, submit(lab, "a@example.com"))["status"] == "completed"


def test_pages_filters_and_order(lab: Lab) -> None:
    ids = []
    for number in range(5):
        ids.append(submit(lab, "x@outage.test" if number == 2 else "a@example.com")["jobId"])
        lab.advance("1h")

    def listed(**query: object) -> list[str]:
        return [job["jobId"] for job in lab.read("/validation-jobs", **query)["data"]["jobs"]]

    assert listed() == listed(sortBy="completedAt") == ids[::-1]
    assert listed(order="asc") == listed(order="asc", sortBy="completedAt") == ids
    assert listed(limit=2, page=2) == [ids[2], ids[1]]
    assert listed(status="failed") == [ids[2]]
    assert listed(status="queued") == listed(page=4, limit=2) == []
    assert listed(**{"from": "2026-01-05T10:00:00Z", "to": "2026-01-05T12:00:00Z"}) == ids[3:0:-1]
    assert listed(to="2026-01-05") == ids[::-1]
    page = lab.read("/validation-jobs", limit=2)["data"]
    assert (page["total"], page["page"], page["pages"]) == (5, 1, 3)
    assert len(listed(limit=1_000)) == 5


@pytest.mark.parametrize(
    ("query", "param", "message"),
    [
        ({"page": "0"}, "page", "must be at least 1"),
        ({"limit": "-1"}, "limit", "must be at least 1"),
        ({"limit": "ten"}, "limit", "must be an integer"),
        ({"status": "cancelled"}, "status",
         "must be one of 'pending', 'parsing', 'queued', 'processing', 'completed' or 'failed'"),
        ({"sortBy": "status"}, "sortBy", "must be one of 'createdAt' or 'completedAt'"),
        ({"order": "up"}, "order", "must be one of 'asc' or 'desc'"),
        ({"from": "yesterday"}, "from", "must be an ISO 8601 date or time such as 2026-01-31T12:00:00Z"),
    ],
)  # fmt: skip
def test_a_list_that_is_asked_for_wrongly(lab: Lab, query: dict[str, object], param: str, message: str) -> None:
    lab.refuses_query("/validation-jobs", query, [(param, f"{param} {message}")])


def test_two_runs_give_the_same_bytes(lab: Lab) -> None:
    def run() -> object:
        job = submit(lab, [f"u{i}@example.com" for i in range(20)])
        lab.advance("1m")
        return results(lab, job), detail(lab, job)["externalRequestId"], job["jobId"]

    first = run()
    lab.begin_again()
    assert run() == first
