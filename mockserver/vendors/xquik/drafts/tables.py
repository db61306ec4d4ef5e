"""Drafts. Source: "Create Draft"."""

from __future__ import annotations

from mockserver.core.tables import Index, Row, column


class DraftRow(Row):
    """The text of a tweet that somebody may send some day."""

    __tablename__ = "xquik_drafts"
    __table_args__ = (Index("xquik_drafts_by_time", "created_at", "id"),)

    id: int | None = column(default=None, primary_key=True)
    text: str
    topic: str | None = None
    goal: str | None = None
    created_at: int
    updated_at: int


TABLES = (DraftRow,)
