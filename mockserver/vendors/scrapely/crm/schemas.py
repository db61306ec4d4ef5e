"""What clients send and get of the CRM. Source: "Get CRM Conversations" and "Update CRM Data"."""

from __future__ import annotations

from typing import Annotated, NotRequired

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import PageNumber, PageSize, QueryParams, RequestBody
from mockserver.vendors.scrapely.conversations.schemas import CrmData, HistoryMessage, Receiver
from mockserver.vendors.scrapely.fields import Moment, Uuid

PAGE_SIZE = 20
MAX_PAGE_SIZE = 100

BASE_TAGS = (
    "unread",
    "interested_reply",
    "negative_reply",
    "neutral_reply",
    "engaged",
    "calendlyd",
    "booked",
    "not_interested",
    "not_qualified",
)
"""The vendor's own tags, in the documented order."""

UNREAD = "unread"

DealValue = Annotated[float, Field(ge=0, allow_inf_nan=False)]


def _currency(code: str) -> str:
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise ValueError("must be a currency code of three letters")
    return code.upper()


Currency = Annotated[str, AfterValidator(_currency)]


class CrmQuery(QueryParams):
    """The query of GET /crm/conversations."""

    tag: str | None = Field(None, description="Only this tag's column")
    limit: PageSize = Field(PAGE_SIZE, description="Conversations per tag (max 100)")
    include_messages: bool = Field(False, description="Include the full message history")
    cursor: str | None = Field(None, description="Where to go on: `next_cursor` of the page before")
    page: PageNumber = Field(1, description="Which page of each column, from 1; `cursor` comes before it")


class UpdateCrmRequest(RequestBody):
    """The body of PATCH /crm/update; what is absent stays as it is, null removes."""

    conversation_id: str = Field(description="The conversation", min_length=1)
    account_handle: str = Field(description="The handle of the account, with or without @", min_length=1)
    notes: str | None = Field(None, description="Notes for the conversation")
    deal_value: DealValue | None = Field(None, description="Deal value, at least 0")
    deal_currency: Currency | None = Field(None, description="Currency code of three letters (default: USD)")
    tag: str | None = Field(None, description="Tag to set: a base tag or a custom tag's key; null to remove")


class CrmLastMessage(TypedDict):
    """The newest message; `time` in ISO 8601."""

    text: str
    time: Moment
    is_sent: bool


class CrmConversation(TypedDict):
    """A conversation in a column; `messages` if the query asks for them."""

    id: Uuid
    conversation_id: str
    account_handle: str
    tag: str | None
    is_blue_verified: bool
    receiver: Receiver
    crm: CrmData
    last_message: CrmLastMessage
    message_count: int
    is_unread: bool
    messages: NotRequired[list[HistoryMessage]]


class Column(TypedDict):
    """The conversations of a tag; `count` of them are on this page."""

    conversations: list[CrmConversation]
    count: int


class CustomTag(TypedDict):
    """A tag of the user's own."""

    id: Uuid
    name: str
    color: str
    key: str


class CrmConversations(TypedDict):
    """The columns by tag; `next_cursor` only where a column goes on."""

    columns: dict[str, Column]
    custom_tags: list[CustomTag]
    base_tags: list[str]
    next_cursor: NotRequired[str]


class UpdatedCrm(TypedDict):
    """What was set, and on which conversation."""

    conversation_id: str
    account_handle: str
    notes: NotRequired[str | None]
    deal_value: NotRequired[float | None]
    deal_currency: NotRequired[str]
    tag: NotRequired[str | None]


class UpdateCrmResponse(TypedDict):
    """The answer to PATCH /crm/update."""

    success: bool
    updated: UpdatedCrm
