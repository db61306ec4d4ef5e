"""Subscription plans as data. Must not know who has which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mockserver.vendors.scravio.fields import ONE_CREDIT, Thousandths


class ScrapingSpeed(StrEnum):
    """How fast a plan's campaigns are worked on."""

    SLOW = "slow"
    NORMAL = "normal"
    FAST = "fast"
    ULTRA_FAST = "ultra_fast"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a subscription gives."""

    name: str
    concurrent_campaign_limit: int
    scraping_speed: ScrapingSpeed
    credits: Thousandths
    is_free: bool = False


# Assumption: no source lists the plans; these four cover every scraping speed.
PLANS: Mapping[str, Plan] = {
    plan.name: plan
    for plan in (
        Plan("free", 1, ScrapingSpeed.SLOW, 100 * ONE_CREDIT, is_free=True),
        Plan("starter", 2, ScrapingSpeed.NORMAL, 5_000 * ONE_CREDIT),
        Plan("growth", 3, ScrapingSpeed.FAST, 25_000 * ONE_CREDIT),
        Plan("scale", 10, ScrapingSpeed.ULTRA_FAST, 250_000 * ONE_CREDIT),
    )
}

DEFAULT = "growth"
