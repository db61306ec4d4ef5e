"""Keeping drafts. Must not know the wire."""

from __future__ import annotations

from mockserver.core.sql import bindparam, col, select, tuple_
from mockserver.core.statements import Query
from mockserver.core.times import LATEST, Instant
from mockserver.engine.workspace import Workspace
from mockserver.gateway.pagination import Slice
from mockserver.vendors.xquik.drafts.schemas import LONGEST_TOPIC, Goal
from mockserver.vendors.xquik.drafts.tables import DraftRow
from mockserver.vendors.xquik.errors import DRAFT_NOT_FOUND

START: tuple[Instant, int] = (LATEST, 0)
"""Before the newest draft."""

_BY_ID = Query(lambda: select(DraftRow).where(col(DraftRow.id) == bindparam("id")), DraftRow)
_PAGE = Query(
    lambda: (
        select(DraftRow)
        .where(tuple_(col(DraftRow.created_at), col(DraftRow.id)) < tuple_(bindparam("at"), bindparam("id")))
        .order_by(col(DraftRow.created_at).desc(), col(DraftRow.id).desc())
        .limit(bindparam("limit"))
    ),
    DraftRow,
)


def create(workspace: Workspace, text: str, topic: str | None, goal: str | None) -> DraftRow:
    """Keep a draft. A long topic is cut and an unknown goal ignored, as the newer specification says."""
    now = workspace.now()
    return workspace.database.insert(
        DraftRow,
        text=text,
        topic=topic[:LONGEST_TOPIC] if topic else None,
        goal=goal if goal in list(Goal) else None,
        created_at=now,
        updated_at=now,
    )


def page(workspace: Workspace, after: tuple[Instant, int], limit: int) -> Slice[DraftRow]:
    """Drafts from newest to oldest, after a position."""
    at, draft_id = after
    return Slice.of(workspace.database.all(_PAGE, at=at, id=draft_id, limit=limit + 1), limit)


def require(workspace: Workspace, draft_id: int) -> DraftRow:
    """The draft; 404 `draft_not_found`."""
    row = workspace.database.first(_BY_ID, id=draft_id)
    if row is None:
        raise DRAFT_NOT_FOUND()
    return row


def delete(workspace: Workspace, draft_id: int) -> None:
    """Throw a draft away; 404 `draft_not_found`."""
    if not workspace.database.remove(DraftRow, id=draft_id):
        raise DRAFT_NOT_FOUND()
