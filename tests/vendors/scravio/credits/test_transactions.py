"""GET /credit-transactions and the ledger behind it."""

from __future__ import annotations

import pytest

from mockserver.core.errors import ApiError
from mockserver.core.times import iso_ms
from mockserver.vendors.scravio.credits import service as ledger
from mockserver.vendors.scravio.credits.service import TransactionType
from tests.vendors.scravio.lab import Lab

PATH = "/credit-transactions"


def amounts(lab: Lab, **query: object) -> list[float]:
    return [each["amount"] for each in lab.read(PATH, **query)["transactions"]]


def test_a_transaction_has_every_documented_field(lab: Lab) -> None:
    lab.write(
        lambda: ledger.record(
            lab.workspace,
            lab.account,
            TransactionType.PAYMENT_STRIPE_TOPUP,
            12_345,
            description="Top-up",
            payment_id="pi_1",
            payment_gateway="stripe",
            correlation_id="order-1",
            metadata={"invoice": "in_1"},
        )
    )
    shown = lab.read(PATH)["transactions"][0]
    assert shown.pop("id")
    assert shown == {
        "timestamp": iso_ms(lab.now),
        "balanceBefore": 25_000,
        "amount": 12.345,
        "balanceAfter": 25_012.345,
        "type": "PAYMENT_STRIPE_TOPUP",
        "description": "Top-up",
        "campaignId": None,
        "paymentId": "pi_1",
        "paymentGateway": "stripe",
        "correlationId": "order-1",
        "metadata": {"invoice": "in_1"},
        "createdAt": iso_ms(lab.now),
    }


def test_the_newest_comes_first_by_default(lab: Lab) -> None:
    for amount in (1, 2, 3):
        lab.grant(amount)
    assert amounts(lab) == [3, 2, 1, 25_000]
    assert amounts(lab, order="asc") == [25_000, 1, 2, 3]


def test_they_are_sorted_by_amount(lab: Lab) -> None:
    for amount in (3, -1, 2):
        lab.grant(amount)
    assert amounts(lab, sortBy="amount") == [25_000, 3, 2, -1]
    assert amounts(lab, sortBy="amount", order="asc") == [-1, 2, 3, 25_000]


def test_types_are_a_comma_separated_list(lab: Lab) -> None:
    lab.grant(1)
    lab.grant(2, TransactionType.SUBSCRIPTION_RENEWAL)
    assert amounts(lab, type="SUBSCRIPTION_RENEWAL, SUBSCRIPTION_INITIAL") == [2, 25_000]
    assert amounts(lab, type="ADMIN_CREDIT_ADJUSTMENT") == [1]
    assert amounts(lab, type=" , ") == [2, 1, 25_000]


def test_times_are_included_and_a_date_means_its_end(lab: Lab) -> None:
    begun = iso_ms(lab.now)
    lab.advance("1d")
    lab.grant(1)
    assert amounts(lab, to=begun) == [25_000]
    assert amounts(lab, **{"from": iso_ms(lab.now)}) == [1]
    assert amounts(lab, to=iso_ms(lab.now)[:10]) == [1, 25_000]


def test_pages_have_the_true_total_and_end(lab: Lab) -> None:
    for amount in range(1, 5):
        lab.grant(amount)
    page = lab.read(PATH, page=2, perPage=2)
    assert [each["amount"] for each in page["transactions"]] == [2, 1]
    assert page["pagination"] == {"totalCount": 5, "totalPages": 3, "currentPage": 2, "perPage": 2}
    beyond = lab.read(PATH, page=9, perPage=2)
    assert (beyond["transactions"], beyond["pagination"]["totalCount"]) == ([], 5)
    assert lab.read(PATH, perPage=5_000)["pagination"]["perPage"] == 100


def test_a_campaigns_transactions_are_found_by_its_id(lab: Lab) -> None:
    campaign_id = lab.completed()
    lab.completed()
    found = lab.read(PATH, campaignId=campaign_id)["transactions"]
    assert [each["type"] for each in found] == ["CAMPAIGN_SETTLEMENT", "CAMPAIGN_RESERVATION"]
    assert {each["campaignId"] for each in found} == {campaign_id}
    assert len({each["correlationId"] for each in found}) == 1
    assert lab.read(PATH, campaignId="0" * 24)["transactions"] == []


def test_older_clients_write_per_page(lab: Lab) -> None:
    lab.grant(1)
    assert len(amounts(lab, per_page=1)) == 2
    lab.serve_observed()
    assert len(amounts(lab, per_page=1)) == 1


def test_every_parameter_that_does_not_fit_is_named(lab: Lab) -> None:
    lab.refuses_query(
        PATH,
        {"page": 0, "perPage": "x", "from": "yesterday", "sortBy": "date", "order": "up"},
        [
            ("page", "page must be at least 1"),
            ("perPage", "perPage must be an integer"),
            ("from", "from must be an ISO 8601 date or time such as 2026-01-31T12:00:00Z"),
            ("sortBy", "sortBy must be one of 'timestamp' or 'amount'"),
            ("order", "order must be one of 'asc' or 'desc'"),
        ],
    )


def test_a_balance_never_falls_below_zero(lab: Lab) -> None:
    with pytest.raises(ApiError) as refused:
        lab.grant(-25_001)
    assert (refused.value.status, refused.value.code) == (400, "INSUFFICIENT_CREDITS")
    assert amounts(lab) == [25_000]
    lab.grant(-25_000)
    assert lab.read("/auth/me")["credits"] == 0
