"""What the endpoints of direct messages take and give. Source: "Send DM", "Get DM History"; shapes: observed."""

from __future__ import annotations

from typing import Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.vendors.xquik.fields import Address, Cursors, Moment, Text, XId
from mockserver.vendors.xquik.writes.schemas import ActingRequest
from mockserver.vendors.xquik.x_data.schemas import PageMark


class SendRequest(ActingRequest):
    """A message to send."""

    text: Text = Field(max_length=10_000, description="What it says, at most 10,000 characters")
    media_ids: list[str] | None = Field(None, max_length=1, description="Id of one medium from POST /x/media")
    reply_to_message_id: str | None = Field(None, description="The message that it answers")


class HistoryQuery(Cursors):
    """Which page of a conversation."""

    account: str | None = Field(None, description="Username or id of a connected account; the first one if absent")
    maxId: str | None = Field(None, description="Messages older than this one")  # noqa: N815


class Sent(TypedDict):
    """A message that was sent."""

    messageId: XId
    success: Literal[True]


class Message(TypedDict):
    """A direct message."""

    id: XId
    senderId: XId
    receiverId: XId
    text: NotRequired[str]
    createdAt: NotRequired[Moment]
    mediaUrl: NotRequired[Address]
    replyToMessageId: NotRequired[XId]


class History(PageMark):
    """A page of a conversation, newest first."""

    messages: list[Message]
