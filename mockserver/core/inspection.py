"""Looking into a store table by table, for people and for the control API. Must not know what a table means."""

from __future__ import annotations

import sqlite3


class Inspection:
    """The part of a store that shows what is in it."""

    _connection: sqlite3.Connection

    def table_names(self) -> list[str]:
        """Every table, in the order of the alphabet."""
        rows = self._connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
        return [name for (name,) in rows]

    def count_rows(self, table: str) -> int:
        """How many rows a table of `table_names` has."""
        return int(self._connection.execute(f'SELECT count(*) FROM "{self._known(table)}"').fetchone()[0])

    def browse(self, table: str, *, limit: int, offset: int) -> list[dict[str, object]]:
        """Rows of a table of `table_names` as stored, in the order of its primary key."""
        cursor = self._connection.execute(
            f'SELECT * FROM "{self._known(table)}" ORDER BY 1 LIMIT ? OFFSET ?', (limit, offset)
        )
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def _known(self, table: str) -> str:
        if table not in self.table_names():
            raise LookupError(table)
        return table
