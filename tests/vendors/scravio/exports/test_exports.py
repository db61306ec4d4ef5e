"""Exports: how one is asked for, reused, limited, listed, and what its file holds."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.core.settings import Progression, RateLimits
from mockserver.vendors.scravio.credits.service import TransactionType
from tests.vendors.scravio.exports.files import ask, csv_rows, download, sheets, shown
from tests.vendors.scravio.lab import Lab


def validated(lab: Lab) -> str:
    """A campaign whose emails were validated; returns its id."""
    campaign_id = lab.completed()
    assert lab.post(f"/campaigns/{campaign_id}/validate").status_code == 202
    lab.advance("1m")
    return campaign_id


# What a file holds


def test_a_csv_file_holds_the_leads(lab: Lab) -> None:
    campaign_id = lab.completed()
    export = ask(lab, campaign_id)
    lab.advance("1m")
    rows = csv_rows(download(lab, export))
    leads = lab.read(f"/campaigns/{campaign_id}/leads", perPage=100, sortBy="scrapedAt", order="asc")["items"]
    assert len(rows) == len(leads) > 20
    for row, lead in zip(rows, leads, strict=True):
        assert row["email"] == (lead["email"] or "")
        assert (row["username"], row["fullName"]) == (lead["username"], lead["fullName"])
        assert int(row["followerCount"]) == lead["followerCount"]
        assert row["isPrivate"] == str(lead["isPrivate"]).lower()
        assert (row["emailSource"], row["emailStatus"], row["scrapedAt"]) == (
            lead["emailSource"],
            "",
            lead["scrapedAt"],
        )


def test_an_xlsx_file_holds_the_same(lab: Lab) -> None:
    campaign_id = validated(lab)
    csv_export, xlsx_export = ask(lab, campaign_id), ask(lab, campaign_id, fileFormat="xlsx")
    lab.advance("1m")
    rows = csv_rows(download(lab, csv_export))
    (sheet,) = sheets(download(lab, xlsx_export))
    assert list(sheet[0]) == list(rows[0])
    text = [
        [str(cell).lower() if isinstance(cell, bool) else "" if cell is None else str(cell) for cell in row]
        for row in sheet[1:]
    ]
    assert text == [list(row.values()) for row in rows]


def test_only_leads_with_an_email(lab: Lab) -> None:
    campaign_id = lab.completed()
    export = ask(lab, campaign_id, emailOnly=True)
    lab.advance("1m")
    rows = csv_rows(download(lab, export))
    assert len(rows) == 20
    assert all("@" in row["email"] for row in rows)


@pytest.mark.parametrize("email_only", [True, False])
def test_only_valid_emails(lab: Lab, email_only: bool) -> None:
    campaign_id = validated(lab)
    export = ask(lab, campaign_id, onlyValidEmails=True, emailOnly=email_only)
    assert (export["onlyValidEmails"], export["isEmailOnly"]) == (True, email_only)
    lab.advance("1m")
    rows = csv_rows(download(lab, export))
    assert len(rows) == lab.campaign(campaign_id)["postValidation"]["valid"]
    assert {row["emailStatus"] for row in rows} == {"valid"}


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_a_file_without_leads_has_its_header(lab: Lab, file_format: str) -> None:
    export = ask(lab, lab.completed(), onlyValidEmails=True, fileFormat=file_format)
    lab.advance("1m")
    assert (shown(lab, export)["status"], shown(lab, export)["totalRecords"]) == ("completed", 0)
    content = download(lab, export)
    header = sheets(content)[0][0] if file_format == "xlsx" else content.decode().strip().split(",")
    assert header[:2] == type(header)(["email", "emailStatus"])
    assert len(sheets(content)[0] if file_format == "xlsx" else content.decode().splitlines()) == 1


def test_free_accounts_get_masked_emails_until_they_pay(lab: Lab) -> None:
    campaign_id = lab.completed()
    lab.change_account(should_mask_email=True)
    masked = ask(lab, campaign_id, emailOnly=True)
    lab.advance("1m")
    assert all("***@" in row["email"] for row in csv_rows(download(lab, masked)))
    lab.grant(1, TransactionType.PAYMENT_STRIPE_TOPUP)
    clear = ask(lab, campaign_id, emailOnly=True)
    lab.advance("1m")
    assert not any("*" in row["email"] for row in csv_rows(download(lab, clear)))


def test_more_leads_than_one_step_writes(lab: Lab) -> None:
    campaign_id = lab.completed(targetEmails=1_500)
    leads = lab.campaign(campaign_id)["normalizedCounts"]["profiles"]
    assert leads > 2_000
    for file_format in ("csv", "xlsx"):
        export = ask(lab, campaign_id, fileFormat=file_format)
        lab.advance("2s")
        assert (shown(lab, export)["status"], shown(lab, export)["totalRecords"]) == ("processing", 0)
        assert 0 < shown(lab, export)["progress"] < 100
        lab.advance("1m")
        entry, content = shown(lab, export), download(lab, export)
        assert (entry["status"], entry["progress"], entry["totalRecords"]) == ("completed", 100, leads)
        assert entry["fileSize"] == len(content)
        names = (
            [row["username"] for row in csv_rows(content)]
            if file_format == "csv"
            else [row[5] for row in sheets(content)[0][1:]]
        )
        assert len(set(names)) == leads


def test_two_runs_give_the_same_bytes(lab: Lab) -> None:
    def run() -> list[bytes]:
        campaign_id = lab.completed()
        exports = [ask(lab, campaign_id, fileFormat=each) for each in ("csv", "xlsx")]
        lab.advance("1m")
        return [download(lab, export) for export in exports]

    first = run()
    lab.begin_again()
    assert run() == first


# Names and addresses


def test_a_file_is_named_for_its_campaign(lab: Lab) -> None:
    export = ask(lab, lab.completed(title="Gym & Fitness: März"))
    assert shown(lab, export)["filename"] is None
    lab.advance("1m")
    name = f"gym-fitness-m-rz-2026-01-05-{export['exportId'][-6:]}.csv"
    assert shown(lab, export)["filename"] == name
    found = lab.read(f"/list-exports/{export['exportId']}/download")["data"]
    assert found["filename"] == name
    answer = lab.fetch(found["downloadUrl"])
    assert f'filename="{name}"' in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("title", ["../../etc/passwd", "..\\boot.ini", "=cmd|'/C calc'!A0", "😀", "a\r\nX-Evil: 1"])
def test_a_name_is_harmless_whatever_the_campaign_is_called(lab: Lab, title: str) -> None:
    export = ask(lab, lab.completed(title=title))
    lab.advance("1m")
    name = shown(lab, export)["filename"]
    assert name.removesuffix(".csv").replace("-", "").isalnum()
    assert download(lab, export)


def test_an_address_is_good_for_an_hour(lab: Lab) -> None:
    export = ask(lab, lab.completed())
    lab.advance("1m")
    address = lab.read(f"/list-exports/{export['exportId']}/download")["data"]["downloadUrl"]
    lab.advance("59m")
    assert lab.fetch(address).status_code == 200
    assert lab.fetch(address.replace("signature=", "signature=0")).status_code == 403
    lab.advance("1m")
    assert lab.fetch(address).status_code == 403


# The life of an export


def test_an_export_goes_through_its_statuses(lab: Lab) -> None:
    export = ask(lab, lab.completed())
    assert (export["status"], export["progress"], export["completedAt"]) == ("pending", 0, None)
    seen = []
    for _ in range(2):
        lab.advance("1s")
        seen.append(shown(lab, export)["status"])
    assert seen == ["processing", "completed"]
    assert shown(lab, export)["completedAt"] == "2026-01-05T10:00:01.500Z"


@pytest.mark.parametrize("after", ["0s", "1s"])
def test_there_is_no_download_before_the_end(lab: Lab, after: str) -> None:
    export = ask(lab, lab.completed())
    lab.advance(after)
    message = f"Export is not completed; it is {shown(lab, export)['status']}"
    lab.refuses("GET", f"/list-exports/{export['exportId']}/download", None, message, "BAD_REQUEST")


def test_the_magic_title_fails(lab: Lab) -> None:
    campaign_id = lab.completed(title="[export-fail] please")
    export = ask(lab, campaign_id)
    lab.advance("1m")
    entry = shown(lab, export)
    assert (entry["status"], entry["filename"], entry["fileSize"]) == ("failed", None, None)
    path = f"/list-exports/{export['exportId']}/download"
    lab.refuses("GET", path, None, "Export is not completed; it is failed", "BAD_REQUEST")
    assert lab.rows("files") == lab.rows("file_chunks") == []
    assert ask(lab, campaign_id)["exportId"] != export["exportId"]


def test_a_tester_can_fail_an_export(lab: Lab) -> None:
    export = ask(lab, lab.completed(), fileFormat="xlsx")
    lab.advance("1s")
    lab.workspace.jobs.fail(lab.job(export["exportId"]), None)
    assert shown(lab, export)["status"] == "failed"
    assert lab.job(export["exportId"]).error == "Export failed"
    assert lab.rows("files") == []


def test_who_polls_the_download_moves_the_export_on_where_time_does_not(lab: Lab) -> None:
    lab.pace("list_export", Progression.POLLS)
    campaign_id = lab.completed()
    export = ask(lab, campaign_id)
    path = f"/list-exports/{export['exportId']}/download"
    assert [lab.get(path).status_code for _ in range(2)] == [400, 200]


def test_an_export_is_over_at_once_where_that_is_wanted(lab: Lab) -> None:
    campaign_id = lab.completed()
    lab.pace("list_export", Progression.IMMEDIATE)
    assert shown(lab, ask(lab, campaign_id))["status"] == "completed"


def test_a_running_campaign_can_be_exported(lab: Lab) -> None:
    campaign_id = lab.launch(targetEmails=2_000)
    lab.advance("10s")
    export = ask(lab, campaign_id)
    lab.advance("5m")
    assert shown(lab, export)["status"] == "completed"
    assert ask(lab, campaign_id)["exportId"] != export["exportId"]


# Reuse and limits


def test_one_under_way_is_given_again(lab: Lab) -> None:
    campaign_id = lab.completed()
    first = ask(lab, campaign_id)
    assert ask(lab, campaign_id) == first
    lab.advance("1s")
    assert ask(lab, campaign_id)["exportId"] == first["exportId"]
    assert lab.read("/list-exports")["data"]["pagination"]["totalCount"] == 1


@pytest.mark.parametrize("option", [{"emailOnly": True}, {"onlyValidEmails": True}, {"fileFormat": "xlsx"}])
def test_other_options_make_another_export(lab: Lab, option: dict[str, Any]) -> None:
    campaign_id = lab.completed()
    first = ask(lab, campaign_id)
    assert ask(lab, campaign_id, **option)["exportId"] != first["exportId"]


def test_a_completed_one_is_reused_while_the_leads_are_the_same(lab: Lab) -> None:
    campaign_id = lab.completed()
    first = ask(lab, campaign_id)
    lab.advance("1d")
    reused = ask(lab, campaign_id, status=200)
    assert (reused["exportId"], reused["status"], reused["progress"]) == (first["exportId"], "completed", 100)
    lab.post(f"/campaigns/{campaign_id}/validate")
    lab.advance("1m")
    assert ask(lab, campaign_id)["exportId"] != first["exportId"]


def test_five_an_hour_and_reuse_is_free(lab: Lab) -> None:
    campaigns = [lab.completed() for _ in range(6)]
    lab.enforce_limits()
    remaining = []
    for campaign_id in campaigns[:5]:
        answer = lab.post("/list-exports", {"campaignId": campaign_id})
        assert answer.status_code == 201
        remaining.append(answer.headers["X-RateLimit-Remaining"])
        lab.advance("1m")
        ask(lab, campaign_id, status=200)
    assert remaining == ["4", "3", "2", "1", "0"]
    answer = lab.post("/list-exports", {"campaignId": campaigns[5]})
    assert (answer.status_code, answer.json()["code"]) == (429, "RATE_LIMIT_EXCEEDED")
    assert (answer.headers["Retry-After"], answer.headers["X-RateLimit-Remaining"]) == ("3300", "0")
    ask(lab, campaigns[0], status=200)
    lab.advance("55m")
    ask(lab, campaigns[5])


def test_where_limits_are_not_enforced_they_are_told_or_not(lab: Lab) -> None:
    campaign_id = lab.completed()
    assert "X-RateLimit-Limit" not in lab.post("/list-exports", {"campaignId": campaign_id}).headers
    lab.set(rate_limits=RateLimits.HEADERS)
    for _ in range(6):
        answer = lab.post("/list-exports", {"campaignId": lab.completed()})
        assert answer.status_code == 201
    assert answer.headers["X-RateLimit-Limit"] == "5"


# Requests


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ({}, [("campaignId", "is required")]),
        ({"campaignId": 5}, [("campaignId", "must be a string")]),
        ({"campaignId": "x", "fileFormat": "pdf"}, [("fileFormat", "must be one of 'csv' or 'xlsx'")]),
        (
            {"campaignId": "x", "emailOnly": "yes", "onlyValidEmails": 1},
            [("emailOnly", "must be a boolean"), ("onlyValidEmails", "must be a boolean")],
        ),
    ],
)
def test_what_is_refused(lab: Lab, body: object, problems: list[tuple[str, str]]) -> None:
    lab.refuses_fields("POST", "/list-exports", body, [(name, f"{name} {message}") for name, message in problems])


@pytest.mark.parametrize("campaign_id", ["", "x", "507f1f77bcf86cd799439011", "../..", "\x00", "😀" * 500])
def test_an_id_that_is_no_campaigns(lab: Lab, campaign_id: str) -> None:
    body = {"campaignId": campaign_id}
    lab.refuses("POST", "/list-exports", body, "Campaign not found", "NOT_FOUND", status=404)


def test_pages_filters_and_order(lab: Lab) -> None:
    campaign_id, failing = lab.completed(), lab.completed(title="[export-fail]")
    done = ask(lab, campaign_id)["exportId"]
    lab.advance("1m")
    failed = ask(lab, failing)["exportId"]
    lab.advance("1m")
    waiting = ask(lab, campaign_id, fileFormat="xlsx")["exportId"]

    def listed(**query: object) -> list[str]:
        return [each["exportId"] for each in lab.read("/list-exports", **query)["data"]["exports"]]

    assert listed() == [waiting, failed, done]
    assert listed(order="asc") == [done, failed, waiting]
    assert listed(campaignId=campaign_id) == [waiting, done]
    assert listed(campaignId=campaign_id, status="completed") == listed(status="completed") == [done]
    assert listed(campaignId="507f1f77bcf86cd799439011") == []
    assert listed(sortBy="status", order="asc") == [done, failed, waiting]
    assert listed(sortBy="completedAt") == [failed, done, waiting]
    assert listed(perPage=1, page=2) == [failed]
    page = lab.read("/list-exports", perPage=2)["data"]["pagination"]
    assert page == {"totalCount": 3, "totalPages": 2, "currentPage": 1, "perPage": 2}
    assert lab.read("/list-exports", perPage=1_000)["data"]["pagination"]["perPage"] == 100


@pytest.mark.parametrize(
    ("query", "param", "message"),
    [
        ({"page": "0"}, "page", "must be at least 1"),
        ({"perPage": "x"}, "perPage", "must be an integer"),
        ({"status": "done"}, "status", "must be one of 'pending', 'processing', 'completed' or 'failed'"),
        ({"sortBy": "name"}, "sortBy", "must be one of 'createdAt', 'completedAt' or 'status'"),
    ],
)
def test_a_list_that_is_asked_for_wrongly(lab: Lab, query: dict[str, object], param: str, message: str) -> None:
    lab.refuses_query("/list-exports", query, [(param, f"{param} {message}")])
