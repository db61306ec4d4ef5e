"""What POST /subscribe takes and gives. Source: "Get Subscription Link"."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import RequestBody
from mockserver.vendors.xquik.billing.plans import Tier
from mockserver.vendors.xquik.fields import Address


class SubscribeRequest(RequestBody):
    """Which plan to begin with."""

    tier: Tier | None = Field(None, description="The plan; the smallest one if absent")


class LinkStatus(StrEnum):
    """What the address is for."""

    CHECKOUT_CREATED = "checkout_created"
    ALREADY_SUBSCRIBED = "already_subscribed"
    PAYMENT_ISSUE = "payment_issue"


class SubscriptionLink(TypedDict):
    """An address to open in a browser: a checkout, or the billing portal of a subscriber."""

    url: Address
    status: LinkStatus
    message: str
