"""Statements that an earlier process compiled: found again, told apart, and never needed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mockserver.core import compiled as module
from mockserver.core.compiled import Compiled, Statement
from mockserver.world import edges
from mockserver.world.edges import _queries
from mockserver.world.search.index import postings

ONE = Statement("SELECT :one", {"one": 1}, [("one", "")])


def refuse() -> Statement:
    """What is compiled where nothing may be."""
    raise AssertionError("it was compiled before")


def built_here() -> object:
    """A function of the tests, which are no part of the package."""


@pytest.fixture
def ours() -> Callable[[], object]:
    """A function of the package that says what a statement is."""
    return _queries(edges.Side.FOLLOWERS).count._build


def test_what_one_process_compiled_the_next_one_has(tmp_path: Path, ours: Callable[[], object]) -> None:
    first = Compiled(tmp_path / "statements.a.cache")
    assert first.get(ours, lambda: ONE) == ONE
    assert first.get(ours, refuse) == ONE
    first.save()
    found = Compiled(tmp_path / "statements.a.cache").get(ours, refuse)
    assert (found.sql, found.constants, [tuple(each) for each in found.columns]) == ONE


def test_two_processes_keep_what_each_compiled(tmp_path: Path, ours: Callable[[], object]) -> None:
    one, other = Compiled(tmp_path / "statements.a.cache"), Compiled(tmp_path / "statements.a.cache")
    one.get(ours, lambda: ONE)
    other.get(postings(1)._build, lambda: ONE)
    one.save()
    other.save()
    both = Compiled(tmp_path / "statements.a.cache")
    assert both.get(ours, refuse).sql == both.get(postings(1)._build, refuse).sql == ONE.sql


def test_those_of_other_source_files_go(tmp_path: Path, ours: Callable[[], object]) -> None:
    old, new = tmp_path / "statements.old.cache", tmp_path / "statements.new.cache"
    for path in (old, new):
        statements = Compiled(path)
        statements.get(ours, lambda: ONE)
        statements.save()
    assert (old.exists(), new.exists()) == (False, True)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff"])
def test_a_spoilt_file_is_as_none(tmp_path: Path, ours: Callable[[], object], content: bytes) -> None:
    path = tmp_path / "statements.a.cache"
    path.write_bytes(content)
    statements = Compiled(path)
    assert statements.get(ours, lambda: ONE) == ONE
    statements.save()
    assert Compiled(path).get(ours, refuse).sql == ONE.sql


def test_nothing_is_kept_where_nothing_can_be(tmp_path: Path, ours: Callable[[], object]) -> None:
    for statements in (Compiled(None), Compiled(tmp_path / "missing" / "statements.a.cache")):
        assert statements.get(ours, lambda: ONE) == ONE
        statements.save()
    assert list(tmp_path.iterdir()) == []


def test_statements_of_others_and_with_strange_values_are_compiled_each_time(
    tmp_path: Path, ours: Callable[[], object]
) -> None:
    statements = Compiled(tmp_path / "statements.a.cache")
    statements.get(built_here, lambda: ONE)
    statements.get(ours, lambda: Statement("SELECT :one", {"one": b"1"}, []))
    statements.save()
    assert list(tmp_path.iterdir()) == []


def test_what_a_function_sees_around_it_tells_statements_apart() -> None:
    sides = [_queries(side) for side in edges.Side]
    builds = [getattr(side, name)._build for side in sides for name in ("present", "newest", "count", "ranks")]
    builds += [postings(count)._build for count in (1, 2, 3)]
    names = [module._name(build) for build in builds]
    assert None not in names
    assert len(set(names)) == len(builds)
    assert module._name(lambda thing=ONE: thing) is None
