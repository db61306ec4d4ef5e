"""SQLAlchemy is loaded by what compiles a statement, never by what declares one: it would be a third of a start."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source import Module, modules

BANNED = ("sqlalchemy", "sqlmodel")
COMPILERS = frozenset({"mockserver/core/sql.py", "mockserver/core/statements.py", "mockserver/core/tables.py"})


def offences(module: Module) -> Iterator[str]:
    """Imports of the library."""
    for node in ast.walk(module.tree):
        match node:
            case ast.Import(names=names):
                found = [name.name for name in names]
            case ast.ImportFrom(module=str(name)):
                found = [name]
            case _:
                continue
        yield from (f"{module.path}:{node.lineno}: {name}" for name in found if name.partition(".")[0] in BANNED)


def test_statements_are_written_in_the_words_of_core_sql() -> None:
    found = [offence for module in modules() if module.path not in COMPILERS for offence in offences(module)]
    assert not found, "import it from mockserver.core.sql, or declare with mockserver.core.tables:\n" + "\n".join(found)


@pytest.mark.parametrize("code", ["from sqlalchemy import select", "import sqlmodel", "import sqlalchemy.orm as orm"])
def test_the_rule_sees(code: str) -> None:
    assert [*offences(Module.of(code))]
