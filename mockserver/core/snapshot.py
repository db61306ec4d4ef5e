"""Images of a store beside each other: whether one can be taken in, and in which rows two differ.

Must not know what a table means.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

from mockserver.core.database import FORMAT_VERSION, FormatMismatch

_SYSTEM = frozenset({"meta", "sequences"})
"""Tables of the store itself: clock and counters, which differ between any two moments."""
_MAGIC = b"SQLite format 3\x00"

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    """A row that is in both and differs."""

    before: Row
    after: Row


@dataclass(frozen=True, slots=True)
class TableDifference:
    """Rows that only the later has, only the earlier has, or that differ; lists stop at a limit, totals do not."""

    added: Sequence[Row]
    removed: Sequence[Row]
    changed: Sequence[Change]
    added_total: int
    removed_total: int
    changed_total: int


def check_image(image: bytes, empty: bytes) -> None:
    """Raise `FormatMismatch` with the reason where an image from elsewhere is not a store with our very tables.

    `empty` is an image that has them. What is checked is all that SQLite would run or read by itself.
    """
    if not image.startswith(_MAGIC):
        raise FormatMismatch("it is no SQLite file")
    try:
        with closing(_opened(image)) as given, closing(_opened(empty)) as ours:
            version = given.execute("PRAGMA user_version").fetchone()[0]
            if version != FORMAT_VERSION:
                raise FormatMismatch(f"it has data format {version}, this program reads {FORMAT_VERSION}")
            if _schema(given) != _schema(ours):
                raise FormatMismatch("it has the tables of another version of this program")
            if (found := given.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
                raise FormatMismatch(f"it is damaged: {found}")
    except sqlite3.DatabaseError as error:
        raise FormatMismatch(f"it is damaged: {error}") from None


def differences(before: bytes, after: bytes, *, limit: int) -> dict[str, TableDifference]:
    """The tables in which two images differ, by name."""
    with _side_by_side(before, after) as connection:
        return {
            table: found for table in _tables(connection) if (found := _compare(connection, table, limit)) is not None
        }


def _opened(image: bytes) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(image)
        connection.execute("PRAGMA trusted_schema = OFF")
    except BaseException:
        connection.close()
        raise
    return connection


def _schema(connection: sqlite3.Connection) -> set[tuple[object, ...]]:
    return set(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))


@contextmanager
def _side_by_side(before: bytes, after: bytes) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for name, image in (("a", before), ("b", after)):
            connection.execute(f"ATTACH ':memory:' AS {name}")
            connection.deserialize(image, name=name)
        yield connection


def _tables(connection: sqlite3.Connection) -> list[str]:
    """The tables that both have."""
    query = "SELECT name FROM {}.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    names = connection.execute(f"{query.format('a')} INTERSECT {query.format('b')} ORDER BY name")
    return [name for (name,) in names if name not in _SYSTEM]


def _compare(connection: sqlite3.Connection, table: str, limit: int) -> TableDifference | None:
    described = connection.execute(f'PRAGMA a.table_info("{table}")').fetchall()
    columns = [name for _, name, *_ in described]
    key = [name for _, name, *_, place in described if place]
    same_key = " AND ".join(f'x."{name}" = y."{name}"' for name in key)
    differs = " OR ".join(f'x."{name}" IS NOT y."{name}"' for name in columns if name not in key) or "0"
    added = f'FROM b."{table}" y WHERE NOT EXISTS (SELECT 1 FROM a."{table}" x WHERE {same_key})'
    removed = f'FROM a."{table}" x WHERE NOT EXISTS (SELECT 1 FROM b."{table}" y WHERE {same_key})'
    changed = f'FROM a."{table}" x JOIN b."{table}" y ON {same_key} WHERE {differs}'
    totals = [connection.execute(f"SELECT count(*) {clause}").fetchone()[0] for clause in (added, removed, changed)]
    if not any(totals):
        return None

    def rows(clause: str) -> list[dict[str, object]]:
        found = connection.execute(f"SELECT * {clause} LIMIT ?", (limit,))
        return [dict(zip(columns, row, strict=True)) for row in found]

    pairs = connection.execute(f"SELECT x.*, y.* {changed} LIMIT ?", (limit,))
    changes = [
        Change(
            dict(zip(columns, row[: len(columns)], strict=True)), dict(zip(columns, row[len(columns) :], strict=True))
        )
        for row in pairs
    ]
    return TableDifference(rows(added), rows(removed), changes, *totals)
