from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.core.times import MINUTE
from mockserver.world.events import Liked, Unliked
from mockserver.world.interactions import _BOOKMARKED, _FOLDERS_OF, _IN_FOLDER, _LIKED
from mockserver.world.paging import MalformedPosition
from mockserver.world.person import Person
from mockserver.world.tweet import Tweet
from tests.world.pages import whole
from tests.world.plans import walks_an_index
from tests.world.universe import Universe


def ids(tweets: list[Tweet]) -> list[str]:
    return [tweet.id for tweet in tweets]


def likes(universe: Universe, person: Person, limit: int = 7) -> list[Tweet]:
    return whole(lambda at: universe.world.interactions.likes(person, limit, at))


def bookmarks(universe: Universe, person: Person, folder: str | None = None) -> list[Tweet]:
    return whole(lambda at: universe.world.interactions.bookmarks(person, 5, at, folder_id=folder))


def test_the_likes_of_the_past_show_on_both_sides(universe: Universe) -> None:
    fan = universe.person("fan")
    tweets = likes(universe, fan)
    assert len(tweets) >= 20
    assert likes(universe, fan) == tweets
    for tweet in tweets:
        likers = whole(lambda at, tweet=tweet: universe.world.audience.likers_page(tweet, 50, at))  # type: ignore[misc]
        assert len(likers) == tweet.like_count
        assert fan.key in {person.key for person in likers}
        author = universe.world.people.get(tweet.author_handle)
        assert author is not None
        assert universe.world.graph.follows(fan, author)


def test_a_like_is_the_newest_and_an_unlike_takes_any_away(universe: Universe) -> None:
    fan = universe.person("fan")
    with universe.database.transaction():
        tweet = universe.world.tweets.publish("anna", "like me")
        universe.world.tweets.like(fan.user_id, tweet.id)
    listed = ids(likes(universe, fan))
    assert listed[0] == tweet.id
    with universe.database.transaction():
        assert universe.world.tweets.unlike(fan.user_id, listed[3])
        assert universe.world.tweets.unlike(fan.user_id, tweet.id)
    assert ids(likes(universe, fan)) == [each for at, each in enumerate(listed) if at not in (0, 3)]


def test_likes_and_unlikes_are_told(universe: Universe) -> None:
    heard: list[object] = []
    universe.events.subscribe(Liked, heard.append)
    universe.events.subscribe(Unliked, heard.append)
    with universe.database.transaction():
        tweet = universe.world.tweets.publish("anna", "like me")
        for _ in range(2):
            universe.world.tweets.like("12", tweet.id)
        for _ in range(2):
            universe.world.tweets.unlike("12", tweet.id)
    universe.events.flush()
    assert [(type(event), event.user_id, event.tweet.id) for event in heard] == [  # type: ignore[attr-defined]
        (Liked, "12", tweet.id),
        (Unliked, "12", tweet.id),
    ]


def test_a_deleted_tweet_is_in_nobodys_likes_or_bookmarks(universe: Universe) -> None:
    fan = universe.person("fan")
    liked, kept = likes(universe, fan)[0].id, bookmarks(universe, fan)[0].id
    with universe.database.transaction():
        universe.world.tweets.delete(liked)
        universe.world.tweets.delete(kept)
    assert liked not in ids(likes(universe, fan))
    assert kept not in ids(bookmarks(universe, fan))


def test_folders_part_the_bookmarks_of_the_past(universe: Universe) -> None:
    fan = universe.person("fan")
    folders = universe.world.interactions.folders(fan)
    assert [folder.name for folder in folders] == ["Read Later", "Ideas"]
    everything = ids(bookmarks(universe, fan))
    within = [ids(bookmarks(universe, fan, folder.id)) for folder in folders]
    assert all(within)
    assert set(within[0]).isdisjoint(within[1])
    assert {*within[0], *within[1]} < set(everything)
    assert universe.world.interactions.folders(universe.person("other"))[0].id != folders[0].id


def test_a_bookmark_can_be_moved_and_taken_back(universe: Universe) -> None:
    fan = universe.person("fan")
    world = universe.world
    with universe.database.transaction():
        tweet = world.tweets.publish("anna", "keep me")
        folder = world.interactions.create_folder(fan, "Mine")
        assert world.interactions.bookmark(fan, tweet.id)
        assert not world.interactions.bookmark(fan, tweet.id, folder.id)
    assert ids(bookmarks(universe, fan))[0] == tweet.id
    assert ids(bookmarks(universe, fan, folder.id)) == [tweet.id]
    shown = world.tweets.get(tweet.id)
    assert shown is not None
    assert shown.bookmark_count == 1
    with universe.database.transaction():
        assert world.interactions.unbookmark(fan, tweet.id)
        assert not world.interactions.unbookmark(fan, tweet.id)
        assert not world.interactions.unbookmark(fan, "x")
    assert ids(bookmarks(universe, fan, folder.id)) == []
    shown = world.tweets.get(tweet.id)
    assert shown is not None
    assert shown.bookmark_count == 0


@pytest.mark.parametrize("folder", ["", "x", "0", "123"])
def test_a_folder_that_is_not_there_is_refused(universe: Universe, folder: str) -> None:
    fan = universe.person("fan")
    with universe.database.transaction():
        tweet = universe.world.tweets.publish("anna", "keep me")
        with pytest.raises(LookupError):
            universe.world.interactions.bookmark(fan, tweet.id, folder)
        with pytest.raises(LookupError):
            universe.world.interactions.bookmarks(fan, 5, folder_id=folder)
        with pytest.raises(LookupError):
            universe.world.interactions.bookmark(fan, "12")


@settings(max_examples=25)
@given(moves=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), max_size=12), limit=st.integers(1, 9))
def test_pages_keep_their_order_whatever_is_liked(moves: list[tuple[int, int]], limit: int) -> None:
    universe = Universe(seed=17)
    fan = universe.person("fan")
    written: list[str] = []
    expected: list[str] = []
    with universe.database.transaction():
        tweets = [universe.world.tweets.publish("anna", f"tweet {number}").id for number in range(6)]
        for kind, index in moves:
            universe.clock.jump(universe.clock.now() + kind * MINUTE)
            if universe.world.tweets.like(fan.user_id, tweets[index]):
                expected.insert(0, tweets[index])
            else:
                universe.world.tweets.unlike(fan.user_id, tweets[index])
                expected.remove(tweets[index])
            written.append(tweets[index])
    listed = ids(likes(universe, fan, limit))
    assert listed[: len(expected)] == expected
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("position", ["", "1", "x.y", "1.-2", "1.2.3", "99999999999999999999.1"])
def test_a_position_that_no_page_gave_is_refused(universe: Universe, position: str) -> None:
    for page in (universe.world.interactions.likes, universe.world.interactions.bookmarks):
        with pytest.raises(MalformedPosition):
            page(universe.person("fan"), 5, position)


def test_every_page_walks_an_index(universe: Universe) -> None:
    for query in (_LIKED, _BOOKMARKED, _IN_FOLDER, _FOLDERS_OF):
        assert walks_an_index(universe.database, query)
