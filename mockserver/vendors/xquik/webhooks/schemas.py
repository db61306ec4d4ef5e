"""What the endpoints of webhooks take and give. Source: "Webhooks"; shapes: observed."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import RequestBody
from mockserver.vendors.xquik.fields import Address, Moment, NumericId, Text
from mockserver.vendors.xquik.monitors.schemas import EventType, EventTypes


class DeliveryStatus(StrEnum):
    """Where a delivery stands; a failed one is tried again, an exhausted one is not."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"
    EXHAUSTED = "exhausted"


Target = Annotated[Text, Field(max_length=2_000, description="Where to deliver, over https or http")]


class CreateWebhookRequest(RequestBody):
    """A receiver."""

    url: Target
    eventTypes: EventTypes  # noqa: N815


class UpdateWebhookRequest(RequestBody):
    """What to change; at least one of the three."""

    url: Target | None = None
    eventTypes: EventTypes | None = None  # noqa: N815
    isActive: bool | None = Field(None, description="Whether it gets anything")  # noqa: N815


class Webhook(TypedDict):
    """A receiver, without its secret."""

    id: NumericId
    url: Address
    eventTypes: list[EventType]
    isActive: bool
    createdAt: Moment


class NewWebhook(TypedDict):
    """A receiver with its secret, which is shown this once."""

    id: NumericId
    url: Address
    eventTypes: list[EventType]
    secret: str
    createdAt: Moment


class WebhookList(TypedDict):
    """Every receiver."""

    webhooks: list[Webhook]
    hasMore: bool


class TestResult(TypedDict):
    """How a test went; `statusCode` is 0 where nobody answered."""

    success: bool
    statusCode: int
    error: NotRequired[str]


class Delivery(TypedDict):
    """A delivery; what it has not yet is absent."""

    id: NumericId
    status: DeliveryStatus
    attempts: int
    createdAt: Moment
    streamEventId: NumericId
    lastStatusCode: NotRequired[int]
    lastError: NotRequired[str]
    deliveredAt: NotRequired[Moment]


class DeliveryList(TypedDict):
    """Deliveries, newest first."""

    deliveries: list[Delivery]
    hasMore: bool
