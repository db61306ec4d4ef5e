"""What a tester does to the balance through the control API."""

from __future__ import annotations

import pytest

from mockserver.core.errors import ApiError
from mockserver.vendors.scravio.credits import triggers
from tests.vendors.scravio.lab import Lab


def make(lab: Lab, **data: object) -> None:
    lab.write(lambda: triggers.trigger(lab.workspace, data))


def test_it_is_one_of_the_vendors_triggers(lab: Lab) -> None:
    assert lab.app.vendor_apps["scravio"].vendor.triggers()["creditTransaction"] is triggers.trigger


def test_by_default_it_is_a_payment_which_unmasks_emails(lab: Lab) -> None:
    lab.change_account(should_mask_email=True)
    make(lab)
    line = lab.read("/credit-transactions")["transactions"][0]
    assert (line["type"], line["amount"], line["paymentGateway"]) == ("PAYMENT_STRIPE_TOPUP", 1_000, "stripe")
    assert line["paymentId"].startswith("pay_")
    assert lab.read("/auth/me")["shouldMaskEmail"] is False


def test_a_renewal_is_no_payment(lab: Lab) -> None:
    make(lab, type="SUBSCRIPTION_RENEWAL", amount=5)
    line = lab.read("/credit-transactions")["transactions"][0]
    assert (line["type"], line["amount"], line["paymentId"], line["paymentGateway"]) == (
        "SUBSCRIPTION_RENEWAL",
        5,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"type": "GIFT"}, "type must be one of"),
        ({"amount": 1.5}, "amount must be an integer"),
        ({"amount": 10**12}, "amount must be at most 1000000000"),
        ({"sum": 1}, "sum is not a known field"),
        ({"type": "CAMPAIGN_OVERAGE"}, "type CAMPAIGN_OVERAGE is written by campaigns and validations only"),
        ({"type": "ADMIN_CREDIT_ADJUSTMENT", "amount": -30_000}, "Insufficient credits: 30000 required"),
    ],
)
def test_what_does_not_fit_changes_nothing(lab: Lab, data: dict[str, object], message: str) -> None:
    with pytest.raises(ApiError) as refused:
        make(lab, **data)
    assert refused.value.status == 400
    assert refused.value.message.startswith(message)
    assert lab.balance == 25_000_000
