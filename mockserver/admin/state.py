"""What is in a workspace's database, table by table."""

from __future__ import annotations

from typing import Annotated

from typing_extensions import TypedDict

from mockserver.admin.context import WORKSPACE, Ws, control_router
from mockserver.admin.errors import unknown
from mockserver.admin.rows import Presenter
from mockserver.admin.schemas import PageQuery
from mockserver.gateway.marks import Query

router = control_router("State")


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
    presenter = Presenter(ctx.host.registry, ctx.universe, table)
    return {
        "table": table,
        "total": database.count_rows(table),
        "limit": page.limit,
        "offset": page.offset,
        "rows": [presenter.shown(row) for row in rows],
    }
