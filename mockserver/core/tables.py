"""How tables are declared: a class for each table, an annotated attribute for each column.

    class PersonRow(Row):
        __tablename__ = "people"
        __table_args__ = (Index("people_by_name", "name"),)

        id: int | None = column(default=None, primary_key=True)
        name: str
        tags: list[str] = column(default_factory=list)

A column's type and whether it may be NULL are its annotation's. In a statement the class stands for its table and
`PersonRow.name` for the column. SQLAlchemy's own table is only made then: for the tables of all vendors that takes
longer than opening a workspace. Must not know statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, dataclass_transform

from mockserver.core.records import Record, record_class

if TYPE_CHECKING:
    from sqlalchemy import ColumnClause, Table


class Kind(StrEnum):
    """What a column holds, as SQLite declares it."""

    TEXT = "TEXT"
    INTEGER = "INTEGER"
    FLOAT = "FLOAT"
    BOOLEAN = "BOOLEAN"
    BYTES = "BLOB"
    JSON = "JSON TEXT"  # SQLite would take text for a number in a column that is only called JSON


_KINDS: Mapping[str, Kind] = {
    "str": Kind.TEXT,
    "int": Kind.INTEGER,
    "float": Kind.FLOAT,
    "bool": Kind.BOOLEAN,
    "bytes": Kind.BYTES,
    "list": Kind.JSON,
    "dict": Kind.JSON,
}

_NULL: Mapping[bool, str] = {True: "", False: " NOT NULL"}
_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Index:
    """An index of columns in their order; `where` is SQL that keeps it to some of the rows."""

    name: str
    columns: tuple[str, ...]
    unique: bool
    where: str | None

    def __init__(self, name: str, *columns: str, unique: bool = False, where: str | None = None) -> None:
        for key, value in (("name", name), ("columns", columns), ("unique", unique), ("where", where)):
            object.__setattr__(self, key, value)


@dataclass(frozen=True, slots=True)
class Unique:
    """Columns that no two rows have alike."""

    columns: tuple[str, ...]

    def __init__(self, *columns: str) -> None:
        object.__setattr__(self, "columns", columns)


@dataclass(frozen=True, slots=True)
class WithoutRowid:
    """Keeps the rows in the primary key's own tree: for tables that are little more than their key."""


@dataclass(frozen=True, slots=True)
class _Declared:
    default: object
    default_factory: Callable[[], object] | None
    primary_key: bool
    unique: bool
    index: bool


def column(
    *,
    default: Any = _ABSENT,
    default_factory: Callable[[], object] | None = None,
    primary_key: bool = False,
    unique: bool = False,
    index: bool = False,
) -> Any:
    """Declare a column of which there is more to say than its type.

    A single primary key of type `int | None` is numbered by the store.
    """
    return _Declared(default, default_factory, primary_key, unique, index)


@dataclass(frozen=True, slots=True)
class Column:
    """A column as declared."""

    name: str
    kind: Kind
    nullable: bool
    declared: _Declared


class Schema:
    """What a table class declares."""

    def __init__(self, label: str, table: str, columns: Iterable[Column], extras: Iterable[object]) -> None:
        self.label = label
        self.table = table
        self.columns: Mapping[str, Column] = {column.name: column for column in columns}
        self.names = tuple(self.columns)
        self._extras = tuple(extras)
        self.key = tuple(name for name, column in self.columns.items() if column.declared.primary_key)

    @property
    def automatic(self) -> str | None:
        """The column that the store numbers."""
        only = self.columns[self.key[0]] if len(self.key) == 1 else None
        return only.name if only is not None and only.kind is Kind.INTEGER and only.declared.default is None else None

    @cached_property
    def record(self) -> type[Record]:
        """The class of the table's rows."""
        return record_class(self.label, self.names)

    @cached_property
    def defaults(self) -> Mapping[str, object]:
        """The values of columns that may be left out."""
        found = {name: column.declared.default for name, column in self.columns.items()}
        return {name: default for name, default in found.items() if default is not _ABSENT}

    @cached_property
    def factories(self) -> Mapping[str, Callable[[], object]]:
        """What makes the values of columns that may be left out, anew for each row."""
        made = {name: column.declared.default_factory for name, column in self.columns.items()}
        return {name: factory for name, factory in made.items() if factory is not None}

    def complete(self, values: Mapping[str, object]) -> dict[str, Any]:
        """The values with defaults for what is left out; raises `TypeError` for a column that does not exist."""
        row: dict[str, Any] = {**self.defaults, **values}
        for name, factory in self.factories.items():
            if name not in row:
                row[name] = factory()
        if len(row) != len(self.names):
            missing, unknown = set(self.names) - set(row), set(row) - set(self.names)
            raise TypeError(f"missing columns {sorted(missing)}, unknown columns {sorted(unknown)}")
        return row

    def sql(self) -> str:
        """The CREATE statements of the table and its indexes."""
        parts = [f'"{each.name}" {each.kind.value}{_NULL[each.nullable]}' for each in self.columns.values()]
        parts.append(f"PRIMARY KEY ({_quoted(self.key)})")
        alone = [Unique(name) for name, column in self.columns.items() if column.declared.unique]
        uniques = [*alone, *(each for each in self._extras if isinstance(each, Unique))]
        parts.extend(f"UNIQUE ({_quoted(each.columns)})" for each in uniques)
        without = " WITHOUT ROWID" if any(isinstance(each, WithoutRowid) for each in self._extras) else ""
        table = f'CREATE TABLE "{self.table}" (\n  ' + ",\n  ".join(parts) + f"\n){without};\n"
        indexed = (name for name, column in self.columns.items() if column.declared.index)
        single = [Index(f"ix_{self.table}_{name}", name) for name in indexed]
        indexes = [*single, *(each for each in self._extras if isinstance(each, Index))]
        return table + "".join(map(self._index_sql, indexes))

    def _index_sql(self, index: Index) -> str:
        unique = "UNIQUE " if index.unique else ""
        where = "" if index.where is None else f" WHERE {index.where}"
        return f'CREATE {unique}INDEX "{index.name}" ON "{self.table}" ({_quoted(index.columns)}){where};\n'


@dataclass(frozen=True, slots=True, eq=False)
class Attribute:
    """A column as the attribute of its table class; `col` (`core/sql.py`) makes the statement's column of it.

    It cannot be compared: what looks like a condition would be a plain truth value.
    """

    table: _Tables
    name: str

    def __clause_element__(self) -> ColumnClause[Any]:
        return self.table.__clause_element__().columns[self.name]

    def _uncompared(self, other: object) -> bool:
        raise TypeError(f"compare col({self.table.__name__}.{self.name}) in a statement, not the attribute itself")

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _uncompared
    __hash__ = object.__hash__


class _Tables(type):
    """Reads the declaration of a table class; in a statement the class is its table."""

    _schema: Schema
    _table: Table | None = None

    def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> _Tables:
        if not bases:
            return super().__new__(mcs, name, bases, namespace)
        annotations: Mapping[str, str] = namespace.get("__annotations__", {})
        columns = [_column(name, key, hint, namespace.pop(key, _ABSENT)) for key, hint in annotations.items()]
        made = super().__new__(mcs, name, bases, namespace)
        made._schema = Schema(name, namespace["__tablename__"], columns, namespace.get("__table_args__", ()))
        return made

    def __call__(cls, **values: object) -> Any:
        """A row that is in no store; raises `TypeError` for a column that does not exist."""
        row = cls._schema.complete(values)
        return cls._schema.record._make(row[name] for name in cls._schema.names)

    def __clause_element__(cls) -> Table:
        if cls._table is None:
            cls._table = _sqlalchemy_table(cls._schema)
        return cls._table

    if not TYPE_CHECKING:  # a checker would take every name for a column

        def __getattr__(cls, name: str) -> Attribute:
            if name.startswith("_") or name not in cls._schema.columns:
                raise AttributeError(f"{cls.__name__} has no column {name!r}")
            return Attribute(cls, name)


@dataclass_transform(kw_only_default=True, field_specifiers=(column,))
class Row(metaclass=_Tables):
    """The ancestor of table classes."""

    __tablename__: str
    __table_args__: tuple[Index | Unique | WithoutRowid, ...] = ()


def schema_of(table: object) -> Schema:
    """What a table class declares."""
    if not isinstance(table, _Tables):
        raise TypeError(f"{table} is no table class: those descend from {Row.__module__}.Row")
    return table._schema


def schema_sql(tables: Iterable[type]) -> str:
    """The CREATE statements of table classes and their indexes."""
    return "".join(schema_of(table).sql() for table in tables)


def schema_digest(tables: Iterable[type]) -> str:
    """A name for what the tables look like."""
    return blake2b(schema_sql(tables).encode(), digest_size=8).hexdigest()


def _column(table: str, name: str, hint: str, value: object) -> Column:
    declared = value if isinstance(value, _Declared) else _Declared(value, None, False, False, False)
    plain = hint.removesuffix(" | None")
    kind = _KINDS.get(plain.partition("[")[0])
    if kind is None:
        raise TypeError(f"{table}.{name}: a column cannot be {hint}")
    return Column(name, kind, plain != hint and not declared.primary_key, declared)


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _sqlalchemy_table(schema: Schema) -> Table:
    import sqlalchemy as sa

    types = {
        Kind.TEXT: sa.String,
        Kind.INTEGER: sa.BigInteger,
        Kind.FLOAT: sa.Float,
        Kind.BOOLEAN: sa.Boolean,
        Kind.BYTES: sa.LargeBinary,
        Kind.JSON: sa.JSON,
    }
    columns: Iterator[sa.Column[Any]] = (
        sa.Column(
            each.name,
            types[each.kind],
            nullable=each.nullable,
            primary_key=each.declared.primary_key,
            autoincrement=each.name == schema.automatic,
        )
        for each in schema.columns.values()
    )
    return sa.Table(schema.table, sa.MetaData(), *columns)
