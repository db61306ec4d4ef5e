"""Monitors and events as the vendor writes them. Pure."""

from __future__ import annotations

from mockserver.core.times import iso_ms
from mockserver.gateway.pagination import Slice
from mockserver.vendors.xquik.fields import time_cursor
from mockserver.vendors.xquik.monitors.schemas import (
    Event,
    EventDetail,
    EventList,
    EventType,
    KeywordMonitor,
    Monitor,
)
from mockserver.vendors.xquik.monitors.service import KEYWORD
from mockserver.vendors.xquik.monitors.tables import EventRow, MonitorRow


def monitor(row: MonitorRow) -> Monitor:
    """A monitor of an account."""
    return {
        "id": str(row.id),
        "username": row.subject,
        "xUserId": row.x_user_id or "",
        "eventTypes": [EventType(each) for each in row.event_types],
        "isActive": row.is_active,
        "createdAt": iso_ms(row.created_at),
        "nextBillingAt": iso_ms(row.next_billing_at),
    }


def keyword_monitor(row: MonitorRow) -> KeywordMonitor:
    """A monitor of a query."""
    return {
        "id": str(row.id),
        "query": row.subject,
        "eventTypes": [EventType(each) for each in row.event_types],
        "isActive": row.is_active,
        "createdAt": iso_ms(row.created_at),
        "nextBillingAt": iso_ms(row.next_billing_at),
    }


def event(row: EventRow) -> Event:
    """An event."""
    shown: Event = {
        "id": str(row.id),
        "type": EventType(row.type),
        "monitorId": str(row.monitor_id),
        "monitorType": "keyword" if row.kind == KEYWORD else "account",
        "occurredAt": iso_ms(row.occurred_at),
        "data": row.data,
    }
    if row.kind == KEYWORD:
        shown["query"] = row.subject
        shown["keywordMonitorId"] = str(row.monitor_id)
    else:
        shown["username"] = row.subject
    return shown


def event_detail(row: EventRow) -> EventDetail:
    """An event with the tweet's id."""
    return {**event(row), "xEventId": row.tweet_id}


def events(page: Slice[EventRow]) -> EventList:
    """A page of events."""
    shown: EventList = {"events": [event(row) for row in page.rows], "hasMore": page.has_more}
    if page.has_more:
        last = page.rows[-1]
        shown["nextCursor"] = time_cursor(last.occurred_at, last.id or 0)
    return shown
