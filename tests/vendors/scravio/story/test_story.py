"""The whole story: a budget, a campaign, valid addresses in a file, and a ledger that explains every credit."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

from tests.vendors.scravio.lab import Lab
from tests.vendors.scravio.seed.offices import check_books

WISH = {
    "type": "INSTAGRAM_HASHTAG",
    "inputs": {"hashtags": ["fitness", "gym"]},
    "targetEmails": 200,
    "enableEmailValidation": False,
}


def exact(value: object) -> Decimal:
    return Decimal(str(value))


def test_from_a_preview_to_a_file_and_a_ledger_explained_to_the_credit(lab: Lab) -> None:
    start = exact(lab.read("/auth/me")["credits"])

    preview = lab.post("/campaigns/reserve-preview", WISH).json()["data"]
    created = lab.post("/campaigns", {"title": "The story", **WISH}).json()["campaign"]
    campaign_id = created["_id"]
    assert created["creditSettlement"]["creditReserved"] == preview["creditReserved"]
    assert exact(lab.read("/auth/me")["credits"]) == start - exact(preview["creditReserved"])

    lab.advance("1h")
    campaign = lab.campaign(campaign_id)
    assert campaign["status"] == "fully_completed"
    assert campaign["normalizedCounts"]["emails"] == campaign["emailScanCount"] == 200
    settlement = campaign["creditSettlement"]
    assert settlement["isSettled"]
    assert exact(settlement["creditReserved"]) == exact(settlement["creditUsed"]) + exact(settlement["creditReturned"])

    cost = lab.read(f"/campaigns/{campaign_id}/validate/preview")
    assert (cost["emailsToValidate"], cost["canValidate"]) == (200, True)
    assert lab.post(f"/campaigns/{campaign_id}/validate").status_code == 202
    lab.advance("1h")
    validation = lab.campaign(campaign_id)["postValidation"]
    assert validation["status"] == "completed"
    assert validation["valid"] + validation["invalid"] == validation["total"] == 200

    rows = downloaded(lab, campaign_id)
    leads = valid_leads(lab, campaign_id)
    assert len(rows) == len(leads) == validation["valid"]
    assert [row["email"] for row in rows] == [lead["email"] for lead in leads]

    lines = lab.read("/credit-transactions", order="asc")["transactions"]
    story = [(line["type"], exact(line["amount"])) for line in lines if line["campaignId"] == campaign_id]
    assert story == [
        ("CAMPAIGN_RESERVATION", -exact(preview["creditReserved"])),
        ("CAMPAIGN_SETTLEMENT", exact(settlement["creditReturned"])),
        ("EMAIL_VALIDATION_DEDUCTION", -exact(cost["creditCost"])),
    ]
    spent = exact(settlement["creditCharged"]) + exact(validation["creditUsed"])
    assert exact(lab.read("/auth/me")["credits"]) == start - spent
    check_books(lab)


def downloaded(lab: Lab, campaign_id: str) -> list[dict[str, Any]]:
    """The rows of a file of valid addresses."""
    wish = {"campaignId": campaign_id, "onlyValidEmails": True}
    export_id = lab.post("/list-exports", wish).json()["data"]["exportId"]
    assert lab.get(f"/list-exports/{export_id}/download").status_code == 400
    lab.advance("5m")
    address = lab.read(f"/list-exports/{export_id}/download")["data"]["downloadUrl"]
    return list(csv.DictReader(io.StringIO(lab.fetch(address).content.decode("utf-8-sig"))))


def valid_leads(lab: Lab, campaign_id: str) -> list[dict[str, Any]]:
    """The same from the list of leads, in the order of scraping."""
    path, query = (
        f"/campaigns/{campaign_id}/leads",
        {"validationStatus": "valid", "sortBy": "scrapedAt", "order": "asc"},
    )
    pages = [lab.read(path, page=page, perPage=100, **query) for page in (1, 2)]
    assert pages[0]["pagination"]["totalPages"] == 2
    return [lead for page in pages for lead in page["items"]]
