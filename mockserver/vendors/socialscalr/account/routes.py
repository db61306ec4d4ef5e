"""The endpoint of the user. Thin: what it does stands in `service`."""

from __future__ import annotations

from mockserver.contract import Ctx, vendor_router
from mockserver.vendors.socialscalr.account import presenters, service
from mockserver.vendors.socialscalr.account.schemas import Identity

router = vendor_router("Account")


@router.get(
    "/me",
    operation_id="getMe",
    summary="Confirm a token works",
    openapi_extra={"x-source": "documented: GET /api/v1/me"},
)
async def get_me(ctx: Ctx) -> Identity:
    """Confirm that a token works, and return whose it is.

    Source: "GET /api/v1/me".
    """
    return presenters.identity(service.user(ctx.workspace))
