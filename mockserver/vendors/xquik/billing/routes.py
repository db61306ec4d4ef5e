"""The endpoint that leads to a checkout or to the billing portal. Thin: what it does stands in `service`."""

from __future__ import annotations

from mockserver.contract import Ctx
from mockserver.vendors.xquik.access import xquik_router
from mockserver.vendors.xquik.billing import pages, service
from mockserver.vendors.xquik.billing.schemas import LinkStatus, SubscribeRequest, SubscriptionLink

router = xquik_router("Subscribe")


@router.post(
    "/subscribe",
    operation_id="subscribe",
    summary="Get billing URL",
    response_model=SubscriptionLink,
    openapi_extra={"x-source": "documented: Get Subscription Link"},
)
async def subscribe(ctx: Ctx, body: SubscribeRequest) -> SubscriptionLink:
    """Give the address of a checkout, or of the billing portal for who is subscribed already.

    Opened in a browser, it works: paying there starts the subscription. `status` says which it is; `payment_issue`
    where the last renewal could not be charged. 400 `invalid_input` for an unknown tier.
    Source: "Get Subscription Link"; `status` and `message` are the newer specification's.
    """
    checkout, status = service.subscribe(ctx.workspace, body.tier)
    return {"url": pages.address(ctx, checkout), "status": status, "message": _message(status)}


def _message(status: LinkStatus) -> str:
    if status is LinkStatus.ALREADY_SUBSCRIBED:
        return "Already subscribed. Manage the subscription in the billing portal"
    if status is LinkStatus.PAYMENT_ISSUE:
        return "The last payment failed. Pay again to go on"
    return "Billing session created"
