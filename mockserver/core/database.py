"""The store of one workspace: a SQLite database with one connection, used on the event loop only.

Reads need no ceremony; the first write opens a transaction, which `transaction()` commits or rolls back.
Must not know any table but its own two (`meta`, `sequences`).
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from mockserver.core.inspection import Inspection
from mockserver.core.json import dumps_text, loads
from mockserver.core.sleeping import Asleep, restore
from mockserver.core.statements import Command, Query, delete_sql, encode, insertion, update_sql
from mockserver.core.tables import schema_of

P = ParamSpec("P")
T = TypeVar("T")

FORMAT_VERSION = 1
"""Version of the stored data; a file of another version is refused, never guessed at."""

_LARGE = 8 * 1024 * 1024
"""Bytes of a store in memory above which it does not sleep."""

_SYSTEM_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sequences (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
"""


class FormatMismatch(Exception):
    """The file was written by another version of this program."""


class Database(Inspection):
    """All state of one workspace. `revision` grows with every committed write."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.revision = 0
        self._connection = self._connect()
        self._depth = 0
        self._open = False
        self._reading = 0
        self.is_asleep = False
        self._sequences: dict[str, int] = {}
        self._dirty: set[str] = set()
        try:
            self._configure()
            self._start()
        except BaseException:
            self.close()
            raise

    @classmethod
    def from_image(cls, image: bytes, path: Path | None = None) -> Database:
        """A database with the contents of `image`, on disk at `path` (which must not exist) or in memory."""
        if path is not None:
            path.write_bytes(image)
            return cls(path)
        database = cls()
        database.load_image(image)
        return database

    def _connect(self) -> sqlite3.Connection:
        name = ":memory:" if self.path is None else str(self.path)
        return sqlite3.connect(name, isolation_level=None, cached_statements=512)

    def _configure(self) -> None:
        # What was committed is the operating system's, so a killed process loses nothing. Only a power cut or a
        # crash of the machine can damage the file: syncing costs a third of the writes and most of the latency.
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("PRAGMA foreign_keys = ON")
        self._connection.execute("PRAGMA temp_store = MEMORY")
        self._connection.execute("PRAGMA busy_timeout = 2000")

    def _start(self) -> None:
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, FORMAT_VERSION):
            raise FormatMismatch(
                f"{self.path or 'the image'} has data format {version}, this program reads {FORMAT_VERSION}"
            )
        if version == 0:
            self._connection.executescript(_SYSTEM_SCHEMA)
            self._connection.execute(f"PRAGMA user_version = {FORMAT_VERSION}")
        self._read_sequences()

    def _read_sequences(self) -> None:
        self._sequences = dict(self._connection.execute("SELECT name, value FROM sequences"))
        self._dirty.clear()

    def execute_script(self, sql: str) -> None:
        """Run schema statements, outside any transaction."""
        self._connection.executescript(sql)

    def image(self) -> bytes:
        """The whole database as the bytes of a SQLite file."""
        image = bytearray(self._connection.serialize())
        # Bytes 18 and 19 say "WAL", which a database in memory refuses to open (SQLite file format, 1.3.3).
        image[18:20] = b"\x01\x01"
        return bytes(image)

    def load_image(self, image: bytes) -> None:
        """Replace the whole content with that of an image."""
        restore(self._connection, image)
        self._start()
        self.revision += 1

    def close(self) -> None:
        """Close the connection; an open transaction is lost."""
        self._connection.close()

    def sleep(self) -> bool:
        """Give up the connection and its memory until the store is used again; False where that cannot be.

        What is in memory only is kept compressed, unless it is so large that this would take long.
        """
        if self.is_asleep or self._depth or self._open or self._reading:
            return False
        if self.path is None and self._size() > _LARGE:
            return False
        kept = zlib.compress(self.image(), 1) if self.path is None else None
        self._connection.close()
        self._connection = cast(sqlite3.Connection, Asleep(lambda: self._wake(kept)))
        self.is_asleep = True
        return True

    def _size(self) -> int:
        pages, page_size = (
            self._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")
        )
        return int(pages * page_size)

    def _wake(self, kept: bytes | None) -> sqlite3.Connection:
        self.is_asleep = False
        self._connection = self._connect()
        self._configure()
        if kept is not None:
            restore(self._connection, zlib.decompress(kept))
        return self._connection

    # Transactions

    @property
    def in_transaction(self) -> bool:
        """Whether a write has opened a transaction that is not yet over."""
        return self._open

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what the block writes, or nothing of it if the block raises. Inner blocks join the outer one."""
        if self._depth == 0 and self._open:
            raise RuntimeError("a write outside any transaction() is still open")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._depth -= 1
            if self._depth == 0:
                self._rollback()
            raise
        self._depth -= 1
        if self._depth == 0:
            self._commit()

    def _begin(self) -> None:
        if not self._open:
            if self._depth == 0:
                raise RuntimeError("writes belong inside `with database.transaction()`")
            self._connection.execute("BEGIN IMMEDIATE")
            self._open = True

    def _commit(self) -> None:
        if not self._open:
            return
        try:
            if self._dirty:
                self._connection.executemany(
                    "INSERT INTO sequences VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    [(name, self._sequences[name]) for name in self._dirty],
                )
            self._connection.execute("COMMIT")
        except BaseException:
            self._rollback()
            raise
        self._dirty.clear()
        self._open = False
        self.revision += 1

    def _rollback(self) -> None:
        if self._open:
            self._open = False
            self._connection.execute("ROLLBACK")
        if self._dirty:
            self._read_sequences()

    # Reading

    def all(self, query: Query[T], **params: object) -> list[T]:
        """Every row of the query."""
        sql, constants, shape = query.prepare()
        return [shape(row) for row in self._connection.execute(sql, constants | params)]

    def iterate(self, query: Query[T], **params: object) -> Iterator[T]:
        """The rows one by one, in bounded memory; read them before the next write."""
        sql, constants, shape = query.prepare()
        self._reading += 1
        try:
            for row in self._connection.execute(sql, constants | params):
                yield shape(row)
        finally:
            self._reading -= 1

    def first(self, query: Query[T], **params: object) -> T | None:
        """The first row, or None."""
        sql, constants, shape = query.prepare()
        row = self._connection.execute(sql, constants | params).fetchone()
        return None if row is None else shape(row)

    def value(self, query: Query[T], **params: object) -> T:
        """The single value of a query that always has one, such as a count."""
        result = self.first(query, **params)
        if result is None:
            raise LookupError("the query gave no value")
        return result

    # Writing

    def run(self, command: Command, **params: object) -> int:
        """Run a command; returns how many rows it touched."""
        self._begin()
        sql, constants = command.prepare()
        return self._connection.execute(sql, constants | params).rowcount

    def run_many(self, command: Command, rows: Iterable[dict[str, object]]) -> None:
        """Run a command once for each of many sets of values."""
        self._begin()
        sql, constants = command.prepare()
        self._connection.executemany(sql, (constants | row for row in rows) if constants else rows)

    def insert(self, table: Callable[P, T], *args: P.args, **values: P.kwargs) -> T:
        """Insert a row of a table class, given as its constructor takes it, and return it as a record."""
        self._begin()
        plan = insertion(table)
        row = plan.complete(values)
        cursor = self._connection.execute(plan.sql, plan.parameters(row))
        if plan.automatic is not None and row[plan.automatic] is None:
            row[plan.automatic] = cursor.lastrowid
        return cast(T, plan.record._make(row[key] for key in plan.keys))

    def add_many(self, table: type[Any], rows: Iterable[Mapping[str, object]]) -> None:
        """Insert many rows given as mappings, in bounded memory."""
        self._begin()
        plan = insertion(cast(Hashable, table))
        self._connection.executemany(plan.sql, (plan.parameters(plan.complete(row)) for row in rows))

    def change(self, table: type[Any], where: Mapping[str, object], **changes: object) -> int:
        """Set columns of the rows whose columns equal `where`; returns how many rows were touched."""
        self._begin()
        schema = schema_of(table)
        sql = update_sql(schema, tuple(where), tuple(changes))
        params = {f"set_{key}": encode(schema, key, value) for key, value in changes.items()}
        params.update({f"where_{key}": value for key, value in where.items()})
        return self._connection.execute(sql, params).rowcount

    def remove(self, table: type[Any], **where: object) -> int:
        """Delete the rows whose columns equal `where`; returns how many."""
        self._begin()
        return self._connection.execute(delete_sql(schema_of(table), tuple(where)), where).rowcount

    # The database's own two tables

    def next_value(self, name: str) -> int:
        """The next number of a sequence, from 1; never given twice, also after a restart."""
        self._begin()
        value = self._sequences.get(name, 0) + 1
        self._sequences[name] = value
        self._dirty.add(name)
        return value

    def get_meta(self, key: str) -> Any:
        """A stored setting, or None."""
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else loads(row[0])

    def set_meta(self, key: str, value: object) -> None:
        """Store a setting."""
        self._begin()
        self._connection.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, dumps_text(value)),
        )
