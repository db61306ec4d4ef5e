"""What people tweet by themselves: what it is made of, and how it stays bounded."""

from __future__ import annotations

import pytest

from mockserver.core.times import SECOND
from mockserver.world import activity_rows
from mockserver.world.entities import parse
from mockserver.world.events import TweetDeleted, TweetPublished
from mockserver.world.tweet import Tweet
from tests.world.universe import Universe

SECTION = {"people": {"Mayachen": {"bio": "Founder"}, "suspended_tom": {}, "priyanair": {}}}


def live(universe: Universe, count: int, first: int = 0, step: int = 10) -> list[Tweet]:
    """`count` tweets, `step` each second."""
    heard: list[TweetPublished] = []
    universe.events.subscribe(TweetPublished, heard.append)
    start = universe.clock.now()
    for number in range(first, first + count, step):
        with universe.clock.pinned(start + number * SECOND // step), universe.database.transaction():
            universe.world.activity.publish(1, number, step)
        universe.events.flush()
    return [event.tweet for event in heard]


@pytest.fixture
def few_kept(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(activity_rows, "KEPT", 100)
    monkeypatch.setattr(activity_rows, "SPARE", 20)
    return 100


def load(universe: Universe) -> None:
    with universe.database.transaction():
        universe.world.load(SECTION)
    universe.events.flush()


def test_people_tweet_answer_quote_and_retweet_in_several_languages(universe: Universe) -> None:
    load(universe)
    tweets = live(universe, 1_000)
    assert len({tweet.id for tweet in tweets}) == len(tweets) == 1_000
    assert [int(tweet.id) for tweet in tweets] == sorted(int(tweet.id) for tweet in tweets)
    shares = {
        "replies": sum(tweet.in_reply_to_id is not None for tweet in tweets),
        "quotes": sum(tweet.quoted_id is not None for tweet in tweets),
        "retweets": sum(tweet.retweeted_id is not None for tweet in tweets),
        "notes": sum(tweet.note_text is not None for tweet in tweets),
        "media": sum(bool(tweet.media) for tweet in tweets),
    }
    assert all(share > 10 for share in shares.values()), shares
    assert len({tweet.lang for tweet in tweets}) >= 3
    found = [parse(tweet.full_text) for tweet in tweets]
    for kind in ("hashtags", "mentions", "links", "cashtags"):
        assert any(getattr(each, kind) for each in found), kind
    stored = universe.again().tweets
    for tweet in tweets[-50:]:
        read = stored.get(tweet.id)
        assert read is not None
        assert (read.text, read.media, read.author_id) == (tweet.text, tweet.media, tweet.author_id)


def test_a_parent_counts_what_was_written_on_it(universe: Universe) -> None:
    load(universe)
    live(universe, 400)
    tweets = universe.world.tweets
    for tweet in tweets.latest(400):
        assert len(tweets.replies(tweet.id, 999)) == tweet.reply_count
        assert len(tweets.quotes(tweet.id, 999)) == tweet.quote_count
        assert tweet.view_count >= tweet.like_count
        if tweet.in_reply_to_id is not None:
            parent = tweets.get(tweet.in_reply_to_id)
            assert parent is not None
            assert parent.conversation_id == tweet.conversation_id
            assert parent.author_id != tweet.author_id
    retweets = [(tweet.author_id, tweet.retweeted_id) for tweet in tweets.latest(400) if tweet.retweeted_id]
    assert len(set(retweets)) == len(retweets)


def test_those_whom_a_fixture_names_take_part_and_who_is_suspended_does_not(universe: Universe) -> None:
    load(universe)
    authors = {tweet.author_handle for tweet in live(universe, 1_500)}
    assert {"Mayachen", "priyanair"} <= authors
    assert "suspended_tom" not in authors
    for handle in ("Mayachen", "priyanair"):
        person = universe.person(handle)
        assert len(universe.world.tweets.by_author(handle, 9_999)) == person.tweets_count


def test_those_whom_somebody_looks_at_tweet_more(universe: Universe) -> None:
    universe.world.activity.watch(lambda: ["@nobody at all", "missing_x", "jessica"])
    universe.world.activity.watch(lambda: ["Jessica", "paulg"])
    tweets = live(universe, 600)
    for handle in ("jessica", "paulg"):
        assert sum(tweet.author_handle == handle for tweet in tweets) > 30


def test_the_same_seed_and_numbers_give_the_same_tweets() -> None:
    first, second, other = Universe(3), Universe(3), Universe(4)
    try:
        for each in (first, second, other):
            load(each)
        live(first, 300)
        live(second, 150)
        second.world = second.again()
        live(second, 150, 150)
        live(other, 300)
        kept = [each.world.tweets.latest(301) for each in (first, second, other)]
        assert len(kept[0]) == 300
        assert kept[0] == kept[1]
        assert [tweet.text for tweet in kept[0]] != [tweet.text for tweet in kept[2]]
    finally:
        for each in (first, second, other):
            each.database.close()


def test_what_nobody_wrote_on_goes_when_there_is_much(universe: Universe, few_kept: int) -> None:
    load(universe)
    deleted: list[TweetDeleted] = []
    universe.events.subscribe(TweetDeleted, deleted.append)
    with universe.database.transaction():
        own = universe.world.tweets.publish("Mayachen", "Mine stays")
    early = live(universe, 60)
    liked = early[3]
    with universe.database.transaction():
        universe.world.tweets.like("5", liked.id)
    live(universe, 600, 60)
    tweets = universe.world.tweets
    left = tweets.latest(9_999)
    assert few_kept <= len(left) <= few_kept + 20 + 10 + 2
    assert {own.id, liked.id} <= {tweet.id for tweet in left}
    assert tweets.get(early[4].id) is None
    assert deleted == []
    for tweet in left:
        assert len(tweets.replies(tweet.id, 999)) == tweet.reply_count
        assert len(tweets.quotes(tweet.id, 999)) == tweet.quote_count
    for handle in sorted({tweet.author_handle for tweet in left})[:4]:
        assert len(tweets.by_author(handle, 99_999)) == universe.person(handle).tweets_count
    assert own.id in {tweet.id for tweet in tweets.by_author("mayachen", 50)}
    assert universe.database.count_rows("world_activity") <= few_kept + 20
