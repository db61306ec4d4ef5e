from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.core.times import HOUR, parse_instant
from mockserver.world.events import TweetDeleted, TweetPublished
from mockserver.world.media import at_url
from mockserver.world.tweet import Tweet
from tests.world.universe import Universe


def ids(tweets: list[Tweet]) -> list[str]:
    return [tweet.id for tweet in tweets]


def everything(universe: Universe, handle: str) -> list[Tweet]:
    return universe.world.tweets.by_author(handle, 1_000_000)


@settings(max_examples=30)
@given(seed=st.integers(0, 2**29), typed=st.booleans())
def test_derived_tweets_are_found_by_id_alone(seed: int, typed: bool) -> None:
    universe = Universe(seed)
    person = universe.person(f"user{seed}") if typed else universe.world.people.number(seed)
    tweets = universe.world.tweets.by_author(person.handle, 60)
    assert ids(tweets) == sorted(ids(tweets), key=int, reverse=True)
    for tweet in tweets:
        assert universe.world.tweets.get(tweet.id) == tweet
        assert tweet.author_id == person.user_id
        assert tweet.created_at == (int(tweet.id) >> 22) + 1_288_834_974_657
        assert tweet.created_at < parse_instant("2026-01-01")
        for other in (tweet.in_reply_to_id, tweet.quoted_id, tweet.retweeted_id):
            if other is not None:
                about = universe.world.tweets.get(other)
                assert about is not None
                assert about.created_at < tweet.created_at
    assert universe.database.revision == 0


def test_a_timeline_has_as_many_tweets_as_the_person_shows(universe: Universe) -> None:
    person = universe.person("paulg")
    tweets = everything(universe, "paulg")
    assert len(tweets) == len(set(ids(tweets))) == person.tweets_count
    assert tweets[-1].created_at >= person.created_at - 1_000


def test_tweets_of_a_remembered_handle_are_found_after_a_restart(universe: Universe) -> None:
    tweet = universe.world.tweets.by_author("paulg", 1)[0]
    assert universe.again().tweets.get(tweet.id) is None
    with universe.database.transaction():
        universe.world.people.remember("paulg")
    assert universe.again().tweets.get(tweet.id) == tweet


@pytest.mark.parametrize("tweet_id", ["", "x", "0", "-1", "12", "9" * 19, "9" * 25, "1.0"])
def test_such_an_id_is_no_tweet(universe: Universe, tweet_id: str) -> None:
    assert universe.world.tweets.get(tweet_id) is None
    with universe.database.transaction(), pytest.raises(LookupError):
        universe.world.tweets.like("1", tweet_id)


def test_an_id_beside_a_derived_one_is_no_tweet(universe: Universe) -> None:
    tweet = universe.world.tweets.by_author("paulg", 1)[0]
    assert universe.world.tweets.get(str(int(tweet.id) + 1)) is None
    assert universe.world.tweets.get(str(int(tweet.id) + (1 << 30))) is None


@settings(max_examples=30)
@given(
    moves=st.lists(st.tuples(st.sampled_from(["publish", "like", "delete", "past"]), st.integers(0, 12)), max_size=12),
    page=st.integers(1, 9),
)
def test_pages_merge_written_and_derived_tweets(moves: list[tuple[str, int]], page: int) -> None:
    universe = Universe(seed=5)
    tweets = universe.world.tweets
    with universe.database.transaction():
        universe.world.people.put("anna", tweets_count=25)
    shown = set(ids(everything(universe, "anna")))
    for move, index in moves:
        with universe.database.transaction():
            at = everything(universe, "anna")[index]
            match move:
                case "publish":
                    shown.add(tweets.publish("anna", "hello").id)
                case "past":
                    with universe.clock.pinned(at.created_at + HOUR):
                        shown.add(tweets.publish("anna", "earlier").id)
                case "like":
                    tweets.like("42", at.id)
                case _:
                    assert tweets.delete(at.id)
                    shown.remove(at.id)
    whole = everything(universe, "anna")
    assert set(ids(whole)) == shown
    assert len(whole) == universe.person("anna").tweets_count
    assert ids(whole) == sorted(shown, key=int, reverse=True)
    paged: list[Tweet] = []
    while more := tweets.by_author("anna", page, paged[-1].id if paged else None):
        paged += more
    assert paged == whole
    assert [universe.again().tweets.get(tweet.id) for tweet in whole] == whole


def test_publishing_is_told_after_the_commit_and_can_be_fetched(universe: Universe) -> None:
    heard: list[object] = []
    universe.events.subscribe(TweetPublished, heard.append)
    with universe.database.transaction():
        tweet = universe.world.tweets.publish(
            "PaulG", "Hello 👋\u0000 world", media=[at_url("https://x.example.com/1.png")]
        )
    assert not heard
    universe.events.flush()
    assert heard == [TweetPublished(tweet)]
    assert universe.again().tweets.get(tweet.id) == tweet
    assert tweet.author_handle == "PaulG"
    assert tweet.conversation_id == tweet.id
    assert tweet.created_at == universe.clock.now()
    assert universe.world.tweets.by_author("paulg", 1) == [tweet]
    assert universe.world.tweets.latest(1) == [tweet]


def test_counts_of_parents_follow_their_children(universe: Universe) -> None:
    tweets = universe.world.tweets
    own = tweets.by_author(universe.world.people.number(9).handle, 30)
    derived = next(tweet for tweet in own if tweet.retweeted_id is None and tweet.reply_count == 0)
    with universe.database.transaction():
        reply = tweets.publish("anna", "reply", in_reply_to=derived.id)
        below = tweets.publish("bert", "below", in_reply_to=reply.id)
        quote = tweets.publish("anna", "quote", quoted=derived.id)
        retweet = tweets.retweet("anna", derived.id)
        assert tweets.retweet("anna", derived.id) == retweet
        assert tweets.like("5", derived.id)
        assert not tweets.like("5", derived.id)
        tweets.count_view(derived.id, 10)
        tweets.count_bookmark(derived.id, 1)
    assert reply.conversation_id == below.conversation_id == derived.conversation_id
    after = tweets.get(derived.id)
    assert after is not None
    assert after.reply_count == derived.reply_count + 1
    assert after.quote_count == derived.quote_count + 1
    assert after.retweet_count == derived.retweet_count + 1
    assert after.like_count == derived.like_count + 1
    assert after.view_count == derived.view_count + 10
    assert after.bookmark_count == derived.bookmark_count + 1
    assert tweets.has_liked("5", derived.id)
    assert tweets.liked_by("5", 10) == [after]
    assert ids(tweets.replies(derived.id, 10)) == [reply.id]
    assert ids(tweets.quotes(derived.id, 10)) == [quote.id]
    assert ids(tweets.conversation(derived.conversation_id, 10))[:2] == [below.id, reply.id]
    with universe.database.transaction():
        for child in (reply, quote):
            assert tweets.delete(child.id)
        assert tweets.unretweet("anna", derived.id)
        assert not tweets.unretweet("anna", derived.id)
        assert tweets.unlike("5", derived.id)
        assert not tweets.unlike("5", derived.id)
        tweets.count_view(derived.id, -10)
        tweets.count_bookmark(derived.id, -1)
    assert tweets.get(derived.id) == derived
    assert tweets.replies(derived.id, 10) == []


def test_a_deleted_tweet_is_gone_everywhere(universe: Universe) -> None:
    heard: list[object] = []
    universe.events.subscribe(TweetDeleted, heard.append)
    tweet = universe.world.tweets.by_author("paulg", 2)[1]
    with universe.database.transaction():
        assert universe.world.tweets.delete(tweet.id)
        assert not universe.world.tweets.delete(tweet.id)
        with pytest.raises(LookupError):
            universe.world.tweets.publish("anna", "too late", in_reply_to=tweet.id)
    universe.events.flush()
    assert heard == [TweetDeleted(tweet)]
    assert universe.again().tweets.get(tweet.id) is None
    assert tweet.id not in ids(everything(universe, "paulg"))


def test_what_cannot_be_published(universe: Universe) -> None:
    with universe.database.transaction():
        with pytest.raises(LookupError):
            universe.world.tweets.publish("missing_bob", "hi")
        with pytest.raises(ValueError, match="surrogate"):
            universe.world.tweets.publish("anna", "\ud800")


def test_nobody_has_no_tweets(universe: Universe) -> None:
    assert universe.world.tweets.by_author("missing_bob", 5) == []
    assert universe.world.tweets.by_author("not a handle", 5) == []


def test_timelines_are_varied(universe: Universe) -> None:
    tweets = [
        tweet
        for number in range(150)
        for tweet in universe.world.tweets.by_author(universe.world.people.number(number).handle, 8)
    ]
    assert len({tweet.text for tweet in tweets}) > len(tweets) // 2
    assert {"en", "es", "pt"} <= {tweet.lang for tweet in tweets}
    assert 0.04 < sum(tweet.in_reply_to_id is not None for tweet in tweets) / len(tweets) < 0.2
    assert any(tweet.retweeted_id for tweet in tweets)
    assert any(tweet.quoted_id for tweet in tweets)
    assert any(tweet.media for tweet in tweets)
    assert all(tweet.view_count >= tweet.like_count for tweet in tweets)


def popular(universe: Universe) -> Tweet:
    """A derived tweet with a few replies and quotes."""
    found = (
        tweet for tweet in universe.world.tweets.by_author("paulg", 300) if tweet.quote_count and tweet.reply_count > 3
    )
    return next(found)


def test_a_derived_tweet_has_the_replies_and_quotes_it_counts(universe: Universe) -> None:
    tweets, parent = universe.world.tweets, popular(universe)
    replies, quotes = tweets.replies(parent.id, 9_999), tweets.quotes(parent.id, 9_999)
    assert len(set(ids(replies))) == len(replies) == parent.reply_count
    assert len(set(ids(quotes))) == len(quotes) == parent.quote_count
    assert ids(replies) == sorted(ids(replies), key=int, reverse=True)
    for reply in replies:
        assert reply.in_reply_to_id == parent.id
        assert reply.conversation_id == parent.conversation_id
        assert parent.created_at < reply.created_at < parse_instant("2026-01-01")
        assert tweets.get(reply.id) == reply
    assert all(quote.quoted_id == parent.id for quote in quotes)
    paged: list[Tweet] = []
    while page := tweets.replies(parent.id, 3, paged[-1].id if paged else None):
        paged += page
    assert paged == replies


def test_written_replies_stand_among_derived_ones(universe: Universe) -> None:
    tweets, parent = universe.world.tweets, popular(universe)
    before = tweets.replies(parent.id, 9_999)
    with universe.database.transaction():
        universe.world.people.remember("paulg")
        written = tweets.publish("anna", "new", in_reply_to=parent.id)
        tweets.like("5", before[0].id)
        tweets.delete(before[1].id)
    after = universe.again().tweets.replies(parent.id, 9_999)
    assert ids(after) == [written.id, before[0].id, *ids(before[2:])]
    assert after[1].like_count == before[0].like_count + 1
    now = tweets.get(parent.id)
    assert now is not None
    assert now.reply_count == len(after)


def test_likers_and_retweeters_are_as_many_as_counted(universe: Universe) -> None:
    tweets, audience = universe.world.tweets, universe.world.audience
    tweet = popular(universe)
    derived = audience.likers(tweet, 0, 9_999)
    with universe.database.transaction():
        anna = universe.world.people.remember("anna")
        tweets.like(anna.user_id, tweet.id)
        tweets.like(derived[2].user_id, tweet.id)
        tweets.retweet("anna", tweet.id)
    now = tweets.get(tweet.id)
    assert now is not None
    likers, retweeters = audience.likers(now, 0, 9_999), audience.retweeters(now, 0, 9_999)
    assert len({person.key for person in likers}) == len(likers) == now.like_count
    assert len({person.key for person in retweeters}) == len(retweeters) == now.retweet_count
    assert [person.key for person in likers[:2]] == [derived[2].key, "anna"]
    assert retweeters[0].key == "anna"
    assert [person for at in range(0, len(likers), 7) for person in audience.likers(now, at, 7)] == likers
