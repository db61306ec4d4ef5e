"""No module holds state: all of it belongs to a Runtime, so that workspaces never meet.

A constant table is a tuple, a frozenset, a MappingProxyType, or annotated with a read-only type (`Mapping`,
`Sequence`, `AbstractSet`), through which mypy refuses to write.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

import pytest

from tests.architecture.source import Module, modules

MUTABLE_DISPLAYS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
MUTABLE_TYPES = frozenset(
    {"list", "dict", "set", "bytearray", "defaultdict", "deque", "OrderedDict", "Counter", "ChainMap", "count"}
    | {"WeakKeyDictionary", "WeakValueDictionary", "WeakSet", "SimpleNamespace", "StringIO", "BytesIO"}
)
READ_ONLY_TYPES = frozenset({"Mapping", "Sequence", "Collection", "AbstractSet", "Iterable"})
ALLOWED_NAMES = frozenset({"__all__", "router"})

KNOWN: Mapping[str, str] = {
    "mockserver/core/times.py: _UNITS": "a constant table, to be annotated as a Mapping",
}


def offences(module: Module) -> Iterator[str]:
    """The names in a module's own scope that are bound to something that can change."""
    for statement in _own_scope(module.tree.body):
        match statement:
            case ast.Assign(targets=targets, value=value):
                names = [target.id for target in targets if isinstance(target, ast.Name)]
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=ast.expr() as value):
                names = [] if _is_read_only(annotation) else [name]
            case _:
                continue
        if _is_mutable(value):
            yield from (f"{module.path}: {name}" for name in names if name not in ALLOWED_NAMES)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Global):
            yield f"{module.path}: global {', '.join(node.names)}"


def _own_scope(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        yield statement
        if isinstance(statement, ast.If | ast.Try | ast.With | ast.For | ast.While):
            for part in ("body", "orelse", "finalbody"):
                yield from _own_scope(getattr(statement, part, []))


def _is_mutable(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        return _last_name(value.func) in MUTABLE_TYPES
    return isinstance(value, MUTABLE_DISPLAYS)


def _is_read_only(annotation: ast.expr) -> bool:
    if isinstance(annotation, ast.Subscript):
        if _last_name(annotation.value) == "Final":
            return _is_read_only(annotation.slice)
        return _last_name(annotation.value) in READ_ONLY_TYPES
    return _last_name(annotation) in READ_ONLY_TYPES


def _last_name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Subscript(value=ast.Name(id=name)):
            return name
    return ""


def test_no_module_holds_state() -> None:
    found = [offence for module in modules() for offence in offences(module) if offence not in KNOWN]
    assert not found, "move it into the Runtime, or make it read-only:\n" + "\n".join(found)


@pytest.mark.parametrize(
    "code",
    [
        "seen = []",
        "_BY_NAME: dict[str, int] = {}",
        "from collections import defaultdict\ncounts = defaultdict(int)",
        "import collections\nqueue: collections.deque[int] = collections.deque()",
        "import itertools\nNUMBERS = itertools.count(1)",
        "from typing import Final\nNAMES: Final = {'a', 'b'}",
        "if True:\n    cache = dict[str, int]()",
        "squares = [n * n for n in range(3)]",
        "def f() -> None:\n    global current\n    current = 1",
    ],
)
def test_the_rule_sees(code: str) -> None:
    assert len([*offences(Module.of(code))]) == 1


@pytest.mark.parametrize(
    "code",
    [
        "NAMES = ('a', 'b')",
        "NAMES = frozenset({'a', 'b'})",
        "from types import MappingProxyType\nTABLE = MappingProxyType({'a': 1})",
        "from collections.abc import Mapping\nTABLE: Mapping[str, int] = {'a': 1}",
        "from typing import Final\nTABLE: Final[Mapping[str, int]] = {'a': 1}",
        "__all__ = ['f']",
        "from fastapi import APIRouter\nrouter = APIRouter()",
        "def f() -> list[int]:\n    numbers = []\n    return numbers",
        "class Row:\n    names: list[str] = []",
    ],
)
def test_the_rule_lets_pass(code: str) -> None:
    assert not [*offences(Module.of(code))]
