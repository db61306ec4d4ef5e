"""Free accounts see masked emails, and may reveal five of them in the vendor's dashboard, here by a trigger."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.core.errors import ApiError
from mockserver.vendors.scravio.credits.service import TransactionType
from mockserver.vendors.scravio.leads import presenters, reveals
from tests.vendors.scravio.lab import Lab


@pytest.fixture
def campaign_id(lab: Lab) -> str:
    """A campaign with leads, seen by a free account."""
    campaign_id = lab.completed(targetEmails=30)
    lab.change_account(should_mask_email=True)
    return campaign_id


def items(lab: Lab, campaign_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = lab.read(f"/campaigns/{campaign_id}/leads", perPage=100)["items"]
    return found


def reveal(lab: Lab, campaign_id: str, lead_id: str) -> None:
    data = {"campaign_id": campaign_id, "lead_id": lead_id}
    lab.write(lambda: reveals.trigger(lab.workspace, data))


def refusal(lab: Lab, data: dict[str, object]) -> tuple[int, str]:
    with pytest.raises(ApiError) as caught:
        lab.write(lambda: reveals.trigger(lab.workspace, data))
    return caught.value.status, caught.value.message


def test_emails_are_masked(lab: Lab, campaign_id: str) -> None:
    shown = items(lab, campaign_id)
    for lead in shown:
        has_email = lead["emailSource"] != "none"
        assert (lead["emailMasked"], lead["emailRevealed"], lead["canRevealEmail"]) == (has_email, False, has_email)
        assert (lead["email"] is not None) == has_email
    masked = [lead["email"] for lead in shown if lead["email"]]
    lab.change_account(should_mask_email=False)
    open_ones = [lead["email"] for lead in items(lab, campaign_id) if lead["email"]]
    assert masked == [presenters.masked(email) for email in open_ones]
    assert all(email[1:5] == "***@" for email in masked)


def test_five_leads_can_be_revealed(lab: Lab, campaign_id: str) -> None:
    with_email = [lead["_id"] for lead in items(lab, campaign_id) if lead["email"]]
    for lead_id in with_email[:5]:
        reveal(lab, campaign_id, lead_id)
        reveal(lab, campaign_id, lead_id)  # again, which costs nothing
    shown = {lead["_id"]: lead for lead in items(lab, campaign_id)}
    for lead_id in with_email[:5]:
        lead = shown[lead_id]
        assert (lead["emailMasked"], lead["emailRevealed"], lead["canRevealEmail"]) == (False, True, False)
        assert "***" not in lead["email"]
    assert {shown[lead_id]["canRevealEmail"] for lead_id in with_email[5:]} == {False}
    data: dict[str, object] = {"campaign_id": campaign_id, "lead_id": with_email[5]}
    assert refusal(lab, data) == (409, "All free reveals are used")


def test_a_payment_unmasks_everything(lab: Lab, campaign_id: str) -> None:
    lab.grant(10, TransactionType.PAYMENT_STRIPE_TOPUP)
    assert not any(lead["emailMasked"] for lead in items(lab, campaign_id))


def test_what_cannot_be_revealed_is_refused(lab: Lab, campaign_id: str) -> None:
    shown = items(lab, campaign_id)
    without = next(lead["_id"] for lead in shown if lead["email"] is None)
    other = lab.completed(targetEmails=2)
    strange = {
        without: (400, "There is no masked email to reveal"),
        "0" * 24: (404, "Lead not found"),
        shown[0]["_id"][:-6] + "ffffff": (404, "Lead not found"),
        items(lab, other)[0]["_id"]: (404, "Lead not found"),
        "": (404, "Lead not found"),
        "zzz": (404, "Lead not found"),
    }
    for lead_id, expected in strange.items():
        assert refusal(lab, {"campaign_id": campaign_id, "lead_id": lead_id}) == expected
    assert refusal(lab, {"campaign_id": "nothing", "lead_id": without}) == (404, "Campaign not found")
    assert refusal(lab, {"campaign_id": campaign_id})[0] == 400
    assert refusal(lab, {"campaign_id": campaign_id, "lead_id": without, "force": True})[0] == 400
    assert refusal(lab, {"campaign_id": campaign_id, "lead_id": 7})[0] == 400
    lab.change_account(should_mask_email=False)
    assert refusal(lab, {"campaign_id": campaign_id, "lead_id": shown[0]["_id"]})[0] == 400
    assert lab.rows("scravio_reveals") == []
