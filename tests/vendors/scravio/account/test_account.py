"""GET /auth/me, and what every endpoint refuses in the same way."""

from __future__ import annotations

import pytest

from mockserver.core.times import iso_ms
from mockserver.gateway.keys import INACTIVE
from mockserver.vendors.scravio.credits.service import TransactionType
from mockserver.vendors.scravio.policy import KEYS
from tests.vendors.scravio.lab import Lab


def test_the_account_is_shown_with_every_documented_field(lab: Lab) -> None:
    account = lab.read("/auth/me")
    assert account == {
        "id": lab.account.id,
        "email": "alex@example.com",
        "name": "Alex Morgan",
        "avatar": None,
        "isVerified": True,
        "shouldMaskEmail": False,
        "credits": 25_000,
        "concurrentCampaignLimit": 3,
        "scrapingSpeed": "fast",
        "createdAt": iso_ms(lab.account.created_at),
    }


def test_credits_are_the_end_of_the_ledger(lab: Lab) -> None:
    lab.grant(5)
    assert lab.read("/auth/me")["credits"] == 25_005


def test_a_confirmed_purchase_unmasks_emails_and_a_gift_does_not(lab: Lab) -> None:
    lab.change_account(should_mask_email=True)
    lab.grant(1)
    assert lab.read("/auth/me")["shouldMaskEmail"] is True
    lab.grant(1, TransactionType.PAYMENT_STRIPE_TOPUP)
    assert lab.read("/auth/me")["shouldMaskEmail"] is False


@pytest.mark.parametrize(("key", "message"), [("", "Missing API key"), ("sk_live_wrong", "Invalid API key")])
def test_a_key_that_is_missing_or_unknown_is_refused(lab: Lab, key: str, message: str) -> None:
    lab.key = key
    lab.refuses("GET", "/auth/me", None, message, "UNAUTHORIZED", status=401)


def test_a_key_whose_subscription_is_not_active_is_refused(lab: Lab) -> None:
    keys = lab.app.workspaces.by_key("scravio", lab.key)
    assert keys is not None
    lab.write(lambda: setattr(lab, "key", keys[0].keys.make("scravio", KEYS, kind=INACTIVE).key))
    lab.refuses("GET", "/auth/me", None, "Insufficient permissions", "FORBIDDEN", status=403)


def test_an_unknown_path_and_a_wrong_method_wear_the_vendors_shape(lab: Lab) -> None:
    lab.refuses("GET", "/nothing", None, "No endpoint at /api/nothing", "NOT_FOUND", status=404)
    lab.refuses("DELETE", "/auth/me", None, "DELETE is not allowed here; use GET", "METHOD_NOT_ALLOWED", status=405)


def test_every_request_has_a_name_of_its_own(lab: Lab) -> None:
    answers = [lab.get("/credit-transactions") for _ in range(3)]
    names = [answer.json()["requestId"] for answer in answers]
    assert names == [answer.headers["X-Request-Id"] for answer in answers]
    assert len(set(names)) == 3
