"""GET /crm/conversations and PATCH /crm/update."""

from __future__ import annotations

from typing import Annotated

from mockserver.contract import Ctx, vendor_router
from mockserver.gateway.marks import Query
from mockserver.gateway.pagination import clamp
from mockserver.vendors.scrapely.crm import presenters, service
from mockserver.vendors.scrapely.crm.schemas import (
    MAX_PAGE_SIZE,
    CrmConversations,
    CrmQuery,
    UpdateCrmRequest,
    UpdateCrmResponse,
)

router = vendor_router("CRM")

_SETTABLE = ("notes", "deal_value", "deal_currency", "tag")


@router.get(
    "/crm/conversations",
    operation_id="getCRMConversations",
    summary="Get conversations organized by CRM tags",
    openapi_extra={"x-source": "documented: Get CRM Conversations"},
)
async def get_crm_conversations(ctx: Ctx, query: Annotated[CrmQuery, Query()]) -> CrmConversations:
    """Give conversations by tag, the most recently active first: `{columns, custom_tags, base_tags}`.

    All base tags and custom tags are columns, or the one that `tag` names; an unknown one is empty. `next_cursor`
    where a column goes on; 400 for a malformed cursor. Source: "Get CRM Conversations".
    """
    board = service.board(
        ctx.workspace,
        tag=query.tag,
        limit=clamp(query.limit, MAX_PAGE_SIZE),
        cursor=query.cursor,
        page=query.page,
        include_messages=query.include_messages,
    )
    return presenters.board(board, ctx.picture)


@router.patch(
    "/crm/update",
    operation_id="updateCRM",
    summary="Update notes, deal value, or tags",
    openapi_extra={"x-source": "documented: Update CRM Data"},
)
async def update_crm(ctx: Ctx, body: UpdateCrmRequest) -> UpdateCrmResponse:
    """Set what the body names on a conversation; what is absent stays, null removes.

    Gives `{success, updated}` with the values that were set; 400 for an unknown tag, 404 for an unknown conversation
    or account. Source: "Update CRM Data".
    """
    changes = {name: getattr(body, name) for name in _SETTABLE if name in body.model_fields_set}
    row = service.update(ctx.workspace, body.conversation_id, body.account_handle, changes)
    return presenters.updated(row, changes)
