"""Endpoints of credits. Thin: what they do stands in `service`, `metering` and `billing`."""

from __future__ import annotations

from typing import Annotated

from mockserver.contract import Ctx
from mockserver.gateway.marks import Query
from mockserver.vendors.xquik import metering
from mockserver.vendors.xquik.access import xquik_router
from mockserver.vendors.xquik.billing import checkouts, pages
from mockserver.vendors.xquik.credits import presenters, service
from mockserver.vendors.xquik.credits.schemas import (
    Balance,
    CheckoutLink,
    QuickTopUp,
    QuickTopUpRequest,
    TopUpRequest,
    TopUpStatus,
    TopUpStatusQuery,
)
from mockserver.vendors.xquik.errors import NOT_FOUND
from mockserver.vendors.xquik.metering import Card

router = xquik_router("Credits")


@router.get(
    "/credits",
    operation_id="getCredits",
    summary="Get credits balance",
    response_model=Balance,
    openapi_extra={"x-source": "documented: Get Credit Balance"},
)
async def get_credits(ctx: Ctx) -> Balance:
    """Tell the balance, what was ever bought and used, and where the automatic top-up stands.

    Source: "Get Credit Balance", which names no keys: they are those of both newer specifications.
    """
    return presenters.balance(metering.account(ctx.workspace), metering.totals(ctx.workspace))


@router.post(
    "/credits/topup",
    operation_id="topUpCredits",
    summary="Top up credits balance",
    response_model=CheckoutLink,
    openapi_extra={"x-source": "documented: Top Up Credits"},
)
async def top_up(ctx: Ctx, body: TopUpRequest) -> CheckoutLink:
    """Give the address of a checkout, which can be paid there; its `session_id` can be polled.

    400 `invalid_input` for less than $10. Source: "Top Up Credits".
    """
    checkout = checkouts.for_topup(ctx.workspace, body.dollars, body.locale)
    address = pages.address(ctx, checkout)
    # Assumption: redirect_url, which only the newest client reads, is the same address.
    return {"url": address, "redirect_url": address}


@router.get(
    "/credits/topup/status",
    operation_id="getCreditTopupStatus",
    summary="Get top-up billing status",
    response_model=TopUpStatus,
    openapi_extra={"x-source": "documented: Get Top-Up Status"},
)
async def top_up_status(ctx: Ctx, query: Annotated[TopUpStatusQuery, Query()]) -> TopUpStatus:
    """Tell where a top-up's checkout stands.

    400 `invalid_input` without `session_id`, 404 `not_found` for one that no top-up has. Source: "Get Top-Up Status".
    """
    row = checkouts.find(ctx.workspace, query.session_id)
    if row is None or row.kind != checkouts.TOPUP:
        raise NOT_FOUND()
    return {
        "status": checkouts.status(ctx.workspace, row),
        "amount_dollars": row.dollars,
        "credits": str(row.credits),
    }


@router.post(
    "/credits/quick-topup",
    operation_id="quickTopUpCredits",
    summary="Instantly charge saved card for credits",
    response_model=QuickTopUp,
    openapi_extra={"x-source": "documented: Quick Top Up"},
)
async def quick_top_up(ctx: Ctx, body: QuickTopUpRequest) -> QuickTopUp:
    """Charge the saved payment method and add the credits at once.

    400 `invalid_input` outside $10 to $500, 402 `payment_failed` for a card that is declined. Source: "Quick Top Up".
    """
    result = service.quick_topup(ctx.workspace, body.dollars)
    if result is Card.NONE:
        return {"outcome": "no_payment_method"}
    if isinstance(result, Card):
        return {"outcome": "requires_action", "clientSecret": service.client_secret(ctx.workspace)}
    sums = metering.totals(ctx.workspace)
    assert sums is not None, "credits were granted"
    return {"outcome": "charged", "credits": str(result), "balance": str(sums.balance)}
