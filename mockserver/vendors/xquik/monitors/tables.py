"""The tables of monitors and events. Must not know the wire."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Index
from sqlmodel import Field, SQLModel


class MonitorRow(SQLModel, table=True):
    """Something watched: an account (`subject` is its username in lower case) or a keyword (`subject` is a query)."""

    __tablename__ = "xquik_monitors"
    __table_args__ = (
        Index("ux_xquik_monitors_subject", "kind", "subject", unique=True),
        Index("ix_xquik_monitors_active", "kind", "is_active", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    subject: str
    x_user_id: str | None = None
    event_types: list[str] = Field(sa_column=Column(JSON, nullable=False))
    is_active: bool = True
    next_billing_at: int = Field(sa_type=BigInteger)
    created_at: int = Field(sa_type=BigInteger)


class AnchorRow(SQLModel, table=True):
    """A term under which the monitor of a query is filed: what it means has one of its terms at least."""

    __tablename__ = "xquik_monitor_anchors"
    __table_args__ = (Index("ix_xquik_monitor_anchors_monitor", "monitor_id"),)

    term: str = Field(primary_key=True)
    monitor_id: int = Field(primary_key=True)


class EventRow(SQLModel, table=True):
    """What a monitor saw; `data` is as the vendor tells it."""

    __tablename__ = "xquik_events"
    __table_args__ = (
        Index("ix_xquik_events_monitor", "monitor_id", "id"),
        Index("ix_xquik_events_type", "type", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    monitor_id: int
    kind: str
    subject: str
    type: str
    tweet_id: str
    data: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))
    occurred_at: int = Field(sa_type=BigInteger)


TABLES = (MonitorRow, AnchorRow, EventRow)
