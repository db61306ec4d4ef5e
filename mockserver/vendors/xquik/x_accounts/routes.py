"""Endpoints of connected accounts. Thin: what they do stands in `service`."""

from __future__ import annotations

from typing import cast

from mockserver.contract import Context, Ctx
from mockserver.core.times import iso_ms
from mockserver.vendors.xquik.access import xquik_router
from mockserver.vendors.xquik.fields import Success, numeric_id, success, username
from mockserver.vendors.xquik.x_accounts import service
from mockserver.vendors.xquik.x_accounts.health import Health
from mockserver.vendors.xquik.x_accounts.schemas import (
    Cleared,
    ConnectedAccount,
    ConnectRequest,
    ReauthRequest,
    XAccount,
    XAccountDetail,
    XAccountList,
)
from mockserver.vendors.xquik.x_accounts.tables import XAccountRow

router = xquik_router("X accounts")


@router.get(
    "/x/accounts",
    operation_id="listXAccounts",
    summary="List connected X accounts",
    response_model=XAccountList,
    openapi_extra={"x-source": "documented: List X Accounts"},
)
async def list_accounts(ctx: Ctx) -> XAccountList:
    """Every connected account, the first one first."""
    return {"accounts": [_shown(ctx, row) for row in service.every(ctx.workspace)]}


@router.post(
    "/x/accounts",
    operation_id="connectXAccount",
    summary="Connect X account",
    status_code=201,
    response_model=ConnectedAccount,
    openapi_extra={"x-source": "observed: POST /x/accounts"},
)
async def connect_account(ctx: Ctx, body: ConnectRequest) -> ConnectedAccount:
    """Connect an account; what is secret is looked at once and never kept.

    400 `invalid_username`, 409 `account_already_connected`, 422 `login_failed`, 429 `login_cooldown`, 502
    `x_user_lookup_failed`, 503 `service_unavailable`.
    """
    row = service.connect(ctx.workspace, username(body.username), body.password, body.totp_secret, body.proxy_country)
    return _connected(ctx, row)


@router.post(
    "/x/accounts/bulk-retry",
    operation_id="bulkRetryXAccounts",
    summary="Bulk retry temporarily failed X accounts",
    response_model=Cleared,
    openapi_extra={"x-source": "observed: POST /x/accounts/bulk-retry"},
)
async def bulk_retry(ctx: Ctx) -> Cleared:
    """Try every account with a temporary issue again."""
    return {"cleared": service.retry_all(ctx.workspace)}


@router.get(
    "/x/accounts/{id}",
    operation_id="getXAccount",
    summary="Get X account",
    response_model=XAccountDetail,
    openapi_extra={"x-source": "documented: Get X Account"},
)
async def get_account(ctx: Ctx, id: str) -> XAccountDetail:
    """One connected account. 400 `invalid_id`, 404 `not_found`."""
    row = service.require(ctx.workspace, numeric_id(id))
    shown = _shown(ctx, row)
    country = {} if row.country is None else {"proxyCountry": row.country}
    return cast(XAccountDetail, {**shown, "cookiesObtainedAt": iso_ms(row.cookies_at), **country})


@router.delete(
    "/x/accounts/{id}",
    operation_id="disconnectXAccount",
    summary="Disconnect X account",
    response_model=Success,
    openapi_extra={"x-source": "documented: Disconnect X Account"},
)
async def disconnect_account(ctx: Ctx, id: str) -> Success:
    """Forget an account for good. 400 `invalid_id`, 404 `not_found`."""
    service.disconnect(ctx.workspace, numeric_id(id))
    return success()


@router.post(
    "/x/accounts/{id}/reauth",
    operation_id="reauthXAccount",
    summary="Re-authenticate X account",
    response_model=ConnectedAccount,
    openapi_extra={"x-source": "observed: POST /x/accounts/{id}/reauth"},
)
async def reauth_account(ctx: Ctx, id: str, body: ReauthRequest) -> ConnectedAccount:
    """Log in again. 400 `invalid_id`, 404 `not_found`, 422 `login_failed`, and as when it was connected."""
    row = service.reconnect(ctx.workspace, numeric_id(id), body.password, body.totp_secret, body.proxy_country)
    return _connected(ctx, row)


def _connected(ctx: Context, row: XAccountRow) -> ConnectedAccount:
    country = {} if row.country is None else {"loginCountry": row.country}
    return cast(ConnectedAccount, {**_shown(ctx, row), **country})


def _shown(ctx: Context, row: XAccountRow) -> XAccount:
    person, health = service.person_of(ctx.workspace, row), Health(row.health)
    return {
        "id": str(row.id),
        "username": person.handle,
        "displayName": person.name,
        "isActive": health is Health.HEALTHY,
        "createdAt": iso_ms(row.created_at),
        "updatedAt": iso_ms(row.updated_at),
        "xUserId": person.user_id,
        "xUsername": person.handle,
        "status": "active" if health is Health.HEALTHY else "inactive",
        "health": health,
    }
