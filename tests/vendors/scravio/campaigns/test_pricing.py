"""Prices follow from one registry: what is previewed is reserved, and what is settled was called."""

from __future__ import annotations

from dataclasses import astuple

from hypothesis import given
from hypothesis import strategies as st

from mockserver.vendors.scravio.campaigns import pricing
from mockserver.vendors.scravio.campaigns.kinds import KINDS, CampaignKind
from mockserver.vendors.scravio.campaigns.pricing import Estimate, Wish
from tests.vendors.scravio.lab import Lab, campaign_body

PATH = "/campaigns/reserve-preview"

kinds = st.sampled_from(list(KINDS.values()))
countries = st.lists(st.sampled_from(["US", "DE", "IS", "NG"]), max_size=3, unique=True)


@st.composite
def wishes(draw: st.DrawFn) -> Wish:
    kind = draw(kinds)
    return Wish(
        kind=kind,
        target_emails=draw(st.integers(1, 1_000_000)),
        deep_search=not kind.is_email_only and draw(st.booleans()),
        validation=draw(st.booleans()),
        countries=draw(countries) if kind.takes_countries else (),
        cap=draw(st.none() | st.integers(1, 10**12)),
    )


@given(wishes())
def test_an_estimate_holds_together(wish: Wish) -> None:
    estimate = pricing.estimate(wish)
    assert all(low <= high for low, high in zip(astuple(estimate.expected), astuple(estimate.reserve), strict=True))
    assert estimate.expected_usage <= estimate.reserve_usage <= estimate.recommended_cap
    assert estimate.recommended_cap % 1_000 == 0
    assert estimate.raw_goal >= wish.target_emails
    assert 0 < estimate.reservation <= estimate.recommended_cap
    assert wish.cap is None or estimate.reservation <= wish.cap
    assert estimate.unfiltered.profile_scans <= estimate.expected.profile_scans <= pricing.LARGEST_SCAN


@given(wishes())
def test_what_is_expected_is_enough_for_the_target(wish: Wish) -> None:
    estimate = pricing.estimate(wish)
    if estimate.expected.profile_scans == pricing.LARGEST_SCAN:
        return
    found = pricing.emails_per_thousand(wish.kind, deep=wish.deep_search)
    assert estimate.expected.profile_scans * estimate.selectivity * found >= estimate.raw_goal * 1_000_000


@given(kinds, st.integers(0, 10**9), st.booleans(), st.booleans(), st.integers(0, 200))
def test_what_is_affordable_is_covered_whatever_is_found(
    kind: CampaignKind, budget: int, deep: bool, validation: bool, scanned: int
) -> None:
    count = pricing.affordable(kind, budget, deep=deep, validation=validation)
    rates = pricing.RATES[kind.platform]

    def cost(profiles: int) -> int:
        calls = profiles if deep else 0, profiles if validation else 0
        return rates.cost(pricing.counters(kind, scanned=profiles, lookups=calls[0], validations=calls[1]))

    assert cost(scanned + count) - cost(scanned) <= max(0, budget)


def test_the_preview_adds_up(lab: Lab) -> None:
    body = campaign_body(type="X_FOLLOWERS", inputs={"targetUser": "nasa", "countries": ["US"]}, targetEmails=1_000)
    data = lab.post(PATH, body).json()["data"]
    for counters, usage in (("expectedCounters", "estimatedUsageCredits"), ("reserveCounters", "reserveUsageCredits")):
        cost = sum(data[counters][name] * rate for name, rate in data["estimatedRates"].items())
        assert round(cost, 3) == data[usage]
    assert data["creditReserved"] == data["recommendedMaxCreditCap"] == data["estimatedCredits"]
    assert data["summary"]["maxCreditSpend"] == data["creditReserved"]
    assert (data["budgetMode"], data["maxCreditCap"]) == ("recommended", None)
    [impact] = data["filterImpacts"]
    assert (impact["filter"], impact["values"]) == ("countries", ["US"])
    assert impact["countWith"] == data["expectedCounters"]["profileScans"] > impact["countWithout"]
    assert len(data["rateRegistryChecksum"]) == 64


def test_a_preview_writes_nothing_and_its_campaign_reserves_what_it_said(lab: Lab) -> None:
    body = campaign_body(targetEmails=123, enableEmailValidation=True)
    before = lab.workspace.database.revision
    data = lab.post(PATH, body).json()["data"]
    assert lab.workspace.database.revision == before
    balance = lab.balance
    settlement = lab.post("/campaigns", body).json()["campaign"]["creditSettlement"]
    assert lab.balance == balance - data["creditReserved"] * 1_000
    shared = data.keys() & settlement.keys() - {"maxCreditCap"}
    assert {name: settlement[name] for name in shared} == {name: data[name] for name in shared}
    assert settlement["maxCreditCap"] == data["creditReserved"]


def test_a_cap_below_and_above_the_recommended_one(lab: Lab) -> None:
    recommended = lab.post(PATH, campaign_body()).json()["data"]["recommendedMaxCreditCap"]
    low = lab.post(PATH, campaign_body(maxCreditCap=1.5)).json()["data"]
    assert (low["budgetMode"], low["creditReserved"], low["maxCreditCap"]) == ("user_limited", 1.5, 1.5)
    assert "below the recommended" in low["warnings"][0]
    high = lab.post(PATH, campaign_body(maxCreditCap=recommended + 1)).json()["data"]
    assert (high["budgetMode"], high["creditReserved"]) == ("custom", recommended)
    assert high["warnings"] == []


def test_validation_asks_for_more_emails_than_are_wanted(lab: Lab) -> None:
    plain = lab.post(PATH, campaign_body(targetEmails=850)).json()["data"]
    validated = lab.post(PATH, campaign_body(targetEmails=850, enableEmailValidation=True)).json()["data"]
    assert (plain["emailCollectionGoal"], validated["emailCollectionGoal"]) == (None, 1_000)
    assert plain["expectedCounters"]["emailValidations"] == 0
    assert validated["expectedCounters"]["emailValidations"] == 1_000


def test_deep_search_is_on_unless_refused_and_never_for_email_only_types(lab: Lab) -> None:
    def lookups(**changes: object) -> tuple[int, int]:
        data = lab.post(PATH, campaign_body(**changes)).json()["data"]
        return data["expectedCounters"]["hiddenEmailLookups"], len(data["warnings"])

    assert lookups()[0] == lookups(enableDeepEmailSearch=True)[0] > 0
    assert lookups(enableDeepEmailSearch=False) == (0, 0)
    keyword = {"type": "LINKEDIN_KEYWORD_SEARCH", "inputs": {"keyword": "cto"}}
    assert lookups(**keyword) == (0, 0)
    assert lookups(**keyword, enableDeepEmailSearch=True) == (0, 1)


def test_a_balance_that_is_too_small_is_warned_of(lab: Lab) -> None:
    lab.grant(-24_999)
    [warning] = lab.post(PATH, campaign_body(targetEmails=500)).json()["data"]["warnings"]
    assert warning.startswith("The balance of 1 credits does not cover")


def test_a_campaign_of_a_million_is_previewed(lab: Lab) -> None:
    data = lab.post(PATH, campaign_body(targetEmails=1_000_000)).json()["data"]
    assert data["expectedCounters"]["profileScans"] >= 1_000_000
    assert data["maxProfilesToScan"] <= pricing.LARGEST_SCAN


def test_estimates_are_pure() -> None:
    wish = Wish(next(iter(KINDS.values())), 5, deep_search=True, validation=True)
    assert isinstance(pricing.estimate(wish), Estimate)
    assert pricing.estimate(wish) == pricing.estimate(wish)
