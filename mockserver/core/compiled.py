"""Statements that an earlier process compiled, kept beside Python's own bytecode and for the same reason.

They are good for the source files they were made of, and for no others: a changed file begins a new collection. Where
nothing can be written (or Python is told to write no bytecode) each process compiles for itself. Must not know what a
statement says.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import blake2b
from importlib.util import cache_from_source
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import mockserver
from mockserver.core.json import JSONDecodeError, dumps, loads
from mockserver.core.tables import Attribute

_PACKAGE = Path(mockserver.__file__).parent


class Statement(NamedTuple):
    """SQL with `:name` parameters, the values it already carries, and its columns with their kinds, if it has any."""

    sql: str
    constants: dict[str, object]
    columns: list[tuple[str, str]]


class Compiled:
    """The statements of one state of the source files; `path` is None where they cannot be kept."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._known: dict[str, Any] = _read(path)
        self._is_new = False

    def get(self, build: Callable[[], object], compile_: Callable[[], Statement]) -> Statement:
        """The statement that `build` builds, from an earlier process or of `compile_`."""
        name = _name(build)
        if name is None:
            return compile_()
        if name in self._known:
            return Statement(*self._known[name])
        statement = compile_()
        if all(isinstance(value, str | int | float) for value in statement.constants.values()):
            self._known[name] = tuple(statement)
            self._is_new = True
        return statement

    def save(self) -> None:
        """Keep what is new for the processes to come; those of other source files go."""
        if self._path is None or not self._is_new:
            return
        self._is_new = False
        try:
            content = dumps({**_read(self._path), **self._known})
            draft = self._path.with_suffix(f".{os.getpid()}")
            draft.write_bytes(content)
            draft.replace(self._path)
            for other in self._path.parent.glob(f"{_STEM}.*.cache"):
                if other != self._path:
                    other.unlink(missing_ok=True)
        except OSError:  # somebody else's folder, a full disk: the next process compiles again
            return


_STEM = "statements"


@cache
def compiled() -> Compiled:
    """The statements of this process."""
    if sys.dont_write_bytecode:
        return Compiled(None)
    home = Path(cache_from_source(str(_PACKAGE / f"{_STEM}.py"))).parent
    return Compiled(home / f"{_STEM}.{_source_digest()}.cache")


def _source_digest() -> str:
    """Stands for the content of every source file, by their sizes and times as bytecode does."""
    told = sorted(
        (path, stat.st_size, stat.st_mtime_ns) for path, stat in _sources(str(_PACKAGE)) if path.endswith(".py")
    )
    return blake2b(repr((sys.version_info, told)).encode(), digest_size=8).hexdigest()


def _sources(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _sources(entry.path)
            else:
                yield entry.path, entry.stat()


def _name(build: Any) -> str | None:
    """Where a function of ours stands and what it sees around it; None for one that depends on more."""
    code = getattr(build, "__code__", None)
    if code is None or build.__defaults__ or not build.__module__.startswith(f"{mockserver.__name__}."):
        return None
    column = next((at for _, _, at, _ in islice(code.co_positions(), 1, None) if at is not None), None)
    around = [_around(cell.cell_contents) for cell in build.__closure__ or ()]
    if column is None or None in around:
        return None
    return ":".join((build.__module__, str(code.co_firstlineno), str(column), *map(str, around)))


def _around(value: object) -> str | None:
    """What a function sees around it, as text; None for what has no name of its own."""
    if isinstance(value, type):
        return f"{value.__module__}.{value.__qualname__}"
    if isinstance(value, Attribute):
        return f"{_around(value.table)}.{value.name}"
    if isinstance(value, tuple):
        parts = [_around(part) for part in value]
        return None if None in parts else repr(parts)
    return repr(value) if value is None or isinstance(value, (str, int)) else _name(value)


def _read(path: Path | None) -> dict[str, Any]:
    try:
        return {} if path is None else loads(path.read_bytes())
    except (OSError, JSONDecodeError):
        return {}
