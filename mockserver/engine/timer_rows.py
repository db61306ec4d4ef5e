"""The statements over timers. Must not know when they are run."""

from __future__ import annotations

from sqlalchemy import bindparam
from sqlmodel import col, delete, false, func, select

from mockserver.core.statements import Command, Query
from mockserver.engine.tables import TimerRow

DUE = Query(
    lambda: (
        select(TimerRow)
        .where(col(TimerRow.due_at) <= bindparam("until"))
        .order_by(col(TimerRow.due_at), col(TimerRow.id))
        .limit(bindparam("limit"))
    ),
    TimerRow,
)
EARLIEST = Query(lambda: select(func.min(TimerRow.due_at)), int)
EARLIEST_FOREGROUND = Query(lambda: select(func.min(TimerRow.due_at)).where(col(TimerRow.background) == false()), int)
CANCEL = Command(
    lambda: delete(TimerRow).where(
        col(TimerRow.kind) == bindparam("kind"), col(TimerRow.subject) == bindparam("subject")
    )
)
