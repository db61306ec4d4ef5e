"""What of the derived past was written down when somebody first looked: each thing once, and not without end.

Must not know what is written down.
"""

from __future__ import annotations

from mockserver.core.database import Database
from mockserver.core.sql import bindparam, col, func, select
from mockserver.core.statements import Query
from mockserver.world.tables import SeedRow

MOST = 5_000
"""How many things a workspace writes down; whoever asks for more finds what is there."""

_COUNT = Query(lambda: select(func.count()).select_from(SeedRow), int)
_KNOWN = Query(lambda: select(col(SeedRow.key)).where(col(SeedRow.key) == bindparam("key")), str)


class Seeds:
    """The names of what one workspace has written down of its past."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def first_time(self, key: str) -> bool:
        """Whether this was never asked for before; then it is now, in the caller's transaction."""
        if self._database.first(_KNOWN, key=key) is not None or self._database.value(_COUNT) >= MOST:
            return False
        self._database.insert(SeedRow, key=key)
        return True
