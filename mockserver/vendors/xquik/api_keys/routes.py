"""Endpoints of API keys, for sessions only. Thin: what they do stands in `service`."""

from __future__ import annotations

from mockserver.contract import Ctx
from mockserver.vendors.xquik.access import SESSION_ONLY, xquik_router
from mockserver.vendors.xquik.api_keys import presenters, service
from mockserver.vendors.xquik.api_keys.schemas import ApiKeyList, CreateApiKeyRequest, NewApiKey
from mockserver.vendors.xquik.fields import Success, numeric_id, success

router = xquik_router("API Keys")


@router.post(
    "/api-keys",
    operation_id="createApiKey",
    summary="Create API key",
    status_code=201,
    response_model=NewApiKey,
    openapi_extra={"x-source": "documented: Create API Key", **SESSION_ONLY},
)
async def create_api_key(ctx: Ctx, body: CreateApiKeyRequest) -> NewApiKey:
    """Make an API key; this is the only time that it is shown in full.

    401 for an API key in place of a session, 403 `api_key_limit_reached` beyond 100 keys. Source: "Create API Key".
    """
    row, full_key = service.create(ctx.workspace, ctx.keys, ctx.vendor.name, ctx.vendor.keys, body.name)
    return presenters.new_key(row, full_key)


@router.get(
    "/api-keys",
    operation_id="listApiKeys",
    summary="List API keys",
    response_model=ApiKeyList,
    openapi_extra={"x-source": "documented: List API Keys", **SESSION_ONLY},
)
async def list_api_keys(ctx: Ctx) -> ApiKeyList:
    """List the keys, newest first, without the keys themselves; at most 200.

    401 for an API key in place of a session. Source: "List API Keys".
    """
    rows = service.listed(ctx.workspace, ctx.keys, ctx.vendor.name)
    return {"keys": [presenters.key(row, is_active=is_active) for row, is_active in rows]}


@router.delete(
    "/api-keys/{id}",
    operation_id="revokeApiKey",
    summary="Revoke API key",
    response_model=Success,
    openapi_extra={"x-source": "documented: Revoke API Key", **SESSION_ONLY},
)
async def revoke_api_key(ctx: Ctx, id: str) -> Success:
    """Revoke a key for good; it stops working at once.

    400 `invalid_id` for what is no id, 404 `not_found` for an unknown key and one that is revoked already.
    Source: "Revoke API Key".
    """
    service.revoke(ctx.workspace, ctx.keys, numeric_id(id))
    return success()
