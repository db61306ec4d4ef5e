"""Conversations as they go out. Pure: rows and people in, wire shapes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mockserver.core.times import iso_ms
from mockserver.vendors.scrapely.conversations.schemas import (
    ConversationDetail,
    ConversationItem,
    ConversationList,
    HistoryMessage,
    Lead,
    Receiver,
)
from mockserver.vendors.scrapely.conversations.service import Conversation, ConversationPage
from mockserver.vendors.scrapely.conversations.tables import ConversationRow
from mockserver.world.message import Message as WorldMessage
from mockserver.world.person import Person

Picture = Callable[[str, str], str]
"""The address of a picture: kind (`avatar` or `banner`) and handle."""


def page(found: ConversationPage, limit: int, picture: Picture) -> ConversationList:
    """A page of the list."""
    items = [_item(each, picture) for each in found.conversations]
    body: ConversationList = {
        "conversations": items,
        "pagination": {"limit": limit, "count": len(items), "has_more": found.next_cursor is not None},
    }
    if found.next_cursor is not None:
        body["next_cursor"] = found.next_cursor
    return body


def detail(conversation: Conversation, picture: Picture) -> ConversationDetail:
    """One conversation in full."""
    row = conversation.row
    return {
        "id": row.id,
        "conversation_id": row.conversation_id,
        "account_handle": row.account_handle,
        "lead": _lead(conversation.person, picture),
        "crm": {"notes": row.notes, "deal_value": row.deal_value, "deal_currency": row.deal_currency},
        "stats": {
            "message_count": row.message_count,
            "is_unread": row.is_unread,
            "last_message_time": row.last_message_at,
            "last_message_text": row.last_message_text,
            "last_message_is_sent": row.last_message_is_sent,
        },
        "messages": messages(row, conversation.messages or ()),
        "created_at": iso_ms(row.created_at),
        "updated_at": iso_ms(row.updated_at),
    }


def receiver(person: Person, picture: Picture) -> Receiver:
    """The other side as lists show it."""
    return {
        "user_id": person.user_id,
        "screen_name": person.handle,
        "name": person.name,
        "profile_image_url": picture("avatar", person.handle),
        "bio": person.bio,
        "website": person.website,
        "location": person.location,
        "followers_count": person.followers_count,
        "following_count": person.following_count,
        "is_blue_verified": person.is_blue_verified,
    }


def messages(row: ConversationRow, history: Sequence[WorldMessage]) -> list[HistoryMessage]:
    """A history as the account of the row sees it."""
    return [
        {
            "text": message.text,
            "time": message.sent_at,
            "sender": message.sender_id,
            "isSent": message.sender_id != row.receiver_id,
        }
        for message in history
    ]


def _item(conversation: Conversation, picture: Picture) -> ConversationItem:
    row = conversation.row
    item: ConversationItem = {
        "id": row.id,
        "conversation_id": row.conversation_id,
        "account_handle": row.account_handle,
        "receiver": receiver(conversation.person, picture),
        "last_message": {
            "text": row.last_message_text,
            "time": row.last_message_at,
            "is_sent": row.last_message_is_sent,
        },
        "message_count": row.message_count,
        "is_unread": row.is_unread,
        "created_at": iso_ms(row.created_at),
        "updated_at": iso_ms(row.updated_at),
    }
    if conversation.messages is not None:
        item["messages"] = messages(row, conversation.messages)
    return item


def _lead(person: Person, picture: Picture) -> Lead:
    return {
        "user_id": person.user_id,
        "screen_name": person.handle,
        "name": person.name,
        "profile_image_url": picture("avatar", person.handle),
        "profile_banner_url": picture("banner", person.handle),
        "bio": person.bio,
        "location": person.location,
        "website": person.website,
        "followers_count": person.followers_count,
        "following_count": person.following_count,
        "verified": person.is_verified or person.is_blue_verified,
    }
