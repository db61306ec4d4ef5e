"""How jobs are stored: their states, and the queries for them. Must not know what moves a job on."""

from __future__ import annotations

from typing import Any

from mockserver.core.sql import BindParameter, ColumnElement, bindparam, col, func, or_, select
from mockserver.core.statements import Query
from mockserver.engine.tables import JobRow

QUEUED, RUNNING, PARKED, STALLED = "queued", "running", "parked", "stalled"
COMPLETED, FAILED = "completed", "failed"
STATUSES = (QUEUED, RUNNING, PARKED, STALLED, COMPLETED, FAILED)


def _is(column: Any, name: str) -> ColumnElement[bool]:
    """The column equals the parameter, or the parameter is NULL."""
    wanted: BindParameter[str] = bindparam(name, type_=column.type)
    return or_(wanted.is_(None), column == wanted)


def _chosen() -> tuple[ColumnElement[bool], ...]:
    return _is(col(JobRow.vendor), "vendor"), _is(col(JobRow.kind), "kind"), _is(col(JobRow.status), "status")


COUNT = Query(lambda: select(func.count()).select_from(JobRow).where(*_chosen()), int)
LISTED = Query(
    lambda: (
        select(JobRow)
        .where(*_chosen())
        .order_by(col(JobRow.number).desc())
        .limit(bindparam("limit"))
        .offset(bindparam("offset"))
    ),
    JobRow,
)
WAITING = Query(
    lambda: select(JobRow).where(col(JobRow.status).in_([QUEUED, RUNNING])).order_by(col(JobRow.number)), JobRow
)
ONE = Query(lambda: select(JobRow).where(col(JobRow.id) == bindparam("id")), JobRow)
