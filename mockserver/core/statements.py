"""Statements written once in SQLAlchemy, compiled once, and run on the driver without the ORM in between.

`Query` and `Command` take a function, so that a statement is only built when it is first used.
Must not know any table.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import JSON, Boolean, Column, Table, UniqueConstraint
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.sql import ClauseElement, Executable
from sqlalchemy.sql.selectable import SelectBase

from mockserver.core.json import dumps_text, loads

T = TypeVar("T")
Decode = Callable[[Any], Any]

DIALECT = SQLiteDialect(paramstyle="named")


def render(clause: ClauseElement) -> tuple[str, dict[str, object]]:
    """The statement as the driver takes it, with `:name` parameters, and the values it already carries."""
    compiled = clause.compile(dialect=DIALECT, compile_kwargs={"render_postcompile": True})
    constants = {name: value for name, value in compiled.params.items() if value is not None}
    return str(compiled), constants


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
            select = self._build()
            self._prepared = *render(select), _shape(list(select.exported_columns), self._into)
        return self._prepared


class Command:
    """An INSERT, UPDATE or DELETE."""

    __slots__ = ("_build", "_prepared")

    def __init__(self, build: Callable[[], Executable]) -> None:
        self._build = build
        self._prepared: tuple[str, dict[str, object]] | None = None

    def prepare(self) -> tuple[str, dict[str, object]]:
        """The SQL and the values it carries."""
        if self._prepared is None:
            self._prepared = render(cast(ClauseElement, self._build()))
        return self._prepared


def decoder(column: Column[Any]) -> Decode | None:
    """How to read a column's stored value, or None where the driver's value is already right."""
    if isinstance(column.type, Boolean):
        return bool if getattr(column, "nullable", True) is False else _read_bool
    if isinstance(column.type, JSON):
        return _read_json
    return None


class Insertion:
    """How rows of a table class are written, worked out once."""

    __slots__ = ("_factories", "_json", "_plain", "automatic", "keys", "record", "sql")

    def __init__(self, table: type[Any]) -> None:
        schema = columns_of(table)
        self.keys = tuple(column.key for column in schema.columns)
        names = ", ".join(f'"{column.name}"' for column in schema.columns)
        self.sql = f'INSERT INTO "{schema.name}" ({names}) VALUES ({", ".join("?" * len(self.keys))})'
        column = schema.autoincrement_column
        self.automatic = None if column is None else column.key
        self.record = _record(table, self.keys)
        self._json = frozenset(column.key for column in schema.columns if isinstance(column.type, JSON))
        fields = table.model_fields
        self._factories = {name: field.default_factory for name, field in fields.items() if field.default_factory}
        optional = (name for name, field in fields.items() if not field.is_required() and not field.default_factory)
        self._plain = {name: fields[name].default for name in optional}

    def complete(self, values: Mapping[str, object]) -> dict[str, Any]:
        """The values with defaults for what is left out; raises `TypeError` for a column that does not exist."""
        row: dict[str, Any] = {**self._plain, **values}
        for name, factory in self._factories.items():
            if name not in row:
                row[name] = factory()
        if len(row) != len(self.keys):
            missing, unknown = set(self.keys) - set(row), set(row) - set(self.keys)
            raise TypeError(f"missing columns {sorted(missing)}, unknown columns {sorted(unknown)}")
        return row

    def parameters(self, row: Mapping[str, Any]) -> list[object]:
        """A complete row as the driver takes it."""
        json = self._json
        return [dumps_text(row[key]) if key in json and row[key] is not None else row[key] for key in self.keys]


@cache
def insertion(table: Hashable) -> Insertion:
    """How rows of a table class are written."""
    return Insertion(cast(type[Any], table))


def encode(column: Column[Any], value: object) -> object:
    """A value as the driver stores it."""
    return dumps_text(value) if isinstance(column.type, JSON) and value is not None else value


def schema_sql(tables: Iterable[type]) -> str:
    """The CREATE statements of table classes and their indexes."""
    statements: list[str] = []
    for table in map(columns_of, tables):
        statements.append(str(CreateTable(table).compile(dialect=DIALECT)))
        indexes = sorted(table.indexes, key=lambda each: str(each.name))
        statements.extend(str(CreateIndex(index).compile(dialect=DIALECT)) for index in indexes)
    return ";\n".join(statements) + ";\n"


def schema_digest(tables: Iterable[type]) -> str:
    """A name for what the tables look like; far cheaper than writing their CREATE statements."""
    told = [
        (
            table.name,
            [(column.name, repr(column.type), column.nullable, column.primary_key) for column in table.columns],
            sorted((str(index.name), index.unique, list(index.columns.keys())) for index in table.indexes),
            sorted(list(each.columns.keys()) for each in table.constraints if isinstance(each, UniqueConstraint)),
        )
        for table in map(columns_of, tables)
    ]
    return blake2b(repr(told).encode(), digest_size=8).hexdigest()


def columns_of(table: type) -> Table:
    """The schema of a table class."""
    return cast(Table, table.__table__)  # type: ignore[attr-defined]


def _read_bool(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def _read_json(value: str | None) -> Any:
    return None if value is None else loads(value)


def _shape(columns: list[Any], into: type[Any]) -> Callable[[Sequence[Any]], Any]:
    decoders = [(at, read) for at, column in enumerate(columns) if (read := decoder(column))]
    make: Callable[[Sequence[Any]], Any]
    if hasattr(into, "_make"):
        make = into._make
    elif hasattr(into, "__table__"):
        make = _record(into, [column.key for column in columns])._make
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


def _record(table: type[Any], names: Iterable[str]) -> Any:
    """The class of records that stand for rows of a table class."""
    return namedtuple(table.__name__, list(names))  # noqa: PYI024


def _first(row: Sequence[Any]) -> Any:
    return row[0]
