"""Subscribing and topping up: addresses that open, pages that can be paid, and what that leads to."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from mockserver.vendors.xquik.billing.plans import PLANS, Tier
from tests.contract.examples import load
from tests.contract.shapes import differences
from tests.vendors.xquik.lab import Lab

BAD_CARD = "4000 0000 0000 0002"


def subscribe(lab: Lab, **body: object) -> dict[str, str]:
    answer = lab.post("/subscribe", body)
    assert answer.status_code == 200, answer.text
    link: dict[str, str] = answer.json()
    return link


def topup(lab: Lab, dollars: int = 25) -> str:
    answer = lab.post("/credits/topup", {"dollars": dollars})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["url"])


def session_of(url: str) -> str:
    [session_id] = parse_qs(urlsplit(url).query)["session_id"]
    return session_id


def status_of(lab: Lab, url: str) -> dict[str, object]:
    told: dict[str, object] = lab.get("/credits/topup/status", session_id=session_of(url)).json()
    return told


def send(lab: Lab, url: str, **fields: str) -> httpx.Response:
    answer = lab.open(url, "POST", fields)
    assert (answer.status_code, answer.headers["location"]) == (303, url)
    return lab.open(url)


def unsubscribed(lab: Lab) -> None:
    lab.change_account(subscription="none", tier=None, renews_at=None)


# Subscribing


def test_subscribing_has_the_documented_shape(either: Lab) -> None:
    unsubscribed(either)
    example = load("xquik", "subscribe", "example")
    answer = either.post("/subscribe")
    assert answer.status_code == 200
    assert differences(example.served, answer.json()) == []
    assert answer.json()["status"] == "checkout_created"


@pytest.mark.parametrize("tier", list(Tier))
def test_paying_a_checkout_starts_the_plan(lab: Lab, tier: Tier) -> None:
    unsubscribed(lab)
    before = lab.balance
    url = subscribe(lab, tier=tier.value)["url"]
    page = lab.open(url)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert f"${PLANS[tier].dollars}" in page.text
    assert "Paid" in send(lab, url, action="pay", card="4242424242424242").text
    assert lab.balance == before + PLANS[tier].credits
    assert lab.get("/account").json()["plan"] == "active"
    send(lab, url, action="pay")
    assert lab.balance == before + PLANS[tier].credits


def test_a_subscriber_gets_the_billing_portal(lab: Lab) -> None:
    link = subscribe(lab, tier="pro")
    assert link["status"] == "already_subscribed"
    assert "/billing/" in link["url"]
    assert "starter" in lab.open(link["url"]).text


@pytest.mark.parametrize("tier", ["gold", "", 7, "Starter"])
def test_an_unknown_tier_is_refused(lab: Lab, tier: object) -> None:
    lab.refuses("POST", "/subscribe", {"tier": tier}, code="invalid_input")


def test_a_month_later_the_subscription_is_renewed(lab: Lab) -> None:
    before = lab.balance
    lab.advance("20d")
    assert lab.balance == before + 140_000
    lab.advance("30d")
    assert lab.balance == before + 280_000


def test_a_card_that_cannot_be_charged_leaves_it_past_due_until_it_is_paid(lab: Lab) -> None:
    before = lab.balance
    lab.change_account(card="declined")
    lab.advance("20d")
    account = lab.get("/account").json()
    assert (account["plan"], account["subscription"]["status"]) == ("inactive", "past_due")
    assert lab.balance == before
    link = subscribe(lab)
    assert link["status"] == "payment_issue"
    send(lab, link["url"], action="pay", card=BAD_CARD)
    assert lab.get("/account").json()["plan"] == "inactive"
    send(lab, link["url"], action="pay", card="4242424242424242")
    assert lab.get("/account").json()["plan"] == "active"
    assert lab.balance == before + 140_000
    lab.advance("30d")
    assert lab.balance == before + 280_000


def test_a_cancelled_subscription_lasts_until_its_month_is_over(lab: Lab) -> None:
    before = lab.balance
    url = subscribe(lab)["url"]
    assert "Resume" in send(lab, url, action="cancel").text
    assert lab.get("/account").json()["subscription"]["status"] == "canceling"
    assert lab.get("/account").json()["plan"] == "active"
    lab.advance("20d")
    assert lab.get("/account").json()["subscription"]["status"] == "none"
    lab.advance("60d")
    assert lab.balance == before


def test_a_cancellation_can_be_taken_back(lab: Lab) -> None:
    url = subscribe(lab)["url"]
    send(lab, url, action="cancel")
    send(lab, url, action="resume")
    before = lab.balance
    lab.advance("20d")
    assert lab.balance == before + 140_000


def test_the_portal_saves_a_card_and_switches_the_automatic_topup(lab: Lab) -> None:
    url = subscribe(lab)["url"]
    lab.change_account(card="none")
    send(lab, url, action="card", card=BAD_CARD)
    assert lab.post("/credits/quick-topup", {"dollars": 10}).json()["outcome"] == "no_payment_method"
    send(lab, url, action="card", card="4242424242424242")
    assert lab.post("/credits/quick-topup", {"dollars": 10}).json()["outcome"] == "charged"
    send(lab, url, action="auto_topup_on")
    assert lab.get("/credits").json()["autoTopupEnabled"] is True
    send(lab, url, action="auto_topup_off")
    assert lab.get("/credits").json()["autoTopupEnabled"] is False


# Topping up


def test_a_topup_is_processing_until_it_is_paid(either: Lab) -> None:
    before = either.balance
    url = topup(either)
    assert status_of(either, url) == {"status": "processing", "amount_dollars": 25, "credits": "166666"}
    assert either.balance == before
    page = either.open(url)
    assert "166,666 credits" in page.text
    assert page.headers["cache-control"] == "no-store"
    send(either, url, action="pay")
    assert status_of(either, url) == {"status": "paid", "amount_dollars": 25, "credits": "166666"}
    assert either.balance == before + 166_666
    assert "<form" not in either.open(url).text


def test_the_page_needs_no_fields_to_be_paid(lab: Lab) -> None:
    url = topup(lab)
    assert lab.open(url, "POST").status_code == 303
    assert status_of(lab, url)["status"] == "paid"


def test_a_cancelled_topup_cannot_be_paid_any_more(lab: Lab) -> None:
    before = lab.balance
    url = topup(lab)
    send(lab, url, action="cancel")
    send(lab, url, action="pay")
    assert status_of(lab, url)["status"] == "expired"
    assert lab.balance == before


def test_a_topup_expires_after_a_day(lab: Lab) -> None:
    before = lab.balance
    url = topup(lab)
    lab.advance("23h")
    assert status_of(lab, url)["status"] == "processing"
    lab.advance("1h")
    assert status_of(lab, url)["status"] == "expired"
    send(lab, url, action="pay")
    assert lab.balance == before


def test_a_declined_card_may_be_followed_by_a_better_one(lab: Lab) -> None:
    before = lab.balance
    url = topup(lab)
    assert "declined" in send(lab, url, action="pay", card=BAD_CARD).text
    assert status_of(lab, url)["status"] == "failed"
    send(lab, url, action="pay", card="4242 4242 4242 4242")
    assert status_of(lab, url)["status"] == "paid"
    assert lab.balance == before + 166_666


@pytest.mark.parametrize(
    ("card", "outcome"),
    [("4242424242424242", "charged"), ("4000002500003155", "requires_action"), ("4000000000000341", "payment_failed")],
)
def test_the_card_that_paid_is_saved(lab: Lab, card: str, outcome: str) -> None:
    url = topup(lab)
    send(lab, url, action="pay", card=card)
    assert status_of(lab, url)["status"] == "paid"
    told = lab.post("/credits/quick-topup", {"dollars": 10}).json()
    assert told.get("outcome", told.get("error")) == outcome


def test_without_a_subscription_a_topup_makes_the_balance_record(lab: Lab) -> None:
    unsubscribed(lab)
    lab.forget_credits()
    assert "creditInfo" not in lab.get("/account").json()
    send(lab, topup(lab, 10))
    assert lab.get("/account").json()["creditInfo"]["balance"] == "66666"


@pytest.mark.parametrize("dollars", [9, 0, -10, 10.5, "10", None, True, 10**7, 10**30])
def test_an_amount_that_does_not_fit_is_refused(lab: Lab, dollars: object) -> None:
    lab.refuses("POST", "/credits/topup", {"dollars": dollars}, code="invalid_input")


def test_a_status_needs_a_session_that_is_known(lab: Lab) -> None:
    lab.refuses("GET", "/credits/topup/status", code="invalid_input", message="session_id is required.")
    for session_id in ("cs_test_nothing", session_of(subscribe(lab)["url"])):
        lab.refuses("GET", "/credits/topup/status", status=404, code="not_found", query={"session_id": session_id})


# Pages


def test_a_page_of_no_session_or_of_the_other_kind_is_missing(lab: Lab) -> None:
    portal, checkout = subscribe(lab)["url"], topup(lab)
    for url in (
        checkout.partition("?")[0],
        f"{checkout}x",
        checkout.replace("/checkout/", "/billing/"),
        portal.replace("/billing/", "/checkout/"),
    ):
        for method in ("GET", "POST"):
            assert lab.open(url, method).status_code == 404


def test_an_address_is_of_the_host_that_the_client_used(lab: Lab) -> None:
    assert topup(lab).startswith("http://localhost:4545/xquik/checkout/lab?session_id=cs_test_")


@pytest.mark.parametrize("content", [b"\xff\xfe", b"action=%00", b"a=b&" * 5_000, b"action=steal"])
def test_a_form_that_makes_no_sense_breaks_nothing(lab: Lab, content: bytes) -> None:
    for url in (subscribe(lab)["url"], topup(lab)):
        assert lab.open(url, "POST", content=content).status_code == 303
