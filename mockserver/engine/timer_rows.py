"""The statements over timers. Must not know when they are run."""

from __future__ import annotations

from collections.abc import Sequence

from mockserver.core.sql import bindparam, col, delete, false, func, select
from mockserver.core.statements import Command, Query
from mockserver.engine.flights import LANES
from mockserver.engine.tables import TimerRow

_NO_LANE = "-"
"""What no lane is called."""

DUE = Query(
    lambda: (
        select(TimerRow)
        .where(
            col(TimerRow.due_at) <= bindparam("until"),
            col(TimerRow.lane).not_in([bindparam(f"lane{place}") for place in range(LANES)]),
        )
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


def without(lanes: Sequence[str]) -> dict[str, str]:
    """The parameters of `DUE` that leave timers of these lanes out, at most `LANES`."""
    named = [*lanes, *[_NO_LANE] * LANES][:LANES]
    return {f"lane{place}": lane for place, lane in enumerate(named)}
