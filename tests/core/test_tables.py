"""Declared tables: their SQL, rows without a store, and what a statement may not be made of."""

from __future__ import annotations

import sqlite3

import pytest

from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import columns_of, render
from mockserver.core.tables import Index, Row, Unique, WithoutRowid, column, schema_digest, schema_of, schema_sql


class Shelf(Row):
    __tablename__ = "test_shelves"
    __table_args__ = (
        Unique("room", "number"),
        Index("test_shelves_by_room", "room", "id", where="room IS NOT NULL"),
        Index("test_shelves_by_label", "label", unique=True),
    )

    id: int | None = column(default=None, primary_key=True)
    room: str | None = None
    number: int = column(index=True)
    label: str = column(unique=True)
    books: list[str] = column(default_factory=list)
    weight: float | None = None
    cover: bytes | None = None
    is_open: bool = True


class Place(Row):
    __tablename__ = "test_places"
    __table_args__ = (WithoutRowid(),)

    row: int = column(primary_key=True)
    seat: int = column(primary_key=True)


def test_the_sql_makes_the_tables_as_declared() -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript(schema_sql([Shelf, Place]))
    columns = {row[1]: row[2:] for row in connection.execute("PRAGMA table_info(test_shelves)")}
    assert columns == {
        "id": ("INTEGER", 1, None, 1),
        "room": ("TEXT", 0, None, 0),
        "number": ("INTEGER", 1, None, 0),
        "label": ("TEXT", 1, None, 0),
        "books": ("JSON TEXT", 1, None, 0),
        "weight": ("FLOAT", 0, None, 0),
        "cover": ("BLOB", 0, None, 0),
        "is_open": ("BOOLEAN", 1, None, 0),
    }
    assert [row[5] for row in connection.execute("PRAGMA table_info(test_places)")] == [1, 2]
    indexes = {row[1]: bool(row[2]) for row in connection.execute("PRAGMA index_list(test_shelves)") if row[3] == "c"}
    assert indexes == {
        "ix_test_shelves_number": False,
        "test_shelves_by_room": False,
        "test_shelves_by_label": True,
    }
    uniques = [row[1] for row in connection.execute("PRAGMA index_list(test_shelves)") if row[3] == "u"]
    assert len(uniques) == 2
    with pytest.raises(sqlite3.OperationalError, match="rowid"):
        connection.execute("SELECT rowid FROM test_places")
    connection.close()


def test_a_number_of_json_stays_text() -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript(schema_sql([Shelf]))
    connection.execute("INSERT INTO test_shelves (number, label, books, is_open) VALUES (1, 'a', '5', 1)")
    assert connection.execute("SELECT books FROM test_shelves").fetchone() == ("5",)
    connection.close()


def test_only_the_single_number_that_may_be_left_out_is_the_stores_to_give() -> None:
    assert (schema_of(Shelf).automatic, schema_of(Place).automatic) == ("id", None)


def test_a_row_in_no_store_has_the_defaults_and_a_list_of_its_own() -> None:
    first, second = Shelf(number=1, label="a"), Shelf(number=1, label="a")
    assert first == second
    assert (first.id, first.room, first.books, first.is_open) == (None, None, [], True)
    first.books.append("one")
    assert second.books == []
    assert repr(Place(row=1, seat=2)) == "Place(row=1, seat=2)"


def test_a_row_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Place(row=1, seat=2).seat = 3


def test_a_column_that_does_not_exist_or_cannot_be_is_refused() -> None:
    with pytest.raises(AttributeError, match="no column 'colour'"):
        _ = Shelf.colour  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match="unknown columns"):
        Shelf(number=1, label="a", colour="red")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="cannot be complex"):

        class _Strange(Row):
            __tablename__ = "test_strange"

            id: complex = column(primary_key=True)


def test_an_attribute_is_not_taken_for_a_condition() -> None:
    with pytest.raises(TypeError, match=r"compare col\(Shelf\.number\)"):
        assert Shelf.number == 1
    with pytest.raises(TypeError, match="is no table class"):
        schema_of(int)


def test_a_statement_is_made_of_the_declared_columns() -> None:
    sql, constants = render(select(col(Shelf.label)).where(col(Shelf.number) == bindparam("number")))
    assert (sql.replace("\n", ""), constants) == (
        "SELECT test_shelves.label FROM test_shelves WHERE test_shelves.number = :number",
        {},
    )
    assert columns_of(Shelf) is columns_of(Shelf)
    assert [each.name for each in columns_of(Shelf).columns] == list(schema_of(Shelf).names)


def test_the_digest_tells_tables_apart() -> None:
    assert schema_digest([Shelf]) == schema_digest([Shelf])
    assert schema_digest([Shelf]) != schema_digest([Shelf, Place])
