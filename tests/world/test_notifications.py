from __future__ import annotations

import pytest

from mockserver.core.times import MINUTE
from mockserver.world.notifications import _ALL, _MENTIONS, _VERIFIED, Notification, NotificationKind, Told
from mockserver.world.paging import MalformedPosition
from mockserver.world.timeline import ORIGIN
from tests.world.pages import whole
from tests.world.plans import walks_an_index
from tests.world.universe import Universe


def told(universe: Universe, handle: str, which: Told = Told.ALL, limit: int = 7) -> list[Notification]:
    person = universe.person(handle)
    return whole(lambda at: universe.world.notifications.page(person, limit, at, told=which))


def new(universe: Universe, handle: str, which: Told = Told.ALL) -> list[tuple[str, str, str | None]]:
    """What happened since the world's origin, newest first."""
    found = (each for each in told(universe, handle, which) if each.at >= ORIGIN)
    return [(each.kind.value, each.actor.key, each.tweet_id) for each in found]


def later(universe: Universe) -> None:
    universe.clock.jump(universe.clock.now() + MINUTE)


def test_the_past_is_told_of_as_it_is(universe: Universe) -> None:
    with universe.database.transaction():
        universe.world.people.put("star", followers_count=90_000)
    news = told(universe, "star")
    assert {each.kind for each in news} >= {NotificationKind.LIKE, NotificationKind.FOLLOW, NotificationKind.REPLY}
    assert [each.at for each in news] == sorted((each.at for each in news), reverse=True)
    star = universe.person("star")
    for each in news:
        assert each.at < ORIGIN
        if each.kind is NotificationKind.FOLLOW:
            assert universe.world.graph.follows(each.actor, star)
            continue
        assert each.tweet_id is not None
        tweet = universe.world.tweets.get(each.tweet_id)
        assert tweet is not None
        if each.kind is NotificationKind.REPLY:
            assert tweet.author_id == each.actor.user_id
        else:
            assert each.kind is NotificationKind.QUOTE or tweet.author_id == star.user_id
    revision = universe.database.revision
    assert told(universe, "star", limit=50) == news
    assert universe.database.revision == revision


def test_what_happens_is_told_and_what_is_taken_back_is_not(universe: Universe) -> None:
    world, anna, bert = universe.world, universe.person("anna"), universe.person("bert")
    with universe.database.transaction():
        tweet = world.tweets.publish("anna", "hello").id
        later(universe)
        world.tweets.like(bert.user_id, tweet)
        later(universe)
        retweet = world.tweets.retweet("bert", tweet).id
        later(universe)
        reply = world.tweets.publish("bert", "@anna hi @carl", in_reply_to=tweet).id
        later(universe)
        quote = world.tweets.publish("bert", "look", quoted=tweet).id
        later(universe)
        mention = world.tweets.publish("bert", "with @Anna and @anna").id
        later(universe)
        world.graph.follow(bert, anna)
    assert new(universe, "anna") == [
        ("follow", "bert", None),
        ("mention", "bert", mention),
        ("quote", "bert", quote),
        ("reply", "bert", reply),
        ("retweet", "bert", tweet),
        ("like", "bert", tweet),
    ]
    assert new(universe, "anna", Told.MENTIONS) == [
        ("mention", "bert", mention),
        ("quote", "bert", quote),
        ("reply", "bert", reply),
    ]
    assert new(universe, "carl") == [("mention", "bert", reply)]
    assert new(universe, "bert") == []
    with universe.database.transaction():
        world.tweets.unlike(bert.user_id, tweet)
        world.tweets.delete(retweet)
        world.tweets.delete(reply)
        world.tweets.delete(quote)
        world.tweets.delete(mention)
        world.graph.unfollow(bert, anna)
    assert new(universe, "anna") == new(universe, "carl") == []


def test_a_deleted_tweet_takes_its_likes_along(universe: Universe) -> None:
    with universe.database.transaction():
        tweet = universe.world.tweets.publish("anna", "hello").id
        universe.world.tweets.like(universe.person("bert").user_id, tweet)
        universe.world.tweets.delete(tweet)
    assert new(universe, "anna") == []


def test_nobody_is_told_of_himself(universe: Universe) -> None:
    world, anna = universe.world, universe.person("anna")
    with universe.database.transaction():
        tweet = world.tweets.publish("anna", "I am @anna").id
        world.tweets.like(anna.user_id, tweet)
        world.tweets.retweet("anna", tweet)
        world.tweets.publish("anna", "more", in_reply_to=tweet, quoted=tweet)
    assert new(universe, "anna") == []


def test_one_tweet_is_one_notification(universe: Universe) -> None:
    with universe.database.transaction():
        tweet = universe.world.tweets.publish("anna", "hello").id
        universe.world.tweets.publish("bert", "@anna @anna", in_reply_to=tweet, quoted=tweet)
        crowd = universe.world.tweets.publish("carl", " ".join(f"@friend{number}" for number in range(30)))
    assert [kind for kind, _, _ in new(universe, "anna")] == ["reply"]
    reached = [number for number in range(30) if new(universe, f"friend{number}") == [("mention", "carl", crowd.id)]]
    assert len(reached) == 10


def test_verified_ones_can_be_asked_for(universe: Universe) -> None:
    with universe.database.transaction():
        universe.world.people.put("bert", is_verified=True)
        universe.world.people.put("carl", is_verified=False, is_blue_verified=False)
        tweet = universe.world.tweets.publish("anna", "hello").id
        for handle in ("bert", "carl"):
            universe.world.tweets.like(universe.person(handle).user_id, tweet)
    assert new(universe, "anna", Told.VERIFIED) == [("like", "bert", tweet)]
    assert all(each.actor.has_badge for each in told(universe, "anna", Told.VERIFIED))


def test_a_message_says_who_did_what(universe: Universe) -> None:
    with universe.database.transaction():
        tweet = universe.world.tweets.publish("anna", "hello").id
        universe.world.tweets.like(universe.person("bert").user_id, tweet)
    assert told(universe, "anna")[0].message == "bert liked your tweet"


def test_what_was_rolled_back_is_not_told(universe: Universe) -> None:
    def fail() -> None:
        with universe.database.transaction():
            tweet = universe.world.tweets.publish("anna", "hello").id
            universe.world.tweets.like(universe.person("bert").user_id, tweet)
            universe.world.tweets.like("1", "1")

    with pytest.raises(LookupError):
        fail()
    assert new(universe, "anna") == []


@pytest.mark.parametrize("position", ["", "1", "x.1", "1.x"])
def test_a_position_that_no_page_gave_is_refused(universe: Universe, position: str) -> None:
    with pytest.raises(MalformedPosition):
        universe.world.notifications.page(universe.person("anna"), 5, position)


def test_every_page_walks_an_index(universe: Universe) -> None:
    for query in (_ALL, _VERIFIED, _MENTIONS):
        assert walks_an_index(universe.database, query)
