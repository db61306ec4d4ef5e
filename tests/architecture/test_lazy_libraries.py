"""Libraries that take long to load are loaded by what uses them, never by what declares something.

SQLAlchemy, FastAPI and their models were two thirds of a start. Where they are imported inside a function, or for types
only, nothing is loaded.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

import pytest

from tests.architecture.source import Module, modules

BANNED: Mapping[str, str] = {
    "sqlalchemy": "say it with mockserver.core.sql, declare it with mockserver.core.tables",
    "sqlmodel": "declare tables with mockserver.core.tables",
    "fastapi": "mark parameters with mockserver.gateway.marks, declare endpoints with its Router",
    "starlette": "the pipeline's own messages do",
    "faker": "import it where a word is drawn",
}

ALLOWED: Mapping[str, str] = {
    "mockserver/admin/documents.py: fastapi": "is loaded with the control API's routes, at its first request",
}


def offences(module: Module) -> Iterator[str]:
    """The banned libraries that a module loads when it is loaded."""
    for name in _loaded(module.tree.body):
        library = name.partition(".")[0]
        if library in BANNED:
            yield f"{module.path}: {library}"


def _loaded(body: list[ast.stmt]) -> Iterator[str]:
    for statement in body:
        match statement:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(name), level=0):
                yield name
            case ast.If(test=ast.Name(id="TYPE_CHECKING"), orelse=otherwise):
                yield from _loaded(otherwise)
            case ast.If(body=then, orelse=otherwise) | ast.Try(body=then, orelse=otherwise):
                yield from _loaded([*then, *otherwise])
            case ast.ClassDef(body=inside):
                yield from _loaded(inside)
            case _:
                pass


def test_no_module_loads_a_heavy_library_with_itself() -> None:
    found = {offence for module in modules() for offence in offences(module)}
    hints = [f"{offence}: {BANNED[offence.rpartition(' ')[2]]}" for offence in sorted(found - set(ALLOWED))]
    assert hints == []
    assert set(ALLOWED) <= found


@pytest.mark.parametrize(
    "code",
    [
        "from sqlalchemy import select",
        "import sqlalchemy.orm as orm",
        "if True:\n    import sqlmodel",
        "class A:\n    from fastapi import Query",
    ],
)
def test_the_rule_sees(code: str) -> None:
    assert [*offences(Module.of(code))]


@pytest.mark.parametrize(
    "code",
    [
        "def a():\n    import fastapi",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from sqlalchemy import Table",
        "from . import fastapi",
    ],
)
def test_the_rule_lets_pass(code: str) -> None:
    assert not [*offences(Module.of(code))]
