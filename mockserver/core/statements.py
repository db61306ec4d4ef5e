"""Statements written once in SQLAlchemy, compiled once, and run on the driver without the ORM in between.

`Query` and `Command` take a function, so that a statement is only built when it is first used, and by SQLAlchemy only
where no earlier process compiled it. Must not know any table.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from mockserver.core.compiled import Statement, compiled
from mockserver.core.json import dumps_text, loads
from mockserver.core.records import record_class
from mockserver.core.tables import Kind, Schema, schema_of

if TYPE_CHECKING:
    from sqlalchemy import Table
    from sqlalchemy.sql import ClauseElement, Executable
    from sqlalchemy.sql.selectable import SelectBase

T = TypeVar("T")
Decode = Callable[[Any], Any]


def render(clause: ClauseElement) -> tuple[str, dict[str, object]]:
    """The statement as the driver takes it, with `:name` parameters, and the values it already carries."""
    made = clause.compile(dialect=_dialect(), compile_kwargs={"render_postcompile": True})
    constants = {name: value for name, value in made.params.items() if value is not None}
    return str(made), constants


@cache
def _dialect() -> Any:
    from sqlalchemy.dialects.sqlite.base import SQLiteDialect

    return SQLiteDialect(paramstyle="named")


class Query(Generic[T]):
    """A SELECT whose rows are `into`.

    `into` is a table class (a row is then a read-only record with that table's attributes, typed as the
    class so that a misspelt column is a type error), a NamedTuple class, or a plain type such as `int`
    for a single column.
    """

    __slots__ = ("_build", "_into", "_prepared")

    def __init__(self, build: Callable[[], SelectBase], into: type[T]) -> None:
        self._build = build
        self._into = into
        self._prepared: tuple[str, dict[str, object], Callable[[Sequence[Any]], T]] | None = None

    def prepare(self) -> tuple[str, dict[str, object], Callable[[Sequence[Any]], T]]:
        """The SQL, the values it carries, and the function that makes a result of a driver's row."""
        if self._prepared is None:
            statement = compiled().get(self._build, self._compile)
            self._prepared = statement.sql, statement.constants, _shape(statement.columns, self._into)
        return self._prepared

    def _compile(self) -> Statement:
        select = self._build()
        return Statement(*render(select), [(str(column.key), _kind(column)) for column in select.exported_columns])


class Command:
    """An INSERT, UPDATE or DELETE."""

    __slots__ = ("_build", "_prepared")

    def __init__(self, build: Callable[[], Executable]) -> None:
        self._build = build
        self._prepared: tuple[str, dict[str, object]] | None = None

    def prepare(self) -> tuple[str, dict[str, object]]:
        """The SQL and the values it carries."""
        if self._prepared is None:
            statement = compiled().get(self._build, self._compile)
            self._prepared = statement.sql, statement.constants
        return self._prepared

    def _compile(self) -> Statement:
        return Statement(*render(cast("ClauseElement", self._build())), [])


def columns_of(table: type) -> Table:
    """SQLAlchemy's table of a table class, for what a class cannot say."""
    return cast("Table", cast(Any, table).__clause_element__())


def _kind(column: Any) -> str:
    """The kind of a statement's column, as far as it must be known to read it."""
    from sqlalchemy import JSON, Boolean

    if isinstance(column.type, Boolean):
        return Kind.BOOLEAN.value
    return Kind.JSON.value if isinstance(column.type, JSON) else ""


def decoder(kind: str) -> Decode | None:
    """How to read a stored value of a kind, or None where the driver's value is already right."""
    return _DECODERS.get(kind)


class Insertion:
    """How rows of a table class are written, worked out once."""

    __slots__ = ("_json", "automatic", "complete", "keys", "record", "sql")

    def __init__(self, schema: Schema) -> None:
        self.keys = schema.names
        self.complete = schema.complete
        self.automatic = schema.automatic
        self.record = schema.record
        names = ", ".join(f'"{name}"' for name in self.keys)
        self.sql = f'INSERT INTO "{schema.table}" ({names}) VALUES ({", ".join("?" * len(self.keys))})'
        self._json = frozenset(name for name, each in schema.columns.items() if each.kind is Kind.JSON)

    def parameters(self, row: Mapping[str, Any]) -> list[object]:
        """A complete row as the driver takes it."""
        json = self._json
        return [dumps_text(row[key]) if key in json and row[key] is not None else row[key] for key in self.keys]


@cache
def insertion(table: Hashable) -> Insertion:
    """How rows of a table class are written."""
    return Insertion(schema_of(table))


def encode(schema: Schema, name: str, value: object) -> object:
    """A value of a column as the driver stores it; raises `KeyError` for a column that does not exist."""
    return dumps_text(value) if schema.columns[name].kind is Kind.JSON and value is not None else value


@cache
def update_sql(schema: Schema, where: tuple[str, ...], changes: tuple[str, ...]) -> str:
    """Sets columns (`:set_<name>`) of the rows whose columns have a value (`:where_<name>`)."""
    sets = ", ".join(f'"{schema.columns[name].name}" = :set_{name}' for name in changes)
    tests = " AND ".join(f'"{schema.columns[name].name}" = :where_{name}' for name in where)
    return f'UPDATE "{schema.table}" SET {sets} WHERE {tests}'


@cache
def delete_sql(schema: Schema, where: tuple[str, ...]) -> str:
    """Deletes the rows whose columns have a value (`:<name>`)."""
    tests = " AND ".join(f'"{schema.columns[name].name}" = :{name}' for name in where)
    return f'DELETE FROM "{schema.table}" WHERE {tests}'


def _read_bool(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def _read_json(value: str | None) -> Any:
    return None if value is None else loads(value)


_DECODERS: Mapping[str, Decode] = {Kind.BOOLEAN.value: _read_bool, Kind.JSON.value: _read_json}


def _shape(columns: Sequence[tuple[str, str]], into: type[Any]) -> Callable[[Sequence[Any]], Any]:
    decoders = [(at, read) for at, (_, kind) in enumerate(columns) if (read := decoder(kind))]
    make: Callable[[Sequence[Any]], Any]
    if hasattr(into, "_make"):
        make = into._make
    elif hasattr(into, "__tablename__"):
        make = _record(schema_of(into), tuple(name for name, _ in columns))._make
    else:
        make = _first
    if not decoders:
        return make

    def decode(row: Sequence[Any]) -> Any:
        values = list(row)
        for at, read in decoders:
            values[at] = read(values[at])
        return make(values)

    return decode


def _record(schema: Schema, names: tuple[str, ...]) -> Any:
    """The class of records that stand for rows of a table class."""
    return schema.record if names == schema.names else record_class(schema.label, names)


def _first(row: Sequence[Any]) -> Any:
    return row[0]
