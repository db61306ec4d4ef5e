"""GET /auth/me."""

from __future__ import annotations

from mockserver.contract import Ctx, vendor_router
from mockserver.vendors.scravio.account import presenters, service
from mockserver.vendors.scravio.account.schemas import AccountProfile
from mockserver.vendors.scravio.credits import service as ledger

router = vendor_router("Account")


@router.get(
    "/auth/me",
    operation_id="getCurrentAccount",
    summary="Get current account",
    openapi_extra={"x-source": "documented: Get current account"},
)
async def get_current_account(ctx: Ctx) -> AccountProfile:
    """Give the account that the key belongs to, with its credit balance and the limits of its plan.

    Source: "Get current account".
    """
    account = service.current(ctx.workspace)
    return presenters.profile(account, ledger.balance(ctx.workspace, account))
