"""Estimates as previews and campaigns show them: `pricing` in the words of the wire."""

from __future__ import annotations

from mockserver.vendors.scravio.campaigns import pricing
from mockserver.vendors.scravio.campaigns.answers import (
    Assumptions,
    CallCounters,
    CallRates,
    Estimates,
    FilterImpact,
    PreviewData,
)
from mockserver.vendors.scravio.campaigns.pricing import Counters, Estimate, Rates
from mockserver.vendors.scravio.fields import in_credits


def shown(estimate: Estimate, warnings: list[str]) -> Estimates:
    """What a preview says, and what its campaign remembers of it."""
    expected = counters(estimate.expected)
    cap = estimate.recommended_cap if estimate.wish.cap is None else estimate.wish.cap
    return {
        "pricingVersion": pricing.PRICING_VERSION,
        "reservationVersion": pricing.RESERVATION_VERSION,
        "estimatedCredits": in_credits(estimate.recommended_cap),
        "estimatedUsageCredits": in_credits(estimate.expected_usage),
        "reserveUsageCredits": in_credits(estimate.reserve_usage),
        "recommendedMaxCreditCap": in_credits(estimate.recommended_cap),
        "summary": {
            "maxCreditSpend": in_credits(cap),
            "estimatedProfilesToScan": estimate.expected.profile_scans,
            "estimatedHiddenEmailLookups": estimate.expected.hidden_email_lookups,
            "publicEmailRate": estimate.wish.kind.public / 1_000,
        },
        "targetMode": "email_leads",
        "budgetMode": estimate.budget_mode,
        "filterImpacts": _filter_impacts(estimate),
        "estimatedCounters": expected,
        "expectedCounters": expected,
        "reserveCounters": counters(estimate.reserve),
        "estimatedRates": rates(estimate.rates),
        "rateRegistryChecksum": pricing.REGISTRY_CHECKSUM,
        "assumptions": _assumptions(estimate),
        "warnings": warnings,
    }


def preview(estimate: Estimate, warnings: list[str]) -> PreviewData:
    """The data of a reserve preview."""
    wish = estimate.wish
    return {
        "type": wish.kind.type,
        "creditReserved": in_credits(estimate.reservation),
        "targetEmails": wish.target_emails,
        "emailCollectionGoal": estimate.raw_goal if wish.validation else None,
        "maxItemsToProcess": estimate.most_profiles,
        "maxProfilesToScan": estimate.most_profiles,
        "maxCreditCap": None if wish.cap is None else in_credits(wish.cap),
        **shown(estimate, warnings),
    }


def counters(counted: Counters) -> CallCounters:
    """Billable calls."""
    return {
        "listRequests": counted.list_requests,
        "profileScans": counted.profile_scans,
        "hiddenEmailLookups": counted.hidden_email_lookups,
        "emailValidations": counted.email_validations,
    }


def rates(charged: Rates) -> CallRates:
    """Credits for each call."""
    return {
        "listRequests": in_credits(charged.list_requests),
        "profileScans": in_credits(charged.profile_scans),
        "hiddenEmailLookups": in_credits(charged.hidden_email_lookups),
        "emailValidations": in_credits(charged.email_validations),
    }


def _filter_impacts(estimate: Estimate) -> list[FilterImpact] | None:
    if not estimate.wish.countries:
        return None
    return [
        {
            "filter": "countries",
            "values": list(estimate.wish.countries),
            "selectivity": estimate.selectivity / 1_000,
            "counter": "profileScans",
            "countWithout": estimate.unfiltered.profile_scans,
            "countWith": estimate.expected.profile_scans,
        }
    ]


def _assumptions(estimate: Estimate) -> Assumptions:
    wish = estimate.wish
    return {
        "maxItemsToProcess": estimate.most_profiles,
        "maxProfilesToScan": estimate.most_profiles,
        "publicEmailRate": wish.kind.public / 1_000,
        "hiddenEmailRate": wish.kind.hidden / 1_000 if wish.deep_search else 0.0,
        "deliverableRate": pricing.DELIVERABLE / 1_000 if wish.validation else 1.0,
        "filterSelectivity": estimate.selectivity / 1_000,
        "reserveMargin": pricing.RESERVE_MARGIN / 1_000,
        "capBuffer": pricing.CAP_BUFFER / 1_000,
    }
