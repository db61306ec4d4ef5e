"""Endpoints of connected accounts. Thin: what they do stands in `service`."""

from __future__ import annotations

from typing import Annotated

from mockserver.contract import Ctx, vendor_router
from mockserver.gateway.marks import Query
from mockserver.vendors.scrapely.accounts import presenters, service
from mockserver.vendors.scrapely.accounts.schemas import (
    AccountList,
    AccountTags,
    AccountTagsList,
    AddAccountRequest,
    AddAccountResponse,
    PauseFollowupsRequest,
    PauseFollowupsResponse,
    PauseRequest,
    PauseResponse,
    RemoveAccountRequest,
    RemoveAccountResponse,
    SetTagsRequest,
    TagsQuery,
    UpdateCookiesRequest,
    UpdateCookiesResponse,
    UpdateProxyRequest,
    UpdateProxyResponse,
    UpdateTagsRequest,
    UpdateTagsResponse,
)
from mockserver.vendors.scrapely.accounts.tables import AccountRow

router = vendor_router("Accounts")


@router.get(
    "/accounts",
    operation_id="listAccounts",
    summary="List accounts",
    response_model=AccountList,
    openapi_extra={"x-source": "documented: List Accounts"},
)
async def list_accounts(ctx: Ctx) -> AccountList:
    """List the active accounts, in the order they were added.

    Accounts that were removed, or disconnected and not yet given new cookies, are left out.
    Source: "List Accounts".
    """
    rows = service.active(ctx.workspace)
    return {"accounts": [presenters.account(row, ctx.picture("avatar", row.handle)) for row in rows]}


@router.post(
    "/accounts",
    operation_id="addAccount",
    summary="Add account",
    response_model=AddAccountResponse,
    openapi_extra={"x-source": "documented: Add Account"},
)
async def add_account(ctx: Ctx, body: AddAccountRequest) -> AddAccountResponse:
    """Connect a Twitter account.

    A handle that is connected already gets the new cookies, proxy and PIN; `is_new` is then false.
    400 names the field that does not fit, such as `cookies` without `ct0`. Source: "Add Account".
    """
    account, is_new = service.connect(
        ctx.workspace,
        handle=body.handle,
        cookies=presenters.cookies(body.cookies),
        proxy=body.proxy,
        proxy_auth=body.proxy_auth,
        xchat_pin=body.xchat_pin,
    )
    if is_new:
        ctx.created()
    return {
        "success": True,
        "message": f"Account {'created' if is_new else 'updated'} successfully",
        "account": presenters.added(account, is_new=is_new),
    }


@router.delete(
    "/accounts",
    operation_id="removeAccount",
    summary="Remove account",
    response_model=RemoveAccountResponse,
    openapi_extra={"x-source": "documented: Remove Account"},
)
async def remove_account(ctx: Ctx, body: RemoveAccountRequest) -> RemoveAccountResponse:
    """Remove an account, named by id or by handle in the JSON body.

    Its DM history is retained. 400 when neither is given or both name different accounts, 404 when there is
    no such account. Source: "Remove Account".
    """
    account = service.remove(ctx.workspace, body.account_id, body.handle)
    return {"success": True, "message": "Account removed successfully", "account": presenters.name(account)}


@router.put(
    "/accounts/cookies",
    operation_id="updateAccountCookies",
    summary="Update cookies",
    response_model=UpdateCookiesResponse,
    openapi_extra={"x-source": "documented: Update Cookies"},
)
async def update_cookies(ctx: Ctx, body: UpdateCookiesRequest) -> UpdateCookiesResponse:
    """Replace the cookies of an account, which reactivates one that was disconnected.

    400 for cookies without `ct0` or `auth_token`, 404 for an unknown account. Source: "Update Cookies".
    """
    account = service.renew(ctx.workspace, body.account_id, presenters.cookies(body.cookies))
    return {
        "success": True,
        "message": "Cookies updated successfully",
        "account": {"id": account.id, "handle": account.handle, "is_active": account.is_active},
    }


@router.patch(
    "/accounts/pause",
    operation_id="toggleAccountPause",
    summary="Pause or unpause an account",
    response_model=PauseResponse,
    openapi_extra={"x-source": "observed"},
)
async def pause_account(ctx: Ctx, body: PauseRequest) -> PauseResponse:
    """Pause or unpause the sending of DMs from an account.

    Pausing sends the webhook `account_paused`. 404 for an unknown account. Source: the vendor's OpenAPI document.
    """
    account = service.pause(ctx.workspace, body.account_id, paused=body.is_paused)
    return {
        "success": True,
        "message": f"Account {'paused' if account.is_paused else 'unpaused'}",
        "account": {"id": account.id, "handle": account.handle, "is_paused": account.is_paused},
    }


@router.patch(
    "/accounts/pause-followups",
    operation_id="toggleAccountFollowupsPause",
    summary="Pause or unpause an account's follow-ups",
    response_model=PauseFollowupsResponse,
    openapi_extra={"x-source": "observed"},
)
async def pause_followups(ctx: Ctx, body: PauseFollowupsRequest) -> PauseFollowupsResponse:
    """Pause or unpause the follow-up messages of an account.

    404 for an unknown account. Source: the vendor's OpenAPI document.
    """
    account = service.pause_followups(ctx.workspace, body.account_id, paused=body.followups_paused)
    return {
        "success": True,
        "message": f"Follow-ups {'paused' if account.followups_paused else 'unpaused'}",
        "account": {"id": account.id, "handle": account.handle, "followups_paused": account.followups_paused},
    }


@router.put(
    "/accounts/proxy",
    operation_id="updateAccountProxy",
    summary="Update proxy",
    response_model=UpdateProxyResponse,
    openapi_extra={"x-source": "observed"},
)
async def update_proxy(ctx: Ctx, body: UpdateProxyRequest) -> UpdateProxyResponse:
    """Replace the proxy of an account.

    400 for a proxy that is neither `host:port` nor a URL, 404 for an unknown account.
    Source: the vendor's OpenAPI document.
    """
    account = service.change_proxy(ctx.workspace, body.account_id, proxy=body.proxy, proxy_auth=body.proxy_auth)
    return {
        "success": True,
        "message": "Proxy updated successfully",
        "account": {
            "id": account.id,
            "handle": account.handle,
            "proxy": account.proxy,
            "proxy_auth": account.proxy_auth,
        },
    }


@router.get(
    "/accounts/tags",
    operation_id="getAccountTags",
    summary="Get account tags",
    response_model=AccountTags | AccountTagsList,
    openapi_extra={"x-source": "observed"},
)
async def get_tags(ctx: Ctx, query: Annotated[TagsQuery, Query()]) -> AccountTags | AccountTagsList:
    """Give the tags of one account, or of every active one when `account_id` is left out.

    404 for an unknown account. Source: the vendor's OpenAPI document.
    """
    if query.account_id is not None:
        return presenters.tags(service.require(ctx.workspace, query.account_id))
    return {"accounts": [presenters.tags(row) for row in service.active(ctx.workspace)]}


@router.put(
    "/accounts/tags",
    operation_id="setAccountTags",
    summary="Set account tags",
    response_model=UpdateTagsResponse,
    openapi_extra={"x-source": "observed"},
)
async def set_tags(ctx: Ctx, body: SetTagsRequest) -> UpdateTagsResponse:
    """Replace all tags of an account; they are written in lower-case letters, digits and hyphens.

    404 for an unknown account. Source: the vendor's OpenAPI document.
    """
    return _updated(service.set_tags(ctx.workspace, body.account_id, body.tags))


@router.patch(
    "/accounts/tags",
    operation_id="updateAccountTags",
    summary="Add or remove tags",
    response_model=UpdateTagsResponse,
    openapi_extra={"x-source": "observed"},
)
async def update_tags(ctx: Ctx, body: UpdateTagsRequest) -> UpdateTagsResponse:
    """Add tags to an account and take others away.

    400 when neither `add` nor `remove` names a tag, 404 for an unknown account.
    Source: the vendor's OpenAPI document.
    """
    return _updated(service.update_tags(ctx.workspace, body.account_id, add=body.add, remove=body.remove))


def _updated(account: AccountRow) -> UpdateTagsResponse:
    return {"success": True, "message": "Tags updated", **presenters.tags(account)}
