"""What the endpoints of support take and give. Source: "Support"; names are the document's and the newer ones."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import RequestBody
from mockserver.vendors.xquik.fields import Moment, NumericId, Text

LONGEST_SUBJECT = 500
LONGEST_BODY = 10_000


class TicketStatus(StrEnum):
    """Where a ticket stands."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Sender(StrEnum):
    """Who wrote a message."""

    USER = "user"
    SUPPORT = "support"


class CreateTicketRequest(RequestBody):
    """A ticket to open."""

    subject: Text = Field(max_length=LONGEST_SUBJECT, examples=["Cannot connect X account"])
    body: Text = Field(max_length=LONGEST_BODY, examples=["I am unable to connect my X account. Please help."])


class UpdateTicketRequest(RequestBody):
    """The status that the customer gives a ticket."""

    status: Literal["open", "resolved", "closed"] = Field(description="open, resolved or closed")


class ReplyRequest(RequestBody):
    """A message to add."""

    body: Text = Field(max_length=LONGEST_BODY, examples=["Thank you for the update."])


class NewTicket(TypedDict):
    """A ticket that was just opened; `publicId` is its id under the newer name."""

    id: str
    publicId: str
    subject: str
    status: TicketStatus
    createdAt: Moment


class Ticket(NewTicket):
    """A ticket in the list."""

    messageCount: int
    updatedAt: Moment


class TicketList(TypedDict):
    """The tickets, the one that changed last first; `hasMore` is observed only."""

    tickets: list[Ticket]
    hasMore: bool


class Message(TypedDict):
    """A message of a ticket."""

    id: NumericId
    body: str
    sender: Sender
    createdAt: Moment


class TicketDetail(Ticket):
    """A ticket and what was said in it, oldest first."""

    messages: list[Message]


class TicketChange(TypedDict):
    """The ticket's new status."""

    id: str
    publicId: str
    status: TicketStatus


class Reply(TypedDict):
    """The message was added to this ticket."""

    publicId: str
