"""What clients send and get of conversations. Source: "Fetch Conversations" and "Send DM"."""

from __future__ import annotations

from typing import Annotated, NotRequired

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import Offset, PageSize, QueryParams, RequestBody
from mockserver.vendors.scrapely.fields import Address, Moment, Uuid

PAGE_SIZE = 50
MAX_PAGE_SIZE = 100


def _not_empty(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return text


# The length is checked first, so that its refusal speaks of characters.
MessageText = Annotated[
    str, Field(max_length=10_000), AfterValidator(_not_empty), Field(json_schema_extra={"pattern": r"\S"})
]
"""What a DM says: more than space, at most 10,000 characters."""


class ConversationsQuery(QueryParams):
    """The query of GET /conversations."""

    conversation_id: str | None = Field(None, description="One conversation with all messages and lead info")
    account_id: Uuid | None = Field(None, description="Only conversations of this account")
    handle: str | None = Field(None, description="Only conversations with this receiver, with or without @")
    limit: PageSize = Field(PAGE_SIZE, description="Results per page (max 100)")
    cursor: str | None = Field(None, description="Where to go on: `next_cursor` of the page before")
    # Said in the schema alone: pydantic's own mark warns whoever reads the value.
    offset: Offset = Field(
        0, description="How many results to skip; use cursor instead", json_schema_extra={"deprecated": True}
    )
    include_messages: bool = Field(False, description="Include the full message history in the list")


class SendDmRequest(RequestBody):
    """The body of POST /dm/send."""

    conversation_id: str = Field(description="The conversation to write into", min_length=1)
    message: MessageText = Field(description="Message text (max 10,000 characters)")
    account_id: Uuid = Field(description="The account to send from", min_length=1)


class Receiver(TypedDict):
    """The other side of a conversation."""

    user_id: str
    screen_name: str
    name: str
    profile_image_url: Address
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


class HistoryMessage(TypedDict):
    """A message; `time` in Unix milliseconds, `sender` a user id."""

    text: str
    time: int
    sender: str
    isSent: bool


class ConversationItem(TypedDict):
    """A conversation in a list; `messages` if the query asks for them."""

    id: Uuid
    conversation_id: str
    account_handle: str
    receiver: Receiver
    last_message: LastMessage
    message_count: int
    is_unread: bool
    created_at: Moment
    updated_at: Moment
    messages: NotRequired[list[HistoryMessage]]


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
    profile_image_url: Address
    profile_banner_url: Address
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

    id: Uuid
    conversation_id: str
    account_handle: str
    lead: Lead
    crm: CrmData
    stats: Stats
    messages: list[HistoryMessage]
    created_at: Moment
    updated_at: Moment


class SingleConversation(TypedDict):
    """The answer to a query that names a conversation."""

    conversation: ConversationDetail


class SendDmResponse(TypedDict):
    """The answer to POST /dm/send."""

    success: bool
    message_id: str
    conversation_id: str
    account_handle: str
