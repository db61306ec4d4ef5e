"""Accounts that keys track. Observed."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

EVERY_KEY = ""
"""The owner of what a fixture tracks: every key of the workspace, until it stops."""


class TrackedRow(SQLModel, table=True):
    """A key tracks an account, or (not `present`) has stopped to track one that the fixture tracks."""

    __tablename__ = "scrapest_tracked"
    __table_args__ = (Index("ux_scrapest_tracked", "person", "owner", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    owner: str = Field(index=True)
    """The id of a key, or `EVERY_KEY`."""
    person: str
    """The handle in lower case."""
    present: bool = True
    created_at: int
