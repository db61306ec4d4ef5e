"""The balance, the quick top-up, the gate for what costs credits, and a ledger that always adds up."""

from __future__ import annotations

import asyncio
import re

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mockserver.core.errors import ApiError
from mockserver.vendors.xquik import metering
from mockserver.vendors.xquik.metering import Subscription
from mockserver.vendors.xquik.prices import ARTICLE_RESULT, MONITOR_HOUR, PRICES
from tests.contract.examples import load
from tests.contract.shapes import differences
from tests.vendors.xquik.lab import Lab

LOOKUP, SEARCH, WRITE, TRENDS = "lookupTweet", "searchTweets", "createTweet", "getTrends"


def charge(lab: Lab, operation: str, units: int = 1) -> None:
    lab.write(lambda: metering.charge(lab.workspace, operation, units))


def refusal(lab: Lab, operation: str, units: int = 1) -> tuple[int, str]:
    with pytest.raises(ApiError) as caught:
        charge(lab, operation, units)
    return caught.value.status, caught.value.code


# The balance


def test_the_balance_stands_under_both_specifications_names(either: Lab) -> None:
    charge(either, WRITE, 3)
    assert either.get("/credits").json() == {
        "balance": "139970",
        "lifetimePurchased": "140000",
        "lifetimeUsed": "30",
        "autoTopupEnabled": False,
        "autoTopupAmountDollars": 10,
        "autoTopupThreshold": "50000",
        "lifetime_purchased": "140000",
        "lifetime_used": "30",
        "auto_topup_enabled": False,
        "auto_topup_amount_dollars": 10,
        "auto_topup_threshold": "50000",
        "auto_topup_stopped": False,
    }
    told = either.get("/account").json()["creditInfo"]
    assert (told["balance"], told["lifetimePurchased"], told["lifetimeUsed"]) == ("139970", "140000", "30")


# The quick top-up


@pytest.mark.parametrize(
    ("card", "case"), [("good", "charged"), ("none", "no_payment_method"), ("needs_action", "requires_action")]
)
def test_each_outcome_is_as_documented(either: Lab, card: str, case: str) -> None:
    example = load("xquik", "quick_topup", case)
    assert example.request is not None
    either.change_account(card=card)
    before = either.balance
    answer = either.post("/credits/quick-topup", example.request.body)
    assert answer.status_code == 200
    assert differences(example.served, answer.json(), extra_ok=False) == []
    assert answer.json()["outcome"] == case
    assert either.balance == before + (66_666 if case == "charged" else 0)


def test_a_charge_tells_what_was_bought_and_what_there_is_now(lab: Lab) -> None:
    lab.set_balance(7)
    assert lab.post("/credits/quick-topup", {"dollars": 25}).json() == {
        "outcome": "charged",
        "credits": "166666",
        "balance": "166673",
    }


def test_a_client_secret_is_the_payment_processors(lab: Lab) -> None:
    secret = lab.post("/credits/quick-topup", {"dollars": 401}).json()["clientSecret"]
    assert re.fullmatch(r"pi_\w{24}_secret_\w{25}", secret)


@pytest.mark.parametrize(("dollars", "outcome"), [(401, "requires_action"), (404, "no_payment_method")])
def test_magic_amounts_choose_the_outcome(lab: Lab, dollars: int, outcome: str) -> None:
    before = lab.balance
    assert lab.post("/credits/quick-topup", {"dollars": dollars}).json()["outcome"] == outcome
    assert lab.balance == before


def test_a_declined_card_is_payment_failed(lab: Lab) -> None:
    lab.refuses("POST", "/credits/quick-topup", {"dollars": 402}, status=402, code="payment_failed")
    lab.change_account(card="declined")
    lab.refuses("POST", "/credits/quick-topup", {"dollars": 10}, status=402, code="payment_failed")


@pytest.mark.parametrize("dollars", [9.99, 500.01, 0, -10, "10", None, True, 10.001, 10**400, [10]])
def test_an_amount_outside_10_to_500_dollars_is_refused(lab: Lab, dollars: object) -> None:
    lab.refuses("POST", "/credits/quick-topup", {"dollars": dollars}, code="invalid_input")


@pytest.mark.parametrize(("dollars", "bought"), [(10, 66_666), (10.5, 70_000), (19.99, 133_266), (500, 3_333_333)])
def test_a_credit_costs_15_thousandths_of_a_cent(lab: Lab, dollars: float, bought: int) -> None:
    assert lab.post("/credits/quick-topup", {"dollars": dollars}).json()["credits"] == str(bought)


# The gate


def test_a_page_is_cut_to_what_the_balance_pays_for(lab: Lab) -> None:
    lab.set_balance(7)
    assert metering.affordable(lab.workspace, SEARCH, 20) == 7
    assert metering.affordable(lab.workspace, SEARCH, 5) == 5
    assert metering.affordable(lab.workspace, SEARCH, 0) == 0
    assert metering.affordable(lab.workspace, ARTICLE_RESULT, 20) == 1


def test_where_nothing_can_be_paid_it_is_insufficient_credits(lab: Lab) -> None:
    lab.set_balance(9)
    assert refusal(lab, WRITE) == (402, "insufficient_credits")
    with pytest.raises(ApiError) as caught:
        metering.affordable(lab.workspace, WRITE, 3)
    assert caught.value.code == "insufficient_credits"
    assert lab.balance == 9
    charge(lab, LOOKUP, 9)
    assert refusal(lab, LOOKUP) == (402, "insufficient_credits")


@pytest.mark.parametrize(
    ("subscription", "has_record", "code"),
    [
        ("none", False, "no_subscription"),
        ("active", False, "no_credits"),
        ("past_due", True, "subscription_inactive"),
        ("past_due", False, "subscription_inactive"),
    ],
)
def test_each_402_has_its_reason(lab: Lab, subscription: str, has_record: bool, code: str) -> None:
    lab.change_account(subscription=subscription)
    if not has_record:
        lab.forget_credits()
        assert "creditInfo" not in lab.get("/account").json()
        assert lab.get("/credits").json()["balance"] == "0"
    assert refusal(lab, LOOKUP) == (402, code)


def test_credits_without_a_subscription_are_good_for_all_but_trends(lab: Lab) -> None:
    lab.change_account(subscription="none")
    charge(lab, LOOKUP)
    charge(lab, "getXTrends")
    assert refusal(lab, TRENDS) == (402, "no_subscription")


def test_every_price_is_a_whole_number_of_credits(lab: Lab) -> None:
    for operation, price in PRICES.items():
        before = lab.balance
        charge(lab, operation, 2)
        assert lab.balance == before - 2 * price.credits
    before = lab.balance
    charge(lab, MONITOR_HOUR)
    assert lab.balance == before - 21


# The automatic top-up


def automatic(lab: Lab, card: str = "good") -> None:
    lab.change_account(auto_topup_enabled=True, auto_topup_dollars=20, auto_topup_threshold=1_000, card=card)


def test_it_comes_when_a_charge_leaves_less_than_the_threshold(lab: Lab) -> None:
    automatic(lab)
    lab.set_balance(1_010)
    charge(lab, WRITE)
    assert lab.balance == 1_000
    charge(lab, LOOKUP)
    assert lab.balance == 999 + 133_333
    assert [row["reason"] for row in lab.rows("xquik_ledger")][-2:] == [LOOKUP, "auto_topup"]


@pytest.mark.parametrize("card", ["none", "needs_action", "declined"])
def test_a_card_that_cannot_be_charged_stops_it(lab: Lab, card: str) -> None:
    automatic(lab, card)
    lab.set_balance(10)
    charge(lab, LOOKUP)
    assert lab.balance == 9
    assert lab.get("/credits").json()["auto_topup_stopped"] is True
    lab.change_account(card="good")
    charge(lab, LOOKUP)
    assert lab.balance == 8


def test_it_does_nothing_where_it_is_off(lab: Lab) -> None:
    lab.set_balance(10)
    charge(lab, LOOKUP)
    assert lab.balance == 9


# The ledger always adds up


class Ledger(RuleBasedStateMachine):
    """Any sequence of what can happen to credits."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.lab = Lab(self.runner)

    def teardown(self) -> None:
        self.lab.close()
        self.runner.close()

    @rule(operation=st.sampled_from(sorted(PRICES)), units=st.integers(0, 40_000))
    def spend(self, operation: str, units: int) -> None:
        before = self.lab.totals
        cost = PRICES[operation].credits * units
        if cost > before.balance or self.is_past_due:
            assert refusal(self.lab, operation, units)[0] == 402
            assert self.lab.totals == before
        elif self.may_pay_for(operation):
            charge(self.lab, operation, units)
            assert self.lab.totals.used == before.used + cost

    @rule(operation=st.sampled_from(sorted(PRICES)), wanted=st.integers(1, 1_000_000))
    def fill_a_page(self, operation: str, wanted: int) -> None:
        if PRICES[operation].credits <= self.lab.balance and self.may_pay_for(operation):
            units = metering.affordable(self.lab.workspace, operation, wanted)
            assert 1 <= units <= wanted
            charge(self.lab, operation, units)

    @property
    def is_past_due(self) -> bool:
        return metering.account(self.lab.workspace).subscription == Subscription.PAST_DUE

    def may_pay_for(self, operation: str) -> bool:
        subscription = Subscription(metering.account(self.lab.workspace).subscription)
        return subscription.is_active or (not self.is_past_due and not PRICES[operation].subscribers_only)

    @rule(dollars=st.integers(0, 600))
    def top_up(self, dollars: int) -> None:
        self.lab.post("/credits/quick-topup", {"dollars": dollars})

    @rule(dollars=st.integers(10, 60), action=st.sampled_from(["pay", "cancel"]))
    def check_out(self, dollars: int, action: str) -> None:
        url = self.lab.post("/credits/topup", {"dollars": dollars}).json()["url"]
        self.lab.open(url, "POST", {"action": action})

    @rule(card=st.sampled_from(["good", "none", "needs_action", "declined"]), automatic=st.booleans())
    def settle(self, card: str, automatic: bool) -> None:
        self.lab.change_account(card=card, auto_topup_enabled=automatic, auto_topup_stopped=False)

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.lab.advance(f"{days}d")

    @rule()
    def subscribe(self) -> None:
        self.lab.open(self.lab.post("/subscribe").json()["url"], "POST", {"action": "pay"})

    @invariant()
    def adds_up(self) -> None:
        rows = self.lab.rows("xquik_ledger")
        amounts = [int(str(row["amount"])) for row in rows]
        balance = 0
        for row, amount in zip(rows, amounts, strict=True):
            balance += amount
            assert row["balance"] == balance >= 0
        told = self.lab.totals
        assert told.balance == balance == told.purchased - told.used
        assert told.purchased == sum(amount for amount in amounts if amount > 0)
        assert told.used == -sum(amount for amount in amounts if amount < 0)


TestLedger = Ledger.TestCase
TestLedger.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
