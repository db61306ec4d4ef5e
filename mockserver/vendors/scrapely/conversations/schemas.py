"""What clients send and get of conversations. Source: "Fetch Conversations" and "Send DM"."""

from __future__ import annotations

from typing import NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import Offset, PageSize, QueryParams, RequestBody

PAGE_SIZE = 50
MAX_PAGE_SIZE = 100
MAX_MESSAGE = 10_000


class ConversationsQuery(QueryParams):
    """The query of GET /conversations."""

    conversation_id: str | None = Field(None, description="One conversation with all messages and lead info")
    account_id: str | None = Field(None, description="Only conversations of this account")
    handle: str | None = Field(None, description="Only conversations with this receiver, with or without @")
    limit: PageSize = Field(PAGE_SIZE, description="Results per page (max 100)")
    cursor: str | None = Field(None, description="Where to go on: `next_cursor` of the page before")
    offset: Offset = Field(0, description="How many results to skip; use cursor instead", deprecated=True)
    include_messages: bool = Field(False, description="Include the full message history in the list")


class SendDmRequest(RequestBody):
    """The body of POST /dm/send."""

    conversation_id: str = Field(description="The conversation to write into", min_length=1)
    message: str = Field(description="Message text (max 10,000 characters)", min_length=1, max_length=MAX_MESSAGE)
    account_id: str = Field(description="The account to send from", min_length=1)


class Receiver(TypedDict):
    """The other side of a conversation."""

    user_id: str
    screen_name: str
    name: str
    profile_image_url: str
    bio: str
    website: str | None
    location: str
    followers_count: int
    following_count: int
    is_blue_verified: bool


class LastMessage(TypedDict):
    """The newest message; `time` in Unix milliseconds."""

    text: str
    time: int
    is_sent: bool


class Message(TypedDict):
    """A message; `time` in Unix milliseconds, `sender` a user id."""

    text: str
    time: int
    sender: str
    isSent: bool


class ConversationItem(TypedDict):
    """A conversation in a list; `messages` if the query asks for them."""

    id: str
    conversation_id: str
    account_handle: str
    receiver: Receiver
    last_message: LastMessage
    message_count: int
    is_unread: bool
    created_at: str
    updated_at: str
    messages: NotRequired[list[Message]]


class ConversationsPagination(TypedDict):
    """Where a page stands."""

    limit: int
    count: int
    has_more: bool


class ConversationList(TypedDict):
    """A page of conversations; `next_cursor` only where more follow."""

    conversations: list[ConversationItem]
    pagination: ConversationsPagination
    next_cursor: NotRequired[str]


class Lead(TypedDict):
    """Everything known of the other side."""

    user_id: str
    screen_name: str
    name: str
    profile_image_url: str
    profile_banner_url: str
    bio: str
    location: str
    website: str | None
    followers_count: int
    following_count: int
    verified: bool


class CrmData(TypedDict):
    """Notes and deal."""

    notes: str | None
    deal_value: float | None
    deal_currency: str


class Stats(TypedDict):
    """Counts and the newest message; its time in Unix milliseconds."""

    message_count: int
    is_unread: bool
    last_message_time: int
    last_message_text: str
    last_message_is_sent: bool


class ConversationDetail(TypedDict):
    """One conversation with all its messages, oldest first."""

    id: str
    conversation_id: str
    account_handle: str
    lead: Lead
    crm: CrmData
    stats: Stats
    messages: list[Message]
    created_at: str
    updated_at: str


class SingleConversation(TypedDict):
    """The answer to a query that names a conversation."""

    conversation: ConversationDetail


class SendDmResponse(TypedDict):
    """The answer to POST /dm/send."""

    success: bool
    message_id: str
    conversation_id: str
    account_handle: str
