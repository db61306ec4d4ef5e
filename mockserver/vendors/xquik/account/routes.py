"""Endpoints of the account. Thin: what they do stands in `service`."""

from __future__ import annotations

from mockserver.contract import Ctx
from mockserver.vendors.xquik import metering
from mockserver.vendors.xquik.access import KEY_ONLY, SESSION_THEN_ANY, xquik_router
from mockserver.vendors.xquik.account import presenters, service
from mockserver.vendors.xquik.account.schemas import Account, Identity, SetIdentityRequest, UpdateAccountRequest
from mockserver.vendors.xquik.fields import Success, success, username
from mockserver.vendors.xquik.monitors import service as monitors

router = xquik_router("Account")


@router.get(
    "/account",
    operation_id="getAccount",
    summary="Get account info",
    response_model=Account,
    openapi_extra={"x-source": "documented: Get Account", **KEY_ONLY},
)
async def get_account(ctx: Ctx) -> Account:
    """Tell the plan, what monitors cost, the credit balance and the linked X name.

    401 for a session, which this endpoint does not take. Source: "Get Account".
    """
    workspace = ctx.workspace
    counts = monitors.counts(workspace)
    return presenters.account(metering.account(workspace), metering.totals(workspace), counts.all, counts.active)


@router.patch(
    "/account",
    operation_id="updateAccount",
    summary="Update account locale",
    response_model=Success,
    openapi_extra={"x-source": "documented: Update Account", **SESSION_THEN_ANY},
)
async def update_account(ctx: Ctx, body: UpdateAccountRequest) -> Success:
    """Change the account's language to `en`, `tr` or `es`.

    401 for an API key in `documented`, 400 `invalid_input` for another language. Source: "Update Account".
    """
    service.set_locale(ctx.workspace, body.locale.value)
    return success()


@router.put(
    "/account/x-identity",
    operation_id="setXIdentity",
    summary="Set linked X username",
    response_model=Identity,
    openapi_extra={"x-source": "documented: Set X Identity"},
)
async def set_identity(ctx: Ctx, body: SetIdentityRequest) -> Identity:
    """Link the customer's own X username, with or without `@`; it is kept in lower case.

    400 `invalid_input` for an empty name, `invalid_username` for one that no X account could have.
    Source: "Set X Identity".
    """
    name = username(body.username)
    service.set_identity(ctx.workspace, name)
    return {"success": True, "xUsername": name}
