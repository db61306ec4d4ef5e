"""What the account's endpoints take and give. Source: "Get Account", "Update Account", "Set X Identity"."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import RequestBody
from mockserver.vendors.xquik.fields import Credits, Text
from mockserver.vendors.xquik.metering import Subscription

UNLIMITED = 2**53 - 1
"""How many monitors are allowed: the largest whole number that JavaScript is sure of."""


class Locale(StrEnum):
    """Languages of the vendor's site and mails."""

    ENGLISH = "en"
    TURKISH = "tr"
    SPANISH = "es"


class UpdateAccountRequest(RequestBody):
    """What of the account can be changed."""

    locale: Locale = Field(description="Language of the account")


class SetIdentityRequest(RequestBody):
    """The customer's own X account."""

    username: Text = Field(description="X username, without @", examples=["elonmusk"])


class MonitorBilling(TypedDict):
    """What active monitors cost."""

    activeDailyEstimate: Credits
    activeHourlyBurn: Credits
    creditsPerActiveMonitorDay: Credits
    creditsPerActiveMonitorHour: Credits
    eventsIncluded: bool
    instantCheckIntervalSeconds: int
    unlimitedSlots: bool


class CreditInfo(TypedDict):
    """The balance, and the automatic top-up."""

    balance: Credits
    lifetimePurchased: Credits
    lifetimeUsed: Credits
    autoTopupEnabled: bool
    autoTopupStopped: Annotated[bool, Field(description="Whether the card could not be charged. Observed only")]
    autoTopupAmountDollars: int
    autoTopupThreshold: Credits


class SubscriptionInfo(TypedDict):
    """Where the subscription stands. Observed only."""

    status: Subscription


class Account(TypedDict):
    """The account. `creditInfo` is absent without a balance record, `xUsername` until it is set."""

    plan: Literal["active", "inactive"]
    subscription: SubscriptionInfo
    monitorsAllowed: int
    monitorsUsed: int
    monitorBilling: MonitorBilling
    creditInfo: NotRequired[CreditInfo]
    xUsername: NotRequired[str]


class Identity(TypedDict):
    """The customer's own X account is known."""

    success: Literal[True]
    xUsername: str
