"""Where somebody who wants to subscribe is sent. Must not know the wire."""

from __future__ import annotations

from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik import metering
from mockserver.vendors.xquik.billing import checkouts
from mockserver.vendors.xquik.billing.plans import Tier
from mockserver.vendors.xquik.billing.schemas import LinkStatus
from mockserver.vendors.xquik.billing.tables import CheckoutRow
from mockserver.vendors.xquik.metering import Subscription


def subscribe(workspace: Workspace, tier: Tier | None) -> tuple[CheckoutRow, LinkStatus]:
    """A checkout of a plan; the billing portal for who has one; a checkout of his own plan for who is past due."""
    row = metering.account(workspace)
    subscription = Subscription(row.subscription)
    if subscription.is_active:
        return checkouts.for_portal(workspace), LinkStatus.ALREADY_SUBSCRIBED
    if subscription is Subscription.PAST_DUE and row.tier is not None:
        return checkouts.for_subscription(workspace, Tier(row.tier)), LinkStatus.PAYMENT_ISSUE
    return checkouts.for_subscription(workspace, tier or Tier.STARTER), LinkStatus.CHECKOUT_CREATED
