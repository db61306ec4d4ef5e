"""A subscription's life: it starts, is renewed each month on the workspace's clock, and lapses.

Must not know the wire, nor how a checkout is paid.
"""

from __future__ import annotations

from mockserver.core.times import DAY
from mockserver.engine.scheduler import Step
from mockserver.engine.tables import TimerRow
from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik import metering
from mockserver.vendors.xquik.billing.plans import PLANS, Tier
from mockserver.vendors.xquik.metering import Card, Subscription
from mockserver.vendors.xquik.tables import AccountRow

RENEWAL = "xquik.renewal"
REASON = "subscription"

# Assumption: a month of a subscription has 30 days, and unused credits stay.
MONTH = 30 * DAY


def start(workspace: Workspace, tier: Tier, granted: int | None = None) -> None:
    """Subscribe to a plan and get its first month's credits, or as many as given; in the caller's transaction."""
    amount = PLANS[tier].credits if granted is None else granted
    if amount:
        metering.grant(workspace, amount, REASON, tier.value)
    _run_until_renewal(workspace, tier)


def renew(workspace: Workspace, timer: TimerRow) -> None:
    """A month is over: charge the card and grant the next month's credits.

    Assumption: a renewal that cannot be charged leaves the subscription past due, until it is paid for again.
    """
    row = metering.account(workspace)
    if row.subscription == Subscription.CANCELING:
        _change(workspace, subscription=Subscription.NONE.value, tier=None, renews_at=None)
    elif row.card != Card.GOOD:
        lapse(workspace)
    else:
        assert row.tier is not None, "an active subscription has a plan"
        start(workspace, Tier(row.tier))


def cancel(workspace: Workspace) -> None:
    """Let an active subscription end with the month that was paid for."""
    if metering.account(workspace).subscription == Subscription.ACTIVE:
        _change(workspace, subscription=Subscription.CANCELING.value)


def resume(workspace: Workspace) -> None:
    """Take a cancellation back."""
    if metering.account(workspace).subscription == Subscription.CANCELING:
        _change(workspace, subscription=Subscription.ACTIVE.value)


def lapse(workspace: Workspace) -> None:
    """Leave the subscription past due."""
    workspace.scheduler.cancel(RENEWAL, REASON)
    _change(workspace, subscription=Subscription.PAST_DUE.value, renews_at=None)


def steps(workspace: Workspace) -> dict[str, Step]:
    """The timers of subscriptions."""
    return {RENEWAL: lambda timer: renew(workspace, timer)}


def _run_until_renewal(workspace: Workspace, tier: Tier) -> None:
    renews_at = workspace.now() + MONTH
    workspace.scheduler.cancel(RENEWAL, REASON)
    workspace.scheduler.schedule(RENEWAL, REASON, renews_at, background=True)
    _change(workspace, subscription=Subscription.ACTIVE.value, tier=tier.value, renews_at=renews_at)


def _change(workspace: Workspace, **changes: object) -> None:
    workspace.database.change(AccountRow, {"id": metering.account(workspace).id}, **changes)
