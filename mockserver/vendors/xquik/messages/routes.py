"""Endpoints of direct messages. The messages are the world's, so every vendor sees them."""

from __future__ import annotations

from typing import Annotated

from mockserver.contract import Context, Ctx
from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.core.times import iso_ms
from mockserver.engine.media import media_address
from mockserver.gateway.marks import Query as QueryParam
from mockserver.vendors.xquik.access import xquik_router
from mockserver.vendors.xquik.errors import DM_NOT_PERMITTED, INVALID_INPUT, X_REJECTED
from mockserver.vendors.xquik.media import service as media
from mockserver.vendors.xquik.messages.schemas import History, HistoryQuery, Message, SendRequest, Sent
from mockserver.vendors.xquik.messages.tables import MessageExtraRow
from mockserver.vendors.xquik.writes.acting import acting
from mockserver.vendors.xquik.x_accounts.service import connected
from mockserver.vendors.xquik.x_data import presenters
from mockserver.vendors.xquik.x_data.lookup import require_user
from mockserver.vendors.xquik.x_data.paging import USUAL, given, metered, position
from mockserver.world import message as written
from mockserver.world.messages import conversation_id
from mockserver.world.paging import LAST_ID, Page, position_number
from mockserver.world.person import PersonStatus

router = xquik_router("X messages")

_EXTRA = Query(
    lambda: select(MessageExtraRow).where(col(MessageExtraRow.message_id) == bindparam("id")), MessageExtraRow
)


@router.post(
    "/x/dm/{userId}",
    operation_id="sendDm",
    summary="Send direct message",
    response_model=Sent,
    openapi_extra={"x-source": "documented: Send DM"},
)
async def send_message(ctx: Ctx, userId: str, body: SendRequest) -> Sent:  # noqa: N803
    """Send a message, with a medium or as an answer where told.

    404 `user_not_found`, 403 `dm_not_permitted`, 400 `invalid_input` for media or a message that there is not.
    10 credits. Assumption: a protected account takes messages only from those whom it follows.
    """
    workspace = ctx.workspace
    with acting(ctx, "sendDm", body.account, body.text) as person:
        target = require_user(workspace, userId)
        if target.key == person.key:
            raise X_REJECTED()
        if target.status is PersonStatus.PROTECTED and not workspace.world.graph.follows(target, person):
            raise DM_NOT_PERMITTED()
        media.chosen(workspace, body.media_ids or [])
        answered = body.reply_to_message_id
        between = conversation_id(person.user_id, target.user_id)
        if answered is not None:
            found = workspace.world.messages.get(answered)
            if found is None or found.conversation_id != between:
                raise INVALID_INPUT("reply_to_message_id must be a message of this conversation.")
        try:
            sent = workspace.world.messages.send(person.user_id, target.user_id, body.text)
        except ValueError as error:
            raise INVALID_INPUT(f"text: {error}.") from None
        if body.media_ids or answered is not None:
            workspace.database.insert(
                MessageExtraRow,
                message_id=int(sent.id),
                media_id=body.media_ids[0] if body.media_ids else None,
                reply_to=answered,
            )
    return {"messageId": sent.id, "success": True}


@router.get(
    "/x/dm/{userId}/history",
    operation_id="getDmHistory",
    summary="Get direct message history",
    response_model=History,
    openapi_extra={"x-source": "documented: Get DM History"},
)
async def message_history(ctx: Ctx, userId: str, query: Annotated[HistoryQuery, QueryParam()]) -> History:  # noqa: N803
    """The conversation with a user, newest first. 404 `account_not_found`, `user_not_found`. 1 credit a message."""
    person = connected(ctx.workspace, query.account)
    target = require_user(ctx.workspace, userId)
    between = conversation_id(person.user_id, target.user_id)
    start = position(query.position) or query.maxId

    def fetch(limit: int) -> Page[written.Message]:
        before = LAST_ID if not start else position_number(start)
        found = ctx.workspace.world.messages.history(between, limit + 1, str(before))
        more = found[limit - 1].id if len(found) > limit else None
        return Page(tuple(found[:limit]), more)

    page = metered(ctx, "getDmHistory", USUAL, fetch)
    return {"messages": [_shown(ctx, each) for each in page.items], **presenters.mark(given(page.next))}


def _shown(ctx: Context, message: written.Message) -> Message:
    shown: Message = {
        "id": message.id,
        "senderId": message.sender_id,
        "receiverId": message.recipient_id,
        "text": message.text,
        "createdAt": iso_ms(message.sent_at),
    }
    extra = ctx.database.first(_EXTRA, id=int(message.id))
    if extra is not None and extra.media_id is not None:
        medium = media.attached(ctx.workspace, extra.media_id)
        address = media_address(ctx.workspace, ctx.request.origin)
        variants = address.variants(medium)
        shown["mediaUrl"] = variants[0].url if variants else address.picture(medium)
    if extra is not None and extra.reply_to is not None:
        shown["replyToMessageId"] = extra.reply_to
    return shown
