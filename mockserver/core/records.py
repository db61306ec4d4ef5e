"""Rows as they are read and written: tuples whose places have the columns' names. Must not know any table."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

_MOST = 64
_PLACES = namedtuple("_PLACES", [f"at_{number}" for number in range(_MOST)])  # type: ignore[misc]  # noqa: PYI024

_NAMES: Sequence[str] = _PLACES._fields


class Record(tuple[Any, ...]):
    """A row; each column is an attribute. Equal to any row of the same values."""

    __slots__ = ()
    _fields: ClassVar[tuple[str, ...]] = ()
    _make: ClassVar[Callable[[Iterable[Any]], Any]]

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({shown})"


def record_class(name: str, columns: Sequence[str]) -> type[Record]:
    """The class of the rows with these columns.

    `namedtuple` would compile source for each of hundreds of them; one is enough, since what reads the n-th place
    of a tuple is the same for all.
    """
    readers = {column: vars(_PLACES)[place] for column, place in zip(columns, _NAMES, strict=False)}
    if len(readers) != len(columns):
        raise TypeError(f"{name} has more than {_MOST} columns, or one of them twice")
    members = {"__slots__": (), "_fields": tuple(columns), "_make": classmethod(tuple.__new__), **readers}
    return type(name, (Record,), members)
