"""Inputs that choose their own outcome, in one table from which code and documentation are made.

A target is what a campaign is pointed at: its target user, hashtag, keyword, or the author of its post.
"""

from __future__ import annotations

from mockserver.contract import MagicValue

MISSING_TARGET = MagicValue("target", "missing_*", "The campaign fails: the target does not exist")
SUSPENDED_TARGET = MagicValue("target", "suspended_*", "The campaign fails: the target is suspended")
PROTECTED_TARGET = MagicValue("target", "protected_*", "The campaign fails: the target is private")
EMPTY_TARGET = MagicValue("target", "empty_*", "The campaign finds nobody and completes without leads")

FAILING_CAMPAIGN = MagicValue("title", "[fail]*", "The campaign fails half-way; unused credits come back")
RETRIED_SETTLEMENT = MagicValue("title", "[settlement-retry]*", "Settlement fails once and is done at the next attempt")
FAILED_SETTLEMENT = MagicValue("title", "[settlement-fail]*", "Settlement fails at every attempt: failed_terminal")
UNAFFORDABLE = MagicValue("title", "[insufficient]*", "POST /campaigns: 400 INSUFFICIENT_CREDITS whatever the balance")
FAILING_VALIDATION = MagicValue("title", "[validation-fail]*", "POST /campaigns/{id}/validate: the validation fails")
FAILING_EXPORT = MagicValue("title", "[export-fail]*", "POST /list-exports of the campaign: the export fails")

BOUNCING_DOMAIN = MagicValue("email (domain)", "bounce.test", "Validation finds the address invalid")
DELIVERABLE_DOMAIN = MagicValue("email (domain)", "deliverable.test", "Validation finds the address valid")
OUTAGE_DOMAIN = MagicValue("email (domain)", "outage.test", "A validation job with such an address fails")

MAGIC = (
    MISSING_TARGET,
    SUSPENDED_TARGET,
    PROTECTED_TARGET,
    EMPTY_TARGET,
    FAILING_CAMPAIGN,
    RETRIED_SETTLEMENT,
    FAILED_SETTLEMENT,
    UNAFFORDABLE,
    FAILING_VALIDATION,
    FAILING_EXPORT,
    BOUNCING_DOMAIN,
    DELIVERABLE_DOMAIN,
    OUTAGE_DOMAIN,
)
"""Every row, in the order of the documentation."""
