"""The CRM as it goes out. Pure: rows and people in, wire shapes out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from mockserver.core.times import iso_s
from mockserver.vendors.scrapely.conversations.presenters import Picture, messages, receiver
from mockserver.vendors.scrapely.conversations.service import Conversation
from mockserver.vendors.scrapely.conversations.tables import ConversationRow
from mockserver.vendors.scrapely.crm.schemas import (
    BASE_TAGS,
    CrmConversation,
    CrmConversations,
    UpdateCrmResponse,
    UpdatedCrm,
)
from mockserver.vendors.scrapely.crm.service import Board, currency_of


def board(found: Board, picture: Picture) -> CrmConversations:
    """All columns of a page. Assumption: a column's `count` is the number of its conversations on this page."""
    body: CrmConversations = {
        "columns": {
            name: {"conversations": [_item(each, picture) for each in column], "count": len(column)}
            for name, column in found.columns.items()
        },
        "custom_tags": [
            {"id": tag.id, "name": tag.name, "color": tag.color, "key": tag.key} for tag in found.custom_tags
        ],
        "base_tags": list(BASE_TAGS),
    }
    if found.next_cursor is not None:
        body["next_cursor"] = found.next_cursor
    return body


def updated(row: ConversationRow, changes: Mapping[str, object]) -> UpdateCrmResponse:
    """What was set, as it was sent."""
    shown = {"conversation_id": row.conversation_id, "account_handle": row.account_handle, **changes}
    if "deal_value" in changes:
        shown["deal_value"] = amount(cast("float | None", changes["deal_value"]))
    if "deal_currency" in changes:
        shown["deal_currency"] = currency_of(changes["deal_currency"])
    return {"success": True, "updated": cast(UpdatedCrm, shown)}


def amount(value: float | None) -> float | None:
    """A deal's value, written without a fraction where it has none, as the document does here."""
    return int(value) if value is not None and value.is_integer() else value


def _item(conversation: Conversation, picture: Picture) -> CrmConversation:
    row = conversation.row
    item: CrmConversation = {
        "id": row.id,
        "conversation_id": row.conversation_id,
        "account_handle": row.account_handle,
        "tag": row.tag,
        "is_blue_verified": conversation.person.is_blue_verified,
        "receiver": receiver(conversation.person, picture),
        "crm": {"notes": row.notes, "deal_value": amount(row.deal_value), "deal_currency": row.deal_currency},
        "last_message": {
            "text": row.last_message_text,
            "time": iso_s(row.last_message_at),
            "is_sent": row.last_message_is_sent,
        },
        "message_count": row.message_count,
        "is_unread": row.is_unread,
    }
    if conversation.messages is not None:
        item["messages"] = messages(row, conversation.messages)
    return item
