"""Drafts. Source: "Create Draft"."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class DraftRow(SQLModel, table=True):
    """The text of a tweet that somebody may send some day."""

    __tablename__ = "xquik_drafts"
    __table_args__ = (Index("xquik_drafts_by_time", "created_at", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    text: str
    topic: str | None = None
    goal: str | None = None
    created_at: int
    updated_at: int


TABLES = (DraftRow,)
