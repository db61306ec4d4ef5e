"""Files on their way to a validation job: ticket, upload, parse, confirmation, and each of them again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockserver.core.times import iso_ms
from tests.vendors.scravio.lab import Lab
from tests.vendors.scravio.validation.uploading import Upload

LEADS = b"name,work,home\nJane,jane@example.com,j@home.example.com\nBob,bob@example.com,\nBo,BOB@example.com,\nX,,\n"
TICKET = "/validation-jobs/file"
PROCESS = "/validation-jobs/file/process"
CONFIRM = "/validation-jobs/file/confirm"


def ticket_body(**changes: object) -> dict[str, object]:
    body: dict[str, object] = {
        "filename": "leads.csv", "contentType": "text/csv", "sizeBytes": 10, "idempotencyKey": "k",
    }  # fmt: skip
    return {name: value for name, value in {**body, **changes}.items() if value is not ...}


# Ticket


def test_a_ticket(lab: Lab) -> None:
    ticket = Upload(lab, LEADS).put().ticket
    assert ticket["expiresAt"] == iso_ms(lab.now + 15 * 60_000)
    assert ticket["maxSizeBytes"] == 10 * 1024 * 1024
    assert "text/csv" in ticket["allowedContentTypes"]
    assert ticket["uploadId"].startswith("upl_")
    assert lab.balance == 25_000_000


@pytest.mark.parametrize(
    ("changes", "param", "message"),
    [
        ({"filename": "leads.xlsx"}, "filename", "must end in .csv or .txt"),
        ({"filename": "leads"}, "filename", "must end in .csv or .txt"),
        ({"filename": ".csv"}, "filename", "must have at least 5 character(s)"),
        ({"filename": "../../etc/leads.csv"}, "filename", "must be the name of a file, without a path"),
        ({"filename": "..\\leads.csv"}, "filename", "must be the name of a file, without a path"),
        ({"filename": "a\x00b.csv"}, "filename", "must be the name of a file, without a path"),
        ({"filename": "x" * 252 + ".csv"}, "filename", "must have at most 255 characters"),
        ({"filename": ...}, "filename", "is required"),
        ({"contentType": ""}, "contentType", "must have at least 1 character(s)"),
        ({"sizeBytes": 0}, "sizeBytes", "must be at least 1"),
        ({"sizeBytes": -1}, "sizeBytes", "must be at least 1"),
        ({"sizeBytes": 10 * 1024 * 1024 + 1}, "sizeBytes", "must be at most 10485760"),
        ({"sizeBytes": 10**30}, "sizeBytes", "must be at most 10485760"),
        ({"sizeBytes": "10"}, "sizeBytes", "must be an integer"),
        ({"sizeBytes": 1.5}, "sizeBytes", "must be an integer"),
        ({"idempotencyKey": ""}, "idempotencyKey", "must have at least 1 character(s)"),
        ({"idempotencyKey": "k" * 256}, "idempotencyKey", "must have at most 255 characters"),
        ({"idempotencyKey": None}, "idempotencyKey", "must be a string"),
    ],
)
def test_a_ticket_that_is_refused(lab: Lab, changes: dict[str, object], param: str, message: str) -> None:
    lab.refuses_fields("POST", TICKET, ticket_body(**changes), [(param, f"{param} {message}")])


@pytest.mark.parametrize("content_type", ["application/octet-stream", "text/csv", "😀"])
def test_the_content_type_is_advisory(lab: Lab, content_type: str) -> None:
    assert lab.post(TICKET, ticket_body(contentType=content_type, filename="LEADS.CSV")).status_code == 201


def test_the_same_request_gets_the_same_ticket(lab: Lab) -> None:
    first = lab.post(TICKET, ticket_body())
    lab.advance("1m")
    again = lab.post(TICKET, ticket_body())
    assert (again.status_code, again.json()) == (201, first.json())
    assert lab.post(TICKET, ticket_body(idempotencyKey="other")).json() != first.json()


@pytest.mark.parametrize(
    ("changes", "name"),
    [({"filename": "b.csv"}, "filename"), ({"contentType": "x"}, "contentType"), ({"sizeBytes": 11}, "sizeBytes")],
)
def test_another_file_under_the_same_key_is_a_conflict(lab: Lab, changes: dict[str, object], name: str) -> None:
    lab.post(TICKET, ticket_body())
    message = f"idempotencyKey was already used with another {name}"
    lab.refuses("POST", TICKET, ticket_body(**changes), message, "CONFLICT", status=409)


# Upload


def test_the_upload_address_takes_the_file_for_15_minutes(lab: Lab) -> None:
    address = Upload(lab, LEADS).request().json()["data"]["uploadUrl"]
    lab.advance("14m")
    assert lab.fetch(address, method="PUT", content=LEADS).status_code == 200
    lab.advance("1m")
    assert lab.fetch(address, method="PUT", content=LEADS).status_code == 403


def test_more_than_any_file_may_have_is_not_taken(lab: Lab) -> None:
    address = Upload(lab, LEADS).request().json()["data"]["uploadUrl"]
    assert lab.fetch(address, method="PUT", content=b"x" * (10 * 1024 * 1024 + 1)).status_code == 413


# Parse


def test_a_review_adds_up(lab: Lab) -> None:
    review = Upload(lab, LEADS).put().review()
    assert review["parseId"].startswith("parse_")
    assert {name: review[name] for name in review if name != "parseId"} == {
        "status": "parsed",
        "totalEmails": 2,
        "totalRows": 4,
        "duplicatesRemoved": 1,
        "invalidRows": 1,
        "estimatedCredits": 0.5,
        "columns": [
            {"key": "work", "label": "work", "emailLikeCount": 3},
            {"key": "home", "label": "home", "emailLikeCount": 1},
        ],
        "recommendedColumn": "work",
    }
    assert lab.balance == 25_000_000
    assert lab.read("/validation-jobs")["data"]["total"] == 0


def test_a_file_without_emails_is_reviewed_and_cannot_be_confirmed(lab: Lab) -> None:
    upload = Upload(lab, b"name,phone\nJane,123\n").put()
    review = upload.review()
    assert (review["columns"], review["recommendedColumn"], review["invalidRows"]) == ([], None, 1)
    body = {"parseId": review["parseId"], "idempotencyKey": upload.key}
    lab.refuses("POST", CONFIRM, body, "File has no emails to validate", "BAD_REQUEST")


def test_a_file_must_be_there(lab: Lab) -> None:
    upload = Upload(lab, LEADS)
    upload.ticket = upload.request().json()["data"]
    message = "File has not been uploaded; PUT it to the uploadUrl first"
    lab.refuses("POST", PROCESS, upload.process_body, message, "BAD_REQUEST")


@pytest.mark.parametrize("content", [LEADS[:-1], LEADS + b"\n"])
def test_a_file_must_be_as_large_as_announced(lab: Lab, content: bytes) -> None:
    upload = Upload(lab, LEADS).put()
    lab.fetch(upload.ticket["uploadUrl"], method="PUT", content=content)
    message = f"Uploaded file has {len(content)} bytes, but sizeBytes announced {len(LEADS)}"
    lab.refuses("POST", PROCESS, upload.process_body, message, "BAD_REQUEST")
    lab.fetch(upload.ticket["uploadUrl"], method="PUT", content=LEADS)
    assert upload.process().status_code == 200


@pytest.mark.parametrize("content", [b"PK\x03\x04\x14\x00", b"%PDF-1.7\n\x00\x01", b"a@example.com\n\x00"])
def test_a_file_that_is_no_text_is_refused(lab: Lab, content: bytes) -> None:
    upload = Upload(lab, content).put()
    before = lab.workspace.database.revision
    answer = upload.process()
    assert (answer.status_code, answer.json()["code"]) == (400, "BAD_REQUEST")
    assert answer.json()["message"].startswith("File is not text")
    assert lab.workspace.database.revision == before


def test_an_unclosed_quote_far_down_leaves_nothing_half_written(lab: Lab) -> None:
    upload = Upload(lab, b"email\n" + b"a@example.com\n" * 5_000 + b'"' + b"x\n" * 100_000).put()
    assert upload.process().status_code == 400
    assert lab.rows("scravio_validation_addresses") == []


@pytest.mark.parametrize(
    ("changes", "param", "message"),
    [
        ({"idempotencyKey": "other"}, "idempotencyKey", "must be the one that the upload ticket was requested with"),
        ({"key": "private/validation/x.csv"}, "key", "must be the one that the upload ticket gave"),
        ({"filename": "leads.exe"}, "filename", "must end in .csv or .txt"),
        ({"uploadId": 5}, "uploadId", "must be a string"),
    ],
)
def test_a_parse_that_is_refused(lab: Lab, changes: dict[str, object], param: str, message: str) -> None:
    upload = Upload(lab, LEADS).put()
    lab.refuses_fields("POST", PROCESS, {**upload.process_body, **changes}, [(param, f"{param} {message}")])


def test_parsing_again_gives_the_first_answer(lab: Lab) -> None:
    upload = Upload(lab, LEADS).put()
    first = upload.review()
    lab.fetch(upload.ticket["uploadUrl"], method="PUT", content=b"x@example.com" + b"\n" * (len(LEADS) - 13))
    assert upload.review() == first
    message = "idempotencyKey was already used with another filename"
    lab.refuses("POST", PROCESS, {**upload.process_body, "filename": "b.csv"}, message, "CONFLICT", status=409)


def test_a_text_file(lab: Lab) -> None:
    review = Upload(lab, b"a@example.com, b@example.com\nA@EXAMPLE.COM\nnobody\n", filename="list.TXT").put().review()
    assert (review["totalEmails"], review["totalRows"]) == (2, 4)
    assert (review["duplicatesRemoved"], review["invalidRows"], review["recommendedColumn"]) == (1, 1, "email")


@given(st.lists(st.sampled_from(["", "none", "a@x.co", "A@x.co", "b@x.co", "c@x.co"]), min_size=1, max_size=30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_reviews_of_any_list_add_up(lab: Lab, cells: list[str]) -> None:
    content = b"id,email\n" + "".join(f"{place},{cell}\n" for place, cell in enumerate(cells)).encode()
    review = Upload(lab, content, key=f"at revision {lab.workspace.database.revision}").put().review()
    addresses = [cell.lower() for cell in cells if "@" in cell]
    assert review["totalRows"] == len(cells)
    assert review["totalEmails"] == len(set(addresses))
    assert review["duplicatesRemoved"] == len(addresses) - len(set(addresses))
    assert review["invalidRows"] == len(cells) - len(addresses)


# Confirmation


def test_a_confirmed_file_is_validated(lab: Lab) -> None:
    answer = Upload(lab, LEADS).put().confirm(selectedColumn="work")
    assert answer.status_code == 201
    queued = answer.json()["data"]
    assert (queued["status"], queued["totalEmails"], queued["creditsReserved"]) == ("queued", 2, 0.5)
    assert lab.balance == 25_000_000 - 500
    assert lab.read(f"/validation-jobs/{queued['jobId']}")["data"]["status"] == "queued"
    lab.advance("1m")
    shown = lab.read(f"/validation-jobs/{queued['jobId']}")["data"]
    assert (shown["status"], shown["processedCount"]) == ("completed", 2)
    rows = list(csv.reader(io.StringIO(lab.fetch(shown["downloadUrl"]).text)))
    assert [row[0] for row in rows] == ["email", "jane@example.com", "bob@example.com"]


def test_another_column_than_the_recommended_one(lab: Lab) -> None:
    upload = Upload(lab, LEADS).put()
    job = upload.confirm(selectedColumn="home").json()["data"]
    assert (job["totalEmails"], job["creditsReserved"]) == (1, 0.25)
    assert [row["address"] for row in lab.rows("scravio_validation_addresses")] == ["j@home.example.com"]


def test_without_a_column_it_is_the_recommended_one(lab: Lab) -> None:
    upload = Upload(lab, LEADS).put()
    first = upload.confirm()
    assert first.json()["data"]["totalEmails"] == 2
    assert upload.confirm(selectedColumn="work").json() == first.json()


@pytest.mark.parametrize("pause", ["0s", "1m"])
def test_confirming_again_never_charges_twice(lab: Lab, pause: str) -> None:
    upload = Upload(lab, LEADS).put()
    first = upload.confirm(selectedColumn="work")
    lab.advance(pause)
    before = lab.balance
    for _ in range(3):
        again = upload.confirm(selectedColumn="work")
        assert (again.status_code, again.json()) == (201, first.json())
    assert lab.balance == before
    assert lab.read("/validation-jobs")["data"]["total"] == 1
    body = {"parseId": upload.review()["parseId"], "selectedColumn": "home", "idempotencyKey": upload.key}
    message = "idempotencyKey was already used with another selectedColumn"
    lab.refuses("POST", CONFIRM, body, message, "CONFLICT", status=409)


@pytest.mark.parametrize(
    ("changes", "param", "message"),
    [
        ({"idempotencyKey": "other"}, "idempotencyKey", "must be the one that the upload ticket was requested with"),
        ({"selectedColumn": "phone"}, "selectedColumn", "must be one of work, home"),
        ({"selectedColumn": 1}, "selectedColumn", "must be a string"),
        ({"parseId": None}, "parseId", "must be a string"),
    ],
)
def test_a_confirmation_that_is_refused(lab: Lab, changes: dict[str, object], param: str, message: str) -> None:
    upload = Upload(lab, LEADS).put()
    body = {"parseId": upload.review()["parseId"], "idempotencyKey": upload.key, **changes}
    lab.refuses_fields("POST", CONFIRM, body, [(param, f"{param} {message}")])


def test_a_file_that_was_replaced_is_not_read_again(lab: Lab) -> None:
    upload = Upload(lab, LEADS).put()
    upload.review()
    lab.fetch(upload.ticket["uploadUrl"], method="PUT", content=LEADS[::-1])
    body = {"parseId": upload.review()["parseId"], "selectedColumn": "home", "idempotencyKey": upload.key}
    message = "File was replaced after it was parsed; request a new upload"
    lab.refuses("POST", CONFIRM, body, message, "BAD_REQUEST")
    assert upload.confirm(selectedColumn="work").status_code == 201


def test_too_few_credits_leave_the_parse_to_be_confirmed_later(lab: Lab) -> None:
    upload = Upload(lab, LEADS).put()
    upload.review()
    lab.grant(-25_000)
    for column in ("work", "home"):
        answer = upload.confirm(selectedColumn=column)
        assert (answer.status_code, answer.json()["code"]) == (400, "INSUFFICIENT_CREDITS")
    lab.grant(1)
    assert upload.confirm(selectedColumn="work").json()["data"]["totalEmails"] == 2


def submit_text(lab: Lab) -> None:
    assert lab.post("/validation-jobs/text", {"emails": "a@example.com"}).status_code == 201


def confirm_file(lab: Lab) -> None:
    assert Upload(lab, LEADS, key="first").put().confirm().status_code == 201


@pytest.mark.parametrize("occupy", [submit_text, confirm_file])
def test_one_active_job_at_a_time(lab: Lab, occupy: Callable[[Lab], None]) -> None:
    occupy(lab)
    upload = Upload(lab, LEADS, key="second").put()
    answer = upload.confirm()
    assert (answer.status_code, answer.json()["code"]) == (409, "CONFLICT")
    lab.advance("1m")
    assert upload.confirm().status_code == 201
