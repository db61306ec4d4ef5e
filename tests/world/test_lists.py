from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.core.times import MINUTE
from mockserver.world.paging import MalformedPosition, Page
from mockserver.world.roster import _NEWEST, _PAIR, _TAKEN
from mockserver.world.tweet import Tweet
from tests.world.pages import whole
from tests.world.plans import walks_an_index
from tests.world.universe import Universe

ANY = "84839422"


def ids(tweets: list[Tweet] | tuple[Tweet, ...]) -> list[str]:
    return [tweet.id for tweet in tweets]


def test_any_id_is_a_list_that_never_changes(universe: Universe) -> None:
    found = universe.world.lists.get(ANY)
    assert found is not None
    assert found == universe.world.lists.get(ANY) == universe.again().lists.get(ANY)
    assert found.name
    assert len(whole(lambda at: universe.world.lists.members(ANY, 3, at))) == found.member_count > 0
    assert len(whole(lambda at: universe.world.lists.followers(ANY, 9, at))) == found.follower_count
    assert universe.database.revision == 0


@pytest.mark.parametrize("list_id", ["", "x", "12", "01234567", "-12345", "9" * 19, "9" * 40])
def test_such_an_id_is_no_list(universe: Universe, list_id: str) -> None:
    lists, anna = universe.world.lists, universe.person("anna")
    assert lists.get(list_id) is None
    assert lists.members(list_id, 5) == lists.followers(list_id, 5) == Page((), None)
    assert lists.tweets(list_id, 5) == Page((), None)
    assert not lists.has_member(list_id, "anna")
    with universe.database.transaction(), pytest.raises(LookupError):
        lists.add_member(list_id, anna)


def test_tweets_are_the_members_newest_first(universe: Universe) -> None:
    lists = universe.world.lists
    members = whole(lambda at: lists.members(ANY, 50, at))
    first = lists.tweets(ANY, 30, with_replies=True)
    timelines = [tweet for member in members for tweet in universe.world.tweets.by_author(member.handle, 30)]
    assert ids(first.items) == sorted(ids(timelines), key=int, reverse=True)[:30]
    second = lists.tweets(ANY, 30, first.next, with_replies=True)
    assert int(second.items[0].id) < int(first.items[-1].id)
    assert ids(lists.tweets(ANY, 60, with_replies=True).items) == ids([*first.items, *second.items])
    originals = lists.tweets(ANY, 60).items
    assert all(tweet.in_reply_to_id is None for tweet in originals)


def test_times_bound_the_tweets_of_a_list(universe: Universe) -> None:
    lists, anna = universe.world.lists, universe.person("anna")
    with universe.database.transaction():
        lists.add_member(ANY, anna)
        tweets = []
        for number in range(4):
            universe.clock.jump(universe.clock.now() + MINUTE)
            tweets.append(universe.world.tweets.publish("anna", f"number {number}"))
    window = lists.tweets(ANY, 20, since=tweets[1].created_at, until=tweets[3].created_at)
    assert ids(window.items) == [tweets[2].id, tweets[1].id]
    assert window.next is None
    assert ids(lists.tweets(ANY, 1).items) == [tweets[3].id]


def test_one_that_is_made_has_whom_one_puts_on_it(universe: Universe) -> None:
    lists, anna, bert = universe.world.lists, universe.person("anna"), universe.person("bert")
    with universe.database.transaction():
        made = lists.create(anna, "Friends", "Mine")
        assert (made.name, made.owner, made.member_count, made.follower_count) == ("Friends", "anna", 0, 0)
        for person in (anna, bert):
            assert lists.add_member(made.id, person)
        assert not lists.add_member(made.id, bert)
        assert lists.follow(made.id, bert)
        assert not lists.follow(made.id, bert)
    assert [person.key for person in lists.members(made.id, 5).items] == ["bert", "anna"]
    assert [person.key for person in lists.followers(made.id, 5).items] == ["bert"]
    assert lists.has_member(made.id, "ANNA")
    with universe.database.transaction():
        assert lists.remove_member(made.id, bert)
        assert not lists.remove_member(made.id, bert)
        assert lists.unfollow(made.id, bert)
        assert not lists.unfollow(made.id, bert)
    found = lists.get(made.id)
    assert found is not None
    assert (found.member_count, found.follower_count) == (1, 0)


@settings(max_examples=25)
@given(moves=st.lists(st.tuples(st.booleans(), st.integers(0, 9)), max_size=14), limit=st.integers(1, 7))
def test_members_agree_with_what_was_written(moves: list[tuple[bool, int]], limit: int) -> None:
    universe = Universe(seed=19)
    lists = universe.world.lists
    members = [person.key for person in whole(lambda at: lists.members(ANY, 50, at))]
    others = [*members[:5], "one", "two", "three", "four", "five"]
    for present, index in moves:
        person = universe.person(others[index])
        was = person.key in members
        with universe.database.transaction():
            changed = (lists.add_member if present else lists.remove_member)(ANY, person)
        assert changed is (was is not present)
        if changed:
            members = [person.key, *members] if present else [key for key in members if key != person.key]
        assert [each.key for each in whole(lambda at: lists.members(ANY, limit, at))] == members
        found = lists.get(ANY)
        assert found is not None
        assert found.member_count == len(members)
        assert lists.has_member(ANY, person.key) is present


@pytest.mark.parametrize("position", ["", "x", "w", "1.5"])
def test_a_position_that_no_page_gave_is_refused(universe: Universe, position: str) -> None:
    lists = universe.world.lists
    for page in (lists.members, lists.followers, lists.tweets):
        with pytest.raises(MalformedPosition):
            page(ANY, 5, position)


def test_rosters_walk_indexes(universe: Universe) -> None:
    for query in (_NEWEST, _PAIR, _TAKEN):
        assert walks_an_index(universe.database, query)
