"""What the endpoints of credits take and give. Source: "Credits"; names with underscores are the newer ones'."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import QueryParams, RequestBody
from mockserver.vendors.xquik.billing.checkouts import Status
from mockserver.vendors.xquik.fields import Address, Credits

LEAST, MOST = 10, 500

# Assumption: a checkout takes at most 999,999 dollars, as the payment processor does.
MOST_BY_CHECKOUT = 999_999


def _whole_cents(dollars: float) -> float:
    if not math.isclose(dollars * 100, round(dollars * 100), abs_tol=1e-6):
        raise ValueError("must have at most 2 decimals")
    return dollars


class TopUpRequest(RequestBody):
    """How many credits to buy, by what they cost."""

    dollars: int = Field(ge=LEAST, le=MOST_BY_CHECKOUT, description="US dollars, at least 10", examples=[10])
    locale: str = Field("en", max_length=16, description="Language of the checkout", examples=["en"])


class QuickTopUpRequest(RequestBody):
    """What to charge the saved payment method."""

    dollars: Annotated[
        float,
        Field(ge=LEAST, le=MOST, allow_inf_nan=False, description="US dollars, 10 to 500", examples=[10]),
        AfterValidator(_whole_cents),
    ]


class TopUpStatusQuery(QueryParams):
    """Which checkout is asked for."""

    session_id: str = Field(description="The session id in the checkout's address", examples=["cs_test_a1b2c3"])


class Balance(TypedDict):
    """The balance and the automatic top-up, under the names of both specifications."""

    balance: Credits
    lifetimePurchased: Credits
    lifetimeUsed: Credits
    autoTopupEnabled: bool
    autoTopupAmountDollars: int
    autoTopupThreshold: Credits
    lifetime_purchased: Credits
    lifetime_used: Credits
    auto_topup_enabled: bool
    auto_topup_amount_dollars: int
    auto_topup_threshold: Credits
    auto_topup_stopped: bool


class CheckoutLink(TypedDict):
    """An address to open in a browser; `redirect_url` is observed only."""

    url: Address
    redirect_url: Address


class TopUpStatus(TypedDict):
    """Where a checkout stands."""

    status: Status
    amount_dollars: int
    credits: Credits


class Charged(TypedDict):
    """The saved payment method was charged."""

    outcome: Literal["charged"]
    credits: Credits
    balance: Credits


class NoPaymentMethod(TypedDict):
    """There is nothing that could be charged."""

    outcome: Literal["no_payment_method"]


class RequiresAction(TypedDict):
    """The bank wants to hear from the customer first; nothing was charged."""

    outcome: Literal["requires_action"]
    clientSecret: str


QuickTopUp = Charged | NoPaymentMethod | RequiresAction
