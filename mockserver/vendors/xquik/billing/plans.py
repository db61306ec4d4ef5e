"""What subscriptions there are. Source: the vendor's price list. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Tier(StrEnum):
    """The plans that can be subscribed to."""

    STARTER = "starter"
    PRO = "pro"
    BUSINESS = "business"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a plan costs and gives each month."""

    dollars: int
    credits: int


PLANS: Mapping[Tier, Plan] = {
    Tier.STARTER: Plan(20, 140_000),
    Tier.PRO: Plan(99, 770_000),
    Tier.BUSINESS: Plan(199, 1_670_000),
}
