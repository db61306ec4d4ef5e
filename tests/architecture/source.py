"""The package's source, read once: what the rules of this folder look at."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "mockserver"


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file; `path` is written from the root of the repository, with forward slashes."""

    path: str
    text: str
    tree: ast.Module

    @classmethod
    def of(cls, text: str, path: str = "mockserver/example.py") -> Module:
        return cls(path, text, ast.parse(text))


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the package."""
    return tuple(
        Module.of(file.read_text(encoding="utf-8"), file.relative_to(ROOT).as_posix())
        for file in sorted(PACKAGE.rglob("*.py"))
    )


def dotted_names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that is used from an import: `dt.now` is `datetime.datetime.now`."""
    imported: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.name if alias.asname else alias.name.partition(".")[0]
                imported[alias.asname or name] = name
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            for alias in node.names:
                imported[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in imported:
            yield node.lineno, imported[node.id]
        elif isinstance(node, ast.Attribute):
            parts = [node.attr]
            inner = node.value
            while isinstance(inner, ast.Attribute):
                parts.append(inner.attr)
                inner = inner.value
            if isinstance(inner, ast.Name) and inner.id in imported:
                yield node.lineno, ".".join([imported[inner.id], *reversed(parts)])
