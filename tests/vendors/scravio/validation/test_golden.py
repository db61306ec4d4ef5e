"""Answers have all documented fields and no others, and the document's requests are taken as they stand."""

from __future__ import annotations

import pytest

from tests.vendors.scravio.documented import differences, request
from tests.vendors.scravio.lab import Lab
from tests.vendors.scravio.validation.uploading import Upload


def test_a_preview_of_a_campaigns_validation(lab: Lab) -> None:
    served = lab.read(f"/campaigns/{lab.completed()}/validate/preview")
    assert differences("preview_campaign_validation", served) == []


def test_a_campaigns_validation(lab: Lab) -> None:
    answer = lab.post(f"/campaigns/{lab.completed()}/validate")
    assert answer.status_code == 202
    assert differences("validate_campaign", answer.json()) == []


def test_pasted_emails(lab: Lab) -> None:
    example = request("submit_emails")
    answer = lab.request(example.method, example.path, json=example.body)
    assert answer.status_code == 201
    assert differences("submit_emails", answer.json()) == []


def test_the_list_of_jobs(lab: Lab) -> None:
    lab.post("/validation-jobs/text", {"emails": "a@example.com"})
    lab.advance("1m")
    lab.post("/validation-jobs/text", {"emails": "b@example.com"})
    example = request("list_validation_jobs")
    served = lab.read(example.path, **example.query)
    assert [job["status"] for job in served["data"]["jobs"]] == ["pending", "completed"]
    assert differences("list_validation_jobs", served) == []


def test_a_job_under_way_has_no_download_url(lab: Lab) -> None:
    job_id = lab.post("/validation-jobs/text", {"emails": "a@example.com"}).json()["data"]["jobId"]
    served = lab.read(f"/validation-jobs/{job_id}")
    assert differences("validation_job", served, absent=frozenset({"downloadUrl"})) == []


def test_a_completed_job_and_its_download(lab: Lab) -> None:
    job_id = lab.post("/validation-jobs/text", {"emails": "a@example.com"}).json()["data"]["jobId"]
    lab.advance("1m")
    assert differences("validation_job", lab.read(f"/validation-jobs/{job_id}")) == []
    download = lab.read(f"/validation-jobs/{job_id}/download")
    assert differences("validation_download", download) == []
    assert download["data"]["expiresIn"] == 3600


def test_a_file_from_ticket_to_job(lab: Lab) -> None:
    example = request("request_upload")
    assert isinstance(example.body, dict)
    lines = b"name,email\n" + b"Jane,jane@example.com\n" * 10_000
    upload = Upload(lab, lines[: example.body["sizeBytes"]], key=example.body["idempotencyKey"])

    answer = lab.request(example.method, example.path, json=example.body)
    assert answer.status_code == 201
    assert differences("request_upload", answer.json()) == []

    put = request("upload_file")
    upload.ticket = answer.json()["data"]
    taken = lab.fetch(upload.ticket["uploadUrl"], method=put.method, content=upload.content, headers=put.headers)
    assert taken.status_code == 200

    process = request("process_upload")
    assert isinstance(process.body, dict)
    sent = process.body | {"uploadId": upload.ticket["uploadId"], "key": upload.ticket["key"]}
    review = lab.request(process.method, process.path, json=sent)
    assert review.status_code == 200
    assert differences("process_upload", review.json()) == []

    confirm = request("confirm_upload")
    assert isinstance(confirm.body, dict)
    sent = confirm.body | {"parseId": review.json()["data"]["parseId"]}
    queued = lab.request(confirm.method, confirm.path, json=sent)
    assert queued.status_code == 201
    assert differences("confirm_upload", queued.json()) == []
    assert queued.json()["data"]["status"] == "queued"


@pytest.mark.parametrize(
    ("operation", "message"),
    [
        ("preview_campaign_validation", "Campaign not found"),
        ("validate_campaign", "Campaign not found"),
        ("validation_job", "Validation job not found"),
        ("validation_download", "Validation job not found"),
        ("process_upload", "Upload not found"),
        ("confirm_upload", "Parse result not found"),
    ],
)
def test_documented_requests_for_an_id_that_is_not_ours(lab: Lab, operation: str, message: str) -> None:
    example = request(operation)
    lab.refuses(example.method, example.path, example.body, message, "NOT_FOUND", status=404)
