from __future__ import annotations

import pytest

from mockserver.world.home import READ
from mockserver.world.paging import MalformedPosition
from mockserver.world.tweet import Tweet
from tests.world.universe import Universe


def ids(tweets: tuple[Tweet, ...] | list[Tweet]) -> list[str]:
    return [tweet.id for tweet in tweets]


def test_home_has_what_the_followed_and_oneself_write_newest_first(universe: Universe) -> None:
    me = universe.person("me")
    page = universe.world.home.page(me, 30)
    sources = [me, *universe.world.graph.following(me, 0, READ)]
    everything = [tweet for person in sources for tweet in universe.world.tweets.by_author(person.handle, 40)]
    assert ids(page.items) == sorted(ids(everything), key=int, reverse=True)[:30]
    following = universe.world.home.page(me, 10, page.next)
    assert ids(following.items) == sorted(ids(everything), key=int, reverse=True)[30:40]
    assert universe.database.revision == 0


def test_a_follow_brings_tweets_in_and_an_unfollow_takes_them_out(universe: Universe) -> None:
    world, me, anna = universe.world, universe.person("me"), universe.person("anna")
    with universe.database.transaction():
        tweet = world.tweets.publish("anna", "hello").id
        own = world.tweets.publish("me", "mine").id
    assert ids(world.home.page(me, 1).items) == [own]
    with universe.database.transaction():
        world.graph.follow(me, anna)
    assert ids(world.home.page(me, 2).items) == [own, tweet]
    with universe.database.transaction():
        world.graph.unfollow(me, anna)
        world.tweets.delete(own)
    assert not {own, tweet} & set(ids(world.home.page(me, 30).items))


def test_what_was_seen_is_left_out(universe: Universe) -> None:
    me = universe.person("me")
    shown = ids(universe.world.home.page(me, 20).items)
    rest = universe.world.home.page(me, 10, seen=[*shown[:10], "x"])
    assert ids(rest.items) == shown[10:]


@pytest.mark.parametrize("position", ["", "x", "-1"])
def test_a_position_that_no_page_gave_is_refused(universe: Universe, position: str) -> None:
    with pytest.raises(MalformedPosition):
        universe.world.home.page(universe.person("me"), 5, position)
