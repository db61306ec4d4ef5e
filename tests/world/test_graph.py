from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.world.edges import Side
from mockserver.world.edges import _of as edge_queries
from mockserver.world.events import Followed, Unfollowed
from mockserver.world.paging import MalformedPosition
from mockserver.world.person import Person
from tests.world.plans import walks_an_index
from tests.world.universe import Universe


def keys(people: list[Person]) -> list[str]:
    return [person.key for person in people]


def whole(universe: Universe, handle: str) -> tuple[list[str], list[str]]:
    person = universe.person(handle)
    return (
        keys(universe.world.graph.followers(person, 0, 1_000_000)),
        keys(universe.world.graph.following(person, 0, 1_000_000)),
    )


def check_lists(universe: Universe, handle: str) -> None:
    """Both lists of a person are as long as shown, hold nobody twice, and agree with `follows`."""
    person = universe.person(handle)
    followers, following = whole(universe, handle)
    assert len(followers) == len(set(followers)) == person.followers_count
    assert len(following) == len(set(following)) == person.following_count
    assert person.key not in followers
    for key in followers[:30] + followers[-5:]:
        assert universe.world.graph.follows(universe.person(key), person)
    for key in following[:30] + following[-5:]:
        assert universe.world.graph.follows(person, universe.person(key))


@settings(max_examples=30)
@given(seed=st.integers(0, 2**29), pages=st.lists(st.integers(1, 400), min_size=1, max_size=6))
def test_pages_are_the_whole(seed: int, pages: list[int]) -> None:
    universe = Universe(seed)
    person = universe.world.people.number(seed)
    followers = whole(universe, person.handle)[0]
    assert len(followers) == len(set(followers)) == person.followers_count
    offset = 0
    for limit in pages:
        page = keys(universe.world.graph.followers(person, offset, limit))
        assert page == followers[offset : offset + limit]
        offset += limit
    assert universe.database.revision == 0


def test_lists_of_a_typed_handle(universe: Universe) -> None:
    check_lists(universe, "paulg")


def test_a_list_without_end_costs_nothing_until_it_is_read(universe: Universe) -> None:
    with universe.database.transaction():
        star = universe.world.people.put("star", followers_count=400_000_000)
    far = universe.world.graph.followers(star, 399_999_990, 100)
    assert len(far) == 10
    assert keys(list(islice(universe.world.graph.iter_followers(star, 399_999_990), 100))) == keys(far)
    assert keys(list(islice(universe.world.graph.iter_followers(star), 450))) == keys(
        universe.world.graph.followers(star, 0, 450)
    )
    assert universe.world.graph.followers(star, 400_000_000, 5) == []


@settings(max_examples=30)
@given(moves=st.lists(st.tuples(st.booleans(), st.integers(0, 7), st.booleans()), max_size=14))
def test_follows_and_unfollows_show_in_lists_and_counts(moves: list[tuple[bool, int, bool]]) -> None:
    universe = Universe(seed=11)
    with universe.database.transaction():
        universe.world.people.put("small", followers_count=6, following_count=4)
        for typed in ("typed_one", "typed_two"):
            universe.world.people.put(typed, followers_count=9, following_count=8)
    others = [
        *keys(universe.world.graph.followers(universe.person("small"), 0, 3)),
        *keys(universe.world.graph.following(universe.person("small"), 0, 3)),
        "typed_one",
        "typed_two",
    ]
    for follow, other, outward in moves:
        one, two = universe.person("small"), universe.person(others[other])
        pair = (one, two) if outward else (two, one)
        with universe.database.transaction():
            if follow:
                universe.world.graph.follow(*pair)
            else:
                universe.world.graph.unfollow(*pair)
            assert universe.world.graph.follows(*pair) is follow
            assert not (universe.world.graph.follow if follow else universe.world.graph.unfollow)(*pair)
        check_lists(universe, "small")
        followers, following = whole(universe, "small")
        mine = following if outward else followers
        assert (two.key in mine) is follow
        theirs = keys(
            universe.world.graph.followers(universe.person(two.handle), 0, 1)
            if outward
            else universe.world.graph.following(universe.person(two.handle), 0, 1)
        )
        assert (one.key in theirs) is follow or len(theirs) == 1
    for typed in ("typed_one", "typed_two"):
        check_lists(universe, typed)


def test_written_followers_come_first_newest_first(universe: Universe) -> None:
    names = ["anna", "bert", "carl"]
    with universe.database.transaction():
        for name in names:
            assert universe.world.graph.follow(universe.person(name), universe.person("PaulG"))
    assert keys(universe.world.graph.followers(universe.person("paulg"), 0, 3)) == ["carl", "bert", "anna"]
    assert keys(universe.world.graph.following(universe.person("anna"), 0, 1)) == ["paulg"]
    check_lists(universe, "paulg")


def test_a_follower_who_left_and_came_back_is_the_newest(universe: Universe) -> None:
    person = universe.person("paulg")
    before = keys(universe.world.graph.followers(person, 0, 10))
    fourth = universe.person(before[3])
    with universe.database.transaction():
        assert universe.world.graph.unfollow(fourth, person)
        assert keys(universe.world.graph.followers(universe.person("paulg"), 0, 9)) == before[:3] + before[4:]
        assert universe.person("paulg").followers_count == person.followers_count - 1
        assert universe.world.graph.follow(fourth, person)
    assert keys(universe.world.graph.followers(person, 0, 10)) == [before[3], *before[:3], *before[4:]]
    assert universe.person("paulg").followers_count == person.followers_count
    check_lists(universe, "paulg")


@settings(max_examples=40)
@given(count=st.integers(3, 40), again=st.integers(3, 40))
def test_a_count_that_was_put_holds_with_written_edges(count: int, again: int) -> None:
    universe = Universe(seed=2)
    with universe.database.transaction():
        universe.world.people.put("small", followers_count=count)
        for follower in universe.world.graph.followers(universe.person("small"), 1, 2):
            universe.world.graph.unfollow(follower, universe.person("small"))
        for name in ("anna", "bert"):
            universe.world.graph.follow(universe.person(name), universe.person("small"))
        universe.world.people.put("small", followers_count=again)
        assert universe.person("small").followers_count == again
    check_lists(universe, "small")


def test_a_count_below_the_written_edges_is_refused(universe: Universe) -> None:
    with universe.database.transaction():
        universe.world.graph.follow(universe.person("anna"), universe.person("small"))
        with pytest.raises(ValueError, match="1 written"):
            universe.world.people.put("small", followers_count=0)


def test_nobody_follows_himself(universe: Universe) -> None:
    with universe.database.transaction(), pytest.raises(ValueError, match="himself"):
        universe.world.graph.follow(universe.person("anna"), universe.person("ANNA"))


def test_follows_are_told_after_the_commit(universe: Universe) -> None:
    heard: list[object] = []
    universe.events.subscribe(Followed, heard.append)
    universe.events.subscribe(Unfollowed, heard.append)
    anna, bert = universe.person("anna"), universe.person("bert")
    with universe.database.transaction():
        universe.world.graph.follow(anna, bert)
        universe.world.graph.follow(anna, bert)
        universe.world.graph.unfollow(anna, bert)
    universe.events.flush()
    assert heard == [Followed(anna, bert), Unfollowed(anna, bert)]


def test_followers_one_knows_are_in_both_lists_and_change_no_count(universe: Universe) -> None:
    graph = universe.world.graph
    viewer, star = universe.person("viewer"), universe.person("star")
    before = viewer.following_count, star.followers_count
    with universe.database.transaction():
        known = graph.known_followers(viewer, star, 50).items
    assert known
    for person in known:
        assert graph.follows(viewer, person)
        assert graph.follows(person, star)
    assert (universe.person("viewer").following_count, universe.person("star").followers_count) == before
    check_lists(universe, "star")
    check_lists(universe, known[0].handle)
    revision = universe.database.revision
    assert keys(list(graph.known_followers(viewer, star, 50).items)) == keys(list(known))
    assert universe.database.revision == revision


def test_an_unfollow_takes_one_out_of_the_followers_one_knows(universe: Universe) -> None:
    graph = universe.world.graph
    viewer, star = universe.person("viewer"), universe.person("star")
    with universe.database.transaction():
        first = graph.known_followers(viewer, star, 50).items[0]
        graph.unfollow(viewer, first)
        graph.follow(viewer, universe.person("friend"))
        graph.follow(universe.person("friend"), star)
    known = keys(list(graph.known_followers(viewer, star, 50).items))
    assert first.key not in known
    assert known[0] == "friend"


@settings(max_examples=20)
@given(limit=st.integers(1, 30), follows=st.lists(st.integers(0, 9), max_size=6))
def test_pages_by_position_neither_repeat_nor_miss_among_writes(limit: int, follows: list[int]) -> None:
    universe = Universe(seed=3)
    graph = universe.world.graph
    with universe.database.transaction():
        universe.world.people.put("small", followers_count=70)
        for fan in ("early_one", "early_two"):
            graph.follow(universe.person(fan), universe.person("small"))
    listed = whole(universe, "small")[0]
    seen: list[str] = []
    position: str | None = None
    pending = list(follows)
    while True:
        page = graph.followers_page(universe.person("small"), limit, position)
        seen += keys(list(page.items))
        if pending:
            with universe.database.transaction():
                graph.follow(universe.person(f"late{pending.pop()}"), universe.person("small"))
        if page.next is None:
            break
        position = page.next
    assert seen == listed


def test_verified_followers_are_those_with_a_badge(universe: Universe) -> None:
    graph = universe.world.graph
    with universe.database.transaction():
        person = universe.world.people.put("small", followers_count=300)
    wanted = [other.key for other in graph.followers(person, 0, 1_000) if other.has_badge]
    seen: list[str] = []
    position: str | None = None
    while True:
        page = graph.verified_followers(person, 7, position)
        seen += keys(list(page.items))
        if (position := page.next) is None:
            break
    assert seen == wanted


@pytest.mark.parametrize("position", ["", "x", "w", "d-1", "w1.5", "d99999999999999999999", "1", "\uff571", "d\u0661"])
def test_a_position_that_no_page_gave_is_refused(universe: Universe, position: str) -> None:
    with pytest.raises(MalformedPosition):
        universe.world.graph.followers_page(universe.person("star"), 5, position)


def test_removing_a_follower_shows_on_both_sides(universe: Universe) -> None:
    graph = universe.world.graph
    star = universe.person("star")
    fan = graph.followers(star, 3, 1)[0]
    with universe.database.transaction():
        assert graph.remove_follower(star, fan)
        assert not graph.remove_follower(universe.person("star"), fan)
    assert not graph.follows(fan, star)
    assert universe.person("star").followers_count == star.followers_count - 1
    check_lists(universe, "star")


@pytest.mark.parametrize("side", list(Side))
def test_lists_walk_indexes(universe: Universe, side: Side) -> None:
    queries = edge_queries(side)
    for query in (queries.present, queries.newest, queries.count):
        assert walks_an_index(universe.database, query)
