"""Drafts as the API shows them."""

from __future__ import annotations

from mockserver.core.times import iso_ms
from mockserver.gateway.pagination import Slice
from mockserver.vendors.xquik.drafts.schemas import Draft, DraftList, Goal
from mockserver.vendors.xquik.drafts.tables import DraftRow
from mockserver.vendors.xquik.fields import time_cursor


def draft(row: DraftRow) -> Draft:
    """One draft."""
    shown: Draft = {
        "id": str(row.id),
        "text": row.text,
        "createdAt": iso_ms(row.created_at),
        "updatedAt": iso_ms(row.updated_at),
    }
    if row.topic is not None:
        shown["topic"] = row.topic
    if row.goal is not None:
        shown["goal"] = Goal(row.goal)
    return shown


def page(found: Slice[DraftRow]) -> DraftList:
    """A page, with the cursor of the next one."""
    shown: DraftList = {"drafts": [draft(row) for row in found.rows], "hasMore": found.has_more}
    if found.has_more:
        last = found.rows[-1]
        shown["afterCursor"] = shown["nextCursor"] = time_cursor(last.created_at, str(last.id))
    return shown
