"""The tables of monitors and events. Must not know the wire."""

from __future__ import annotations

from mockserver.core.tables import Index, Row, column


class MonitorRow(Row):
    """Something watched: an account (`subject` is its username in lower case) or a keyword (`subject` is a query)."""

    __tablename__ = "xquik_monitors"
    __table_args__ = (
        Index("ux_xquik_monitors_subject", "kind", "subject", unique=True),
        Index("ix_xquik_monitors_active", "kind", "is_active", "id"),
    )

    id: int | None = column(default=None, primary_key=True)
    kind: str
    subject: str
    x_user_id: str | None = None
    event_types: list[str]
    is_active: bool = True
    next_billing_at: int
    created_at: int


class AnchorRow(Row):
    """A term under which the monitor of a query is filed: what it means has one of its terms at least."""

    __tablename__ = "xquik_monitor_anchors"
    __table_args__ = (Index("ix_xquik_monitor_anchors_monitor", "monitor_id"),)

    term: str = column(primary_key=True)
    monitor_id: int = column(primary_key=True)


class EventRow(Row):
    """What a monitor saw; `data` is as the vendor tells it."""

    __tablename__ = "xquik_events"
    __table_args__ = (
        Index("ix_xquik_events_monitor", "monitor_id", "id"),
        Index("ix_xquik_events_type", "type", "id"),
    )

    id: int | None = column(default=None, primary_key=True)
    monitor_id: int
    kind: str
    subject: str
    type: str
    tweet_id: str
    data: dict[str, object]
    occurred_at: int


TABLES = (MonitorRow, AnchorRow, EventRow)
