"""How SQLite would run a query, so that a test can refuse a scan or a sort."""

from __future__ import annotations

from typing import Any

from mockserver.core.database import Database
from mockserver.core.statements import Query


def plan(database: Database, query: Query[Any]) -> list[str]:
    """The steps of a query's plan."""
    sql, constants, _ = query.prepare()
    names = dict.fromkeys(_named(sql), 0) | constants
    rows = database._connection.execute(f"EXPLAIN QUERY PLAN {sql}", names)
    return [str(row[3]) for row in rows]


def walks_an_index(database: Database, query: Query[Any]) -> bool:
    """Whether nothing is scanned and nothing sorted."""
    steps = plan(database, query)
    return not any(step.startswith("SCAN") or "TEMP B-TREE" in step for step in steps)


def _named(sql: str) -> list[str]:
    return [part.split()[0].strip("(),") for part in sql.replace(")", " ) ").split(":")[1:]]
