"""The tour: from a budget to a file of valid addresses and a ledger that adds up, as `mockserver tour` shows it.

Data only.
"""

from __future__ import annotations

from collections.abc import Mapping

from mockserver.contract import TourStep

_WISH: Mapping[str, object] = {
    "type": "INSTAGRAM_HASHTAG",
    "inputs": {"hashtags": ["fitness", "gym"]},
    "targetEmails": 500,
}

TOUR = (
    TourStep("A new account and its credits", "/auth/me", show=("/credits", "/concurrentCampaignLimit")),
    TourStep(
        "What would 500 emails of people who post about fitness cost at most?",
        "/campaigns/reserve-preview",
        method="POST",
        body=_WISH,
        show=("/data/creditReserved", "/data/summary"),
    ),
    TourStep(
        "Launch the campaign: the credits are reserved",
        "/campaigns",
        method="POST",
        body={"title": "Fitness newsletter", **_WISH},
        expect=201,
        capture={"campaign_id": "/campaign/_id"},
        show=("/campaign/status", "/campaign/creditSettlement/creditReserved"),
    ),
    TourStep(
        "An hour later it is done, and what was not used came back",
        "/campaigns/{campaign_id}",
        advance="1h",
        show=(
            "/status",
            "/normalizedCounts",
            "/creditSettlement/creditCharged",
            "/creditSettlement/creditReturned",
            "/phaseState/settlement/status",
        ),
    ),
    TourStep(
        "The people it found, those with an email first",
        "/campaigns/{campaign_id}/leads?hasEmail=true&perPage=2",
        show=("/items/0", "/pagination"),
    ),
    TourStep(
        "What would it cost to validate the emails?",
        "/campaigns/{campaign_id}/validate/preview",
        show=("/emailsToValidate", "/creditCost", "/canValidate"),
    ),
    TourStep(
        "Validate them",
        "/campaigns/{campaign_id}/validate",
        method="POST",
        expect=202,
        show=("/status", "/creditCost"),
    ),
    TourStep(
        "Ten minutes later each lead says whether mail would arrive",
        "/campaigns/{campaign_id}/leads?validationStatus=valid&perPage=1&sortBy=followerCount",
        advance="10m",
        show=("/items/0/email", "/items/0/emailValidation", "/pagination/totalCount"),
    ),
    TourStep(
        "Make a spreadsheet of the valid ones",
        "/list-exports",
        method="POST",
        body={"campaignId": "{campaign_id}", "onlyValidEmails": True, "fileFormat": "csv"},
        expect=201,
        capture={"export_id": "/data/exportId"},
        show=("/data/status",),
    ),
    TourStep(
        "It is ready: the address works without a key for an hour",
        "/list-exports/{export_id}/download",
        advance="1m",
        show=("/data/filename", "/data/downloadUrl"),
    ),
    TourStep(
        "And the ledger explains every credit",
        "/credit-transactions",
        show=("/transactions",),
    ),
)
