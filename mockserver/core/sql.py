"""SQLAlchemy's words for statements. SQLAlchemy itself is loaded when the first of them is said.

Most statements were compiled by an earlier process (`core/compiled.py`), so a server answers its first requests before
it needs SQLAlchemy, which would be a third of its start. Must not know any table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from mockserver.core.tables import Attribute

T = TypeVar("T")

if TYPE_CHECKING:
    from sqlalchemy import (
        BindParameter,
        Boolean,
        Column,
        ColumnElement,
        Integer,
        Select,
        String,
        and_,
        bindparam,
        delete,
        exists,
        false,
        func,
        insert,
        or_,
        select,
        true,
        tuple_,
        update,
    )

    __all__ = (
        "BindParameter",
        "Boolean",
        "Column",
        "ColumnElement",
        "Integer",
        "Select",
        "String",
        "and_",
        "bindparam",
        "col",
        "delete",
        "exists",
        "false",
        "func",
        "insert",
        "or_",
        "select",
        "true",
        "tuple_",
        "update",
    )

    def col(column: T) -> Column[T]:
        """The column that a table class's attribute stands for in a statement."""

else:

    def col(column: Any) -> Any:
        """The column that a table class's attribute stands for in a statement."""
        return column.__clause_element__() if isinstance(column, Attribute) else column

    class _Word:
        """A name of SQLAlchemy's, looked up when it is used."""

        __slots__ = ("_name",)

        def __init__(self, name: str) -> None:
            self._name = name

        def __call__(self, *args: Any, **named: Any) -> Any:
            return self._meaning()(*args, **named)

        def __getattr__(self, name: str) -> Any:
            return getattr(self._meaning(), name)

        def _meaning(self) -> Any:
            import sqlalchemy

            return getattr(sqlalchemy, self._name)

    def __getattr__(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Word(name)
