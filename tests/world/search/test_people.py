from __future__ import annotations

import pytest

from mockserver.world.paging import MalformedPosition, Page
from mockserver.world.person import Person
from mockserver.world.search.people import _CALLED, _NAMED
from tests.world.pages import whole
from tests.world.plans import walks_an_index
from tests.world.universe import Universe


def keys(universe: Universe, query: str, limit: int = 20) -> list[str]:
    return [person.key for person in whole(lambda at: universe.world.people_search.page(query, limit, at))]


@pytest.mark.parametrize(
    ("query", "first"), [("elonmusk", "elonmusk"), ("@ElonMusk", "elonmusk"), ("John Smith", "johnsmith")]
)
def test_whoever_is_called_so_comes_first(universe: Universe, query: str, first: str) -> None:
    assert keys(universe, query)[0] == first


def test_a_name_finds_people_of_that_name(universe: Universe) -> None:
    found: tuple[Person, ...] = universe.world.people_search.page("john smith", 40).items
    assert len(found) == 40
    named = [person for person in found if person.number is not None]
    assert len(named) > 30
    assert {person.name for person in named} == {"John Smith"}


def test_a_word_finds_those_who_go_by_it(universe: Universe) -> None:
    found = keys(universe, "origami")
    assert len(found) >= 20
    assert all("origami" in key for key in found)


def test_pages_are_the_whole_and_nobody_comes_twice(universe: Universe) -> None:
    found = keys(universe, "smith", 100)
    assert len(found) == len(set(found)) > 50
    assert keys(universe, "smith", 7) == found
    assert universe.database.revision == 0


def test_writing_down_who_was_shown_does_not_move_anybody(universe: Universe) -> None:
    for query in ("smith", "john smith", "origami"):
        found = keys(universe, query)
        with universe.database.transaction():
            for key in found[1::3]:
                universe.world.people.remember(key)
        assert keys(universe, query) == found


def test_those_who_were_named_come_before_derived_ones(universe: Universe) -> None:
    with universe.database.transaction():
        universe.world.people.remember("OrigamiQueen_7")
        universe.world.people.put("folder_of_paper", name="Hiroko Origami")
    found = keys(universe, "origami")
    assert found[:3] == ["origami", "folder_of_paper", "origamiqueen_7"]
    assert keys(universe, "hiroko origami")[2] == keys(universe, "Hiroko")[1] == "folder_of_paper"
    with universe.database.transaction():
        universe.world.people.put("folder_of_paper", name="Somebody Else", user_id="12345")
    assert "folder_of_paper" not in keys(universe, "origami")
    assert keys(universe, "somebody")[1] == "folder_of_paper"


@pytest.mark.parametrize("query", ["", "   ", "!!!", "@"])
def test_a_query_without_words_finds_nobody(universe: Universe, query: str) -> None:
    assert universe.world.people_search.page(query, 5) == Page((), None)


def test_nobodys_handle_is_not_found(universe: Universe) -> None:
    assert "missing_person" not in keys(universe, "missing_person")


@pytest.mark.parametrize("position", ["", "1", "n-1", "nx"])
def test_a_position_that_no_page_gave_is_refused(universe: Universe, position: str) -> None:
    with pytest.raises(MalformedPosition):
        universe.world.people_search.page("origami", 5, position)


def test_handles_are_found_by_an_index(universe: Universe) -> None:
    assert walks_an_index(universe.database, _NAMED)
    assert walks_an_index(universe.database, _CALLED)
