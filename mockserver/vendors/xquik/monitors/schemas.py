"""What monitors and events take and give. Source: "Monitors", "Events"; keyword monitors: observed."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, NotRequired

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import PageSize, RequestBody
from mockserver.vendors.xquik.fields import Cursors, Moment, NumericId, Text, XId


class EventType(StrEnum):
    """What can be told of. `webhook.test` is sent by tests only."""

    NEW = "tweet.new"
    QUOTE = "tweet.quote"
    REPLY = "tweet.reply"
    RETWEET = "tweet.retweet"
    TEST = "webhook.test"


def _some(types: list[EventType]) -> list[EventType]:
    return list(dict.fromkeys(types))


EventTypes = Annotated[
    list[EventType],
    AfterValidator(_some),
    Field(min_length=1, max_length=5, description="What to tell of", examples=[["tweet.new", "tweet.reply"]]),
]


class CreateMonitorRequest(RequestBody):
    """An account to watch."""

    username: Text = Field(description="X username, with or without @", examples=["elonmusk"])
    eventTypes: EventTypes  # noqa: N815


class CreateKeywordMonitorRequest(RequestBody):
    """A query to watch."""

    query: Text = Field(max_length=500, description="A query in X's own syntax")
    eventTypes: EventTypes  # noqa: N815


class UpdateMonitorRequest(RequestBody):
    """What to change; at least one of both."""

    eventTypes: EventTypes | None = None  # noqa: N815
    isActive: bool | None = Field(None, description="Whether it watches")  # noqa: N815


class ListEventsQuery(Cursors):
    """Which events."""

    monitorId: str | None = Field(None, description="Those of one monitor")  # noqa: N815
    eventType: str | None = Field(None, description="Those of one type")  # noqa: N815
    limit: PageSize = Field(50, description="Results per page, at most 100")


class Monitor(TypedDict):
    """A monitor of an account."""

    id: NumericId
    username: str
    xUserId: XId
    eventTypes: list[EventType]
    isActive: bool
    createdAt: Moment
    nextBillingAt: Moment


class KeywordMonitor(TypedDict):
    """A monitor of a query."""

    id: NumericId
    query: str
    eventTypes: list[EventType]
    isActive: bool
    createdAt: Moment
    nextBillingAt: Moment


class MonitorList(TypedDict):
    """Every monitor of an account, at most 200."""

    monitors: list[Monitor]
    total: int
    hasMore: bool


class KeywordMonitorList(TypedDict):
    """Every monitor of a query, at most 200."""

    monitors: list[KeywordMonitor]
    total: int
    hasMore: bool


class Event(TypedDict):
    """What a monitor saw."""

    id: NumericId
    type: EventType
    monitorId: NumericId
    monitorType: Literal["account", "keyword"]
    occurredAt: Moment
    data: dict[str, object]
    username: NotRequired[str]
    query: NotRequired[str]
    keywordMonitorId: NotRequired[NumericId]


class EventDetail(Event):
    """The same with the tweet's id."""

    xEventId: XId


class EventList(TypedDict):
    """A page of events, newest first."""

    events: list[Event]
    hasMore: bool
    nextCursor: NotRequired[str]
