"""Accounts that keys track. Observed."""

from __future__ import annotations

from mockserver.core.tables import Index, Row, column

EVERY_KEY = ""
"""The owner of what a fixture tracks: every key of the workspace, until it stops."""


class TrackedRow(Row):
    """A key tracks an account, or (not `present`) has stopped to track one that the fixture tracks."""

    __tablename__ = "scrapest_tracked"
    __table_args__ = (Index("ux_scrapest_tracked", "person", "owner", unique=True),)

    id: int | None = column(default=None, primary_key=True)
    owner: str = column(index=True)
    """The id of a key, or `EVERY_KEY`."""
    person: str
    """The handle in lower case."""
    present: bool = True
    created_at: int
