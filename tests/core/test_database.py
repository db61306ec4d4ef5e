"""The store: transactions, sequences, images."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockserver.core.database import Database, FormatMismatch
from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.core.tables import Row, column, schema_sql


class Thing(Row):
    __tablename__ = "test_things"

    id: int | None = column(default=None, primary_key=True)
    name: str
    is_good: bool = True
    tags: list[str] = column(default_factory=list)
    notes: dict[str, object] | None = None


BY_NAME = Query(lambda: select(Thing).where(col(Thing.name) == bindparam("name")), Thing)
ALL = Query(lambda: select(Thing).order_by(col(Thing.id)), Thing)
NAMES = Query(lambda: select(col(Thing.name)).where(col(Thing.name) != "hidden").order_by(col(Thing.id)), str)


class Oh(Exception):
    """What goes wrong."""


def add_and_fail(database: Database) -> None:
    database.insert(Thing, name="a")
    database.next_value("n")
    raise Oh


@pytest.fixture
def database() -> Database:
    made = Database()
    made.execute_script(schema_sql([Thing]))
    return made


def test_what_is_added_reads_back_with_its_types(database: Database) -> None:
    with database.transaction():
        thing = database.insert(Thing, name="a", is_good=False, tags=["x"], notes={"deep": [1, None]})
    read = database.first(BY_NAME, name="a")
    assert read is not None
    assert (thing.id, read.id, read.is_good, read.tags, read.notes) == (1, 1, False, ["x"], {"deep": [1, None]})


def test_what_is_inserted_comes_back_complete_and_an_unknown_column_is_refused(database: Database) -> None:
    with database.transaction():
        thing = database.insert(Thing, name="a")
        assert thing == database.first(BY_NAME, name="a")
        with pytest.raises(TypeError, match="unknown columns"):
            database.add_many(Thing, [{"name": "a", "colour": "red"}])
        with pytest.raises(TypeError, match="missing columns"):
            database.add_many(Thing, [{"is_good": True}])


def test_a_constant_in_a_statement_is_carried(database: Database) -> None:
    with database.transaction():
        database.add_many(Thing, [{"name": name, "is_good": True, "tags": []} for name in ("a", "hidden", "b")])
    assert database.all(NAMES) == ["a", "b"]


def test_change_and_remove_say_how_many_rows(database: Database) -> None:
    with database.transaction():
        database.add_many(Thing, [{"name": name, "is_good": True, "tags": []} for name in "aab"])
        assert database.change(Thing, {"name": "a"}, name="c", tags=["new"]) == 2
        assert database.remove(Thing, name="b") == 1
    assert [(row.name, row.tags) for row in database.all(ALL)] == [("c", ["new"]), ("c", ["new"])]


def test_a_failed_transaction_leaves_nothing_not_even_a_number(database: Database) -> None:
    with database.transaction():
        assert database.next_value("n") == 1
    with pytest.raises(Oh), database.transaction():
        add_and_fail(database)
    assert database.all(ALL) == []
    with database.transaction():
        assert database.next_value("n") == 2


def test_an_inner_transaction_joins_the_outer(database: Database) -> None:
    with pytest.raises(Oh), database.transaction(), database.transaction():
        add_and_fail(database)
    assert database.all(ALL) == []


def test_a_write_outside_a_transaction_is_refused(database: Database) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        database.insert(Thing, name="a")


def test_the_revision_grows_with_writes_only(database: Database) -> None:
    before = database.revision
    with database.transaction():
        database.all(ALL)
    assert database.revision == before
    with database.transaction():
        database.insert(Thing, name="a")
    assert database.revision == before + 1


@pytest.mark.parametrize("to_disk", [True, False])
@pytest.mark.parametrize("from_disk", [True, False])
def test_an_image_carries_everything_to_disk_and_to_memory(tmp_path: Path, from_disk: bool, to_disk: bool) -> None:
    source = Database(tmp_path / "source.db" if from_disk else None)
    source.execute_script(schema_sql([Thing]))
    with source.transaction():
        source.insert(Thing, name="a")
        source.next_value("n")
        source.set_meta("key", {"value": 1})
    copy = Database.from_image(source.image(), tmp_path / "copy.db" if to_disk else None)
    source.close()
    assert [row.name for row in copy.all(ALL)] == ["a"]
    assert copy.get_meta("key") == {"value": 1}
    with copy.transaction():
        assert copy.next_value("n") == 2
    copy.close()


def test_data_outlives_the_process(tmp_path: Path) -> None:
    first = Database(tmp_path / "kept.db")
    first.execute_script(schema_sql([Thing]))
    with first.transaction():
        first.insert(Thing, name="a")
        first.next_value("n")
    # Not closed: this is what a killed process leaves.
    second = Database(tmp_path / "kept.db")
    assert [row.name for row in second.all(ALL)] == ["a"]
    with second.transaction():
        assert second.next_value("n") == 2
    first.close()
    second.close()


def test_data_of_another_format_is_refused(tmp_path: Path) -> None:
    made = Database(tmp_path / "future.db")
    made.execute_script("PRAGMA user_version = 99")
    made.close()
    with pytest.raises(FormatMismatch, match="format 99"):
        Database(tmp_path / "future.db")


def test_browsing_knows_no_table_but_those_there_are(database: Database) -> None:
    with database.transaction():
        database.insert(Thing, name="a")
    assert database.browse("test_things", limit=10, offset=0)[0]["name"] == "a"
    assert database.count_rows("test_things") == 1
    with pytest.raises(LookupError):
        database.browse('test_things"; DROP TABLE test_things; --', limit=1, offset=0)
