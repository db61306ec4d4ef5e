"""Answers have all documented fields and no others, and the document's requests are taken as they stand."""

from __future__ import annotations

import pytest

from tests.vendors.scravio.documented import differences, request
from tests.vendors.scravio.exports.files import ask
from tests.vendors.scravio.lab import Lab


def test_an_export(lab: Lab) -> None:
    example = request("create_export")
    assert isinstance(example.body, dict)
    body = {**example.body, "campaignId": lab.completed()}
    made = lab.request(example.method, example.path, json=body)
    assert made.status_code == 201
    assert differences("create_export", made.json()) == []
    lab.advance("1m")
    reused = lab.request(example.method, example.path, json=body)
    assert reused.status_code == 200
    assert differences("create_export", reused.json()) == []


def test_the_list_of_exports(lab: Lab) -> None:
    campaign_id = lab.completed()
    ask(lab, campaign_id)
    lab.advance("1m")
    ask(lab, campaign_id, fileFormat="xlsx")
    example = request("list_exports")
    served = lab.read(example.path, **example.query)
    assert [each["status"] for each in served["data"]["exports"]] == ["pending", "completed"]
    assert differences("list_exports", served) == []


def test_a_download(lab: Lab) -> None:
    export = ask(lab, lab.completed())
    lab.advance("1m")
    assert differences("export_download", lab.read(f"/list-exports/{export['exportId']}/download")) == []


@pytest.mark.parametrize(
    ("operation", "message"), [("create_export", "Campaign not found"), ("export_download", "Export not found")]
)
def test_documented_requests_for_an_id_that_is_not_ours(lab: Lab, operation: str, message: str) -> None:
    example = request(operation)
    lab.refuses(example.method, example.path, example.body, message, "NOT_FOUND", status=404)
