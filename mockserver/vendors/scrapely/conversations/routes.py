"""GET /conversations and POST /dm/send."""

from __future__ import annotations

from typing import Annotated

from mockserver.contract import Ctx, vendor_router
from mockserver.gateway.marks import Query
from mockserver.gateway.messages import Response
from mockserver.gateway.pagination import clamp
from mockserver.vendors.scrapely.conversations import presenters, service
from mockserver.vendors.scrapely.conversations.schemas import (
    MAX_PAGE_SIZE,
    ConversationList,
    ConversationsQuery,
    SendDmRequest,
    SendDmResponse,
    SingleConversation,
)

router = vendor_router("Conversations")


@router.get(
    "/conversations",
    operation_id="getConversations",
    summary="Fetch DM conversations, or one by its id",
    openapi_extra={"x-source": "documented: Fetch Conversations"},
)
async def get_conversations(
    ctx: Ctx, query: Annotated[ConversationsQuery, Query()]
) -> ConversationList | SingleConversation:
    """List conversations, the most recently active first, or give one with all its messages.

    With `conversation_id`: `{conversation}`; 404 for an unknown one. Otherwise `{conversations, pagination}` and
    `next_cursor` where more follow; 400 for a malformed cursor. An unknown account or handle has no conversations.
    Source: "Fetch Conversations".
    """
    if query.conversation_id is not None:
        found = service.single(ctx.workspace, query.conversation_id, query.account_id)
        return {"conversation": presenters.detail(found, ctx.picture)}
    limit = clamp(query.limit, MAX_PAGE_SIZE)
    page = service.page(
        ctx.workspace,
        account_id=query.account_id,
        handle=query.handle,
        limit=limit,
        cursor=query.cursor,
        offset=query.offset,
        include_messages=query.include_messages,
    )
    return presenters.page(page, limit, ctx.picture)


@router.post(
    "/dm/send",
    operation_id="sendDM",
    summary="Send a direct message to an existing conversation",
    response_model=SendDmResponse,
    openapi_extra={"x-source": "documented: Send DM"},
)
async def send_dm(ctx: Ctx, body: SendDmRequest) -> SendDmResponse | Response:
    """Send a message into an existing conversation, now.

    400 for a message that is blank or longer than 10,000 characters and for an account that cannot send; 404 for an
    unknown account or conversation. Source: "Send DM".
    """
    outcome = service.send_dm(
        ctx.workspace, conversation_id=body.conversation_id, account_id=body.account_id, message=body.message
    )
    if isinstance(outcome, service.Refused):
        # Returned, not raised: that the account was found disconnected stays written.
        return Response.json(outcome.error.status, ctx.vendor.errors.body(outcome.error, ""))
    sent, handle = outcome
    return {
        "success": True,
        "message_id": sent.message_id,
        "conversation_id": sent.conversation_id,
        "account_handle": handle,
    }
