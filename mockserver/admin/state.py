"""What is in a workspace's database, table by table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import Query
from sqlmodel import SQLModel
from typing_extensions import TypedDict

from mockserver.admin.context import WORKSPACE, Ws, control_router
from mockserver.admin.errors import unknown
from mockserver.admin.ports import Vendors
from mockserver.admin.schemas import PageQuery
from mockserver.core.statements import Decode, columns_of, decoder
from mockserver.engine import tables as engine_tables
from mockserver.gateway import keys as key_tables
from mockserver.gateway.journal import HIDDEN, content, redact
from mockserver.world import tables as world_tables

router = control_router("State")

_SECRET = "secret"
"""The column of our own tables that holds one."""


class TableView(TypedDict):
    """A table and how many rows it has."""

    name: str
    rows: int


class State(TypedDict):
    """Every table."""

    tables: list[TableView]


class Rows(TypedDict):
    """Rows of a table as stored, in the order of its first column; instants are milliseconds since 1970."""

    table: str
    total: int
    limit: int
    offset: int
    rows: list[object]


@router.get(f"{WORKSPACE}/state")
async def list_tables(ctx: Ws) -> State:
    """List tables."""
    database = ctx.universe.database
    return {"tables": [{"name": name, "rows": database.count_rows(name)} for name in database.table_names()]}


@router.get(f"{WORKSPACE}/state/{{table}}")
async def browse_table(ctx: Ws, table: str, page: Annotated[PageQuery, Query()]) -> Rows:
    """Show rows of a table; secrets are hidden. 404 `unknown_table`."""
    database = ctx.universe.database
    if table not in (names := database.table_names()):
        raise unknown("table", table, names, status=404)
    rows = database.browse(table, limit=page.limit, offset=page.offset)
    hidden = _secret_names(ctx.host.registry, table)
    secrets = frozenset(row.secret for row in ctx.universe.workspace.webhooks.all())
    decoders = _decoders(ctx.host.registry, table)
    return {
        "table": table,
        "total": database.count_rows(table),
        "limit": page.limit,
        "offset": page.offset,
        "rows": [_shown(row, decoders, hidden, secrets) for row in rows],
    }


def _shown(
    row: Mapping[str, object], decoders: Mapping[str, Decode], hidden: frozenset[str], secrets: frozenset[str]
) -> object:
    """A row with JSON columns decoded and every secret hidden, by its column's or key's name or by its value."""
    read = {name: decoders[name](value) if name in decoders else value for name, value in row.items()}
    plain = {name: content(value) if isinstance(value, bytes) else value for name, value in read.items()}
    return _without(redact(plain, hidden), secrets)


def _without(value: object, secrets: frozenset[str]) -> object:
    if isinstance(value, dict):
        return {name: _without(item, secrets) for name, item in value.items()}
    if isinstance(value, list):
        return [_without(item, secrets) for item in value]
    return HIDDEN if isinstance(value, str) and value in secrets else value


def _secret_names(vendors: Vendors, table: str) -> frozenset[str]:
    """Columns and keys to hide: those of the vendor whose table it is, those of all in our own tables."""
    owners = [vendor for vendor in vendors if any(_name(each) == table for each in vendor.tables())]
    return frozenset({_SECRET}).union(*(vendor.secret_fields for vendor in owners or vendors))


def _decoders(vendors: Vendors, table: str) -> Mapping[str, Decode]:
    """How to read the table's columns that are not stored as they are."""
    tables: list[type[SQLModel]] = [*engine_tables.TABLES, *key_tables.TABLES, *world_tables.TABLES]
    tables += [each for vendor in vendors for each in vendor.tables()]
    for each in tables:
        if _name(each) == table:
            return {column.name: read for column in columns_of(each).columns if (read := decoder(column)) is not None}
    return {}


def _name(table: type[SQLModel]) -> str:
    return columns_of(table).name
