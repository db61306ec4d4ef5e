"""Modules are small and say what they own."""

from __future__ import annotations

import ast

from tests.architecture.source import modules

LONGEST = 320


def test_every_module_says_what_it_owns() -> None:
    assert [module.path for module in modules() if not ast.get_docstring(module.tree)] == []


def test_no_module_is_long() -> None:
    lengths = {module.path: len(module.text.splitlines()) for module in modules()}
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}
