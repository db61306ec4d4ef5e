"""Conversations of connected accounts, and every DM they sent; the messages themselves are the world's.

Source: "Fetch Conversations" and "Get CRM Conversations".
"""

from __future__ import annotations

from mockserver.core.tables import Index, Row, Unique, column


class ConversationRow(Row):
    """A conversation of one account with one person, and its CRM data."""

    __tablename__ = "scrapely_conversations"
    __table_args__ = (
        Unique("conversation_id", "account_id"),
        Index("scrapely_conversations_by_time", "last_message_at", "id"),
        Index("scrapely_conversations_by_account", "account_id", "last_message_at", "id"),
        Index("scrapely_conversations_by_receiver", "receiver_handle", "last_message_at", "id"),
        Index("scrapely_conversations_by_tag", "tag", "last_message_at", "id"),
        Index("scrapely_conversations_unread", "is_unread", "last_message_at", "id"),
    )

    id: str = column(primary_key=True)
    conversation_id: str
    account_id: str
    account_handle: str
    receiver_id: str
    receiver_handle: str
    """In lower case."""
    message_count: int = 0
    sent_count: int = 0
    reply_count: int = 0
    answered_turn: int | None = None
    """Which of our messages, from 0, the person chose to answer first; None as long as it is none."""
    last_reply_at: int | None = None
    is_unread: bool = False
    last_message_at: int
    last_message_text: str
    last_message_is_sent: bool
    tag: str | None = None
    notes: str | None = None
    deal_value: float | None = None
    deal_currency: str = "USD"
    created_at: int
    updated_at: int


class SentDmRow(Row):
    """A DM that an account sent: for a campaign (its first message or a follow-up), or by request."""

    __tablename__ = "scrapely_sent_dms"
    __table_args__ = (
        Index("scrapely_sent_dms_by_account", "account_id", "sent_at"),
        Index("scrapely_sent_dms_by_campaign", "campaign_id", "account_id", "sent_at"),
    )

    id: int | None = column(default=None, primary_key=True)
    account_id: str
    campaign_id: str | None = None
    conversation_id: str
    message_id: str
    sent_at: int


class CustomTagRow(Row):
    """A tag of the user's own; `key` is what conversations carry."""

    __tablename__ = "scrapely_custom_tags"

    id: str = column(primary_key=True)
    name: str
    color: str
    key: str
