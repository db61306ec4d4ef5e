"""What a campaign costs: one registry of rates, from which previews are made and campaigns are settled.

Pure. Credits are thousandths, shares are of a thousand. Must not know any account or campaign.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Literal

from mockserver.core.json import dumps
from mockserver.vendors.scravio.campaigns.countries import selectivity
from mockserver.vendors.scravio.campaigns.kinds import CampaignKind, Platform
from mockserver.vendors.scravio.fields import ONE_CREDIT, Thousandths

BudgetMode = Literal["recommended", "user_limited", "custom"]

PRICING_VERSION = "2026-01"
RESERVATION_VERSION = "v2"
SETTLEMENT_VERSION = 2

LARGEST_SCAN = 5_000_000
"""How many profiles any campaign scans at most."""

DELIVERABLE = 850
"""How many of a thousand emails validation is expected to find valid."""

RESERVE_MARGIN = 250
"""By how many thousandths the counters that are reserved for exceed the expected ones."""

CAP_BUFFER = 100
"""By how many thousandths the recommended cap exceeds what the reserved counters cost."""


@dataclass(frozen=True, slots=True)
class Counters:
    """Billable calls."""

    list_requests: int
    profile_scans: int
    hidden_email_lookups: int
    email_validations: int


@dataclass(frozen=True, slots=True)
class Rates:
    """What one billable call of each counter costs."""

    list_requests: Thousandths
    profile_scans: Thousandths
    hidden_email_lookups: Thousandths
    email_validations: Thousandths

    def cost(self, counters: Counters) -> Thousandths:
        """What the calls cost."""
        return sum(rate * count for rate, count in zip(astuple(self), astuple(counters), strict=True))


# Assumption: no source lists rates; these make an email cost about a credit.
RATES: Mapping[Platform, Rates] = {
    Platform.INSTAGRAM: Rates(200, 100, 400, 250),
    Platform.X: Rates(200, 120, 400, 250),
    Platform.TIKTOK: Rates(200, 120, 450, 250),
    Platform.YOUTUBE: Rates(300, 150, 500, 250),
    Platform.LINKEDIN: Rates(500, 500, 500, 250),
    Platform.FACEBOOK: Rates(400, 300, 500, 250),
}
EMAIL_VALIDATION = 250
"""What validating one email costs, in a campaign or after it."""

REGISTRY_CHECKSUM = sha256(
    dumps([PRICING_VERSION, *([platform.value, *astuple(rates)] for platform, rates in RATES.items())])
).hexdigest()


@dataclass(frozen=True, slots=True)
class Wish:
    """What a campaign is to do, as far as its price depends on it."""

    kind: CampaignKind
    target_emails: int
    deep_search: bool
    validation: bool
    countries: Sequence[str] = ()
    cap: Thousandths | None = None
    most_profiles: int | None = None
    """What an older client limits the scan to."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a campaign is expected to need, and what is set aside for it."""

    wish: Wish
    selectivity: int
    raw_goal: int
    """How many emails are collected at most: more than wanted where validation sorts some out."""
    expected: Counters
    unfiltered: Counters
    """What would be expected without a country filter."""
    reserve: Counters
    rates: Rates

    @property
    def expected_usage(self) -> Thousandths:
        """What the expected counters cost."""
        return self.rates.cost(self.expected)

    @property
    def reserve_usage(self) -> Thousandths:
        """What the reserve counters cost."""
        return self.rates.cost(self.reserve)

    @property
    def recommended_cap(self) -> Thousandths:
        """The reserve's cost with a buffer, in whole credits."""
        return _up(self.reserve_usage * (1_000 + CAP_BUFFER), 1_000 * ONE_CREDIT) * ONE_CREDIT

    @property
    def reservation(self) -> Thousandths:
        """What is taken at launch. Assumption: the recommended cap, or the client's own where that is lower."""
        return self.recommended_cap if self.wish.cap is None else min(self.wish.cap, self.recommended_cap)

    @property
    def most_profiles(self) -> int:
        """How many profiles are scanned at most.

        Assumption: as many as are reserved for, and more in proportion where the client's cap is above the recommended
        one; what they cost beyond the reservation is an overage.
        """
        scans, cap = self.reserve.profile_scans, self.wish.cap or 0
        extended = max(scans, scans * cap // self.recommended_cap)
        return min(extended, LARGEST_SCAN, self.wish.most_profiles or LARGEST_SCAN)

    @property
    def budget_mode(self) -> BudgetMode:
        """Whether the cap is `recommended`, `user_limited` (below that) or `custom` (above it)."""
        if self.wish.cap is None or self.wish.cap == self.recommended_cap:
            return "recommended"
        return "user_limited" if self.wish.cap < self.recommended_cap else "custom"

    def warnings(self) -> Iterator[str]:
        """What a client should read before launching."""
        if self.budget_mode == "user_limited":
            yield (
                f"maxCreditCap is below the recommended {self.recommended_cap // ONE_CREDIT} credits: "
                f"the campaign may stop before it has {self.wish.target_emails} emails"
            )
        if self.selectivity <= 20:
            yield "Few profiles match the country filter: the campaign may end before it reaches its target"
        if self.most_profiles == LARGEST_SCAN:
            yield f"The scan is limited to {LARGEST_SCAN} profiles"


def estimate(wish: Wish) -> Estimate:
    """Work out what a wish needs."""
    # X lists people of all countries, each of whom is scanned; the other platforms' own search takes countries.
    share = selectivity(wish.countries) if wish.kind.platform is Platform.X else 1_000
    goal = raw_goal(wish.target_emails, validation=wish.validation)
    matching = _up(goal * 1_000, emails_per_thousand(wish.kind, deep=wish.deep_search))
    reserved = _up(matching * (1_000 + RESERVE_MARGIN), 1_000)
    return Estimate(
        wish=wish,
        selectivity=share,
        raw_goal=goal,
        expected=_needed(wish, matching, share, goal),
        unfiltered=_needed(wish, matching, 1_000, goal),
        reserve=_needed(wish, reserved, share, goal),
        rates=RATES[wish.kind.platform],
    )


def raw_goal(target_emails: int, *, validation: bool) -> int:
    """How many emails are collected at most for so many wanted: more where validation sorts some out."""
    return _up(target_emails * 1_000, DELIVERABLE) if validation else target_emails


def emails_per_thousand(kind: CampaignKind, *, deep: bool) -> int:
    """How many of a thousand profiles give an email."""
    return kind.public + ((1_000 - kind.public) * kind.hidden // 1_000 if deep else 0)


def counters(kind: CampaignKind, *, scanned: int, lookups: int, validations: int) -> Counters:
    """What was called for so many profiles; one request lists several of them."""
    return Counters(_up(scanned, kind.per_request), scanned, lookups, validations)


def affordable(kind: CampaignKind, budget: Thousandths, *, deep: bool, validation: bool) -> int:
    """How many more profiles can be scanned for certain with a budget, whatever is found."""
    rates = RATES[kind.platform]
    each = rates.profile_scans + rates.hidden_email_lookups * deep + rates.email_validations * validation
    # Listing n profiles takes at most one request more than their share.
    left = (budget - rates.list_requests) * kind.per_request
    return max(0, left // (each * kind.per_request + rates.list_requests))


def thousandths(credits_sent: float) -> Thousandths:
    """Credits as a client sends them; fractions of a thousandth are dropped."""
    return int(Decimal(repr(credits_sent)) * ONE_CREDIT)


def _needed(wish: Wish, matching: int, share: int, goal: int) -> Counters:
    """The calls that find so many people of whom the filter keeps `share` in a thousand."""
    scanned = min(_up(matching * 1_000, share), LARGEST_SCAN, wish.most_profiles or LARGEST_SCAN)
    kept = _up(scanned * share, 1_000)
    lookups = kept - kept * wish.kind.public // 1_000 if wish.deep_search else 0
    return counters(wish.kind, scanned=scanned, lookups=lookups, validations=goal if wish.validation else 0)


def _up(number: int, divisor: int) -> int:
    """Divide and round up."""
    return -(-number // divisor)
