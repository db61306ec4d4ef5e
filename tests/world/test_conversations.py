from __future__ import annotations

import pytest

from mockserver.core.times import MINUTE
from mockserver.world.media import MediaKind, drawn
from mockserver.world.paging import MalformedPosition, Page
from mockserver.world.tweet import Tweet
from tests.world.pages import whole
from tests.world.universe import Universe


def ids(tweets: tuple[Tweet, ...] | list[Tweet]) -> list[str]:
    return [tweet.id for tweet in tweets]


def popular(universe: Universe) -> Tweet:
    """A derived tweet that people answered and quoted."""
    with universe.database.transaction():
        universe.world.people.put("star", followers_count=4_000_000)
    tweets = universe.world.tweets.by_author("star", 200)
    return next(tweet for tweet in tweets if tweet.reply_count > 12 and tweet.quote_count > 3)


def test_replies_and_quotes_are_as_many_as_shown(universe: Universe) -> None:
    tweet = popular(universe)
    conversations = universe.world.conversations
    replies = whole(lambda at: conversations.replies(tweet.id, 5, at))
    quotes = whole(lambda at: conversations.quotes(tweet.id, 2, at))
    assert len(set(ids(replies))) == len(replies) == tweet.reply_count
    assert len(set(ids(quotes))) == len(quotes) == tweet.quote_count
    assert {reply.in_reply_to_id for reply in replies} == {quote.quoted_id for quote in quotes} == {tweet.id}
    middle = replies[5]
    window = conversations.replies(tweet.id, 50, since=replies[8].created_at, until=middle.created_at)
    assert ids(window.items) == ids([each for each in replies[6:9] if each.created_at < middle.created_at])


def test_quotes_that_answer_somebody_can_be_left_out(universe: Universe) -> None:
    with universe.database.transaction():
        tweet = universe.world.tweets.publish("anna", "hello").id
        quote = universe.world.tweets.publish("bert", "look", quoted=tweet).id
        both = universe.world.tweets.publish("carl", "look too", quoted=tweet, in_reply_to=quote).id
    assert ids(universe.world.conversations.quotes(tweet, 5).items) == [both, quote]
    assert ids(universe.world.conversations.quotes(tweet, 5, with_replies=False).items) == [quote]


def test_a_thread_reads_from_the_first_tweet_down(universe: Universe) -> None:
    chain: list[str] = []
    with universe.database.transaction():
        for number in range(4):
            universe.clock.jump(universe.clock.now() + MINUTE)
            parent = chain[-1] if chain else None
            chain.append(universe.world.tweets.publish(f"user{number}", f"{number}", in_reply_to=parent).id)
        aside = universe.world.tweets.publish("else", "aside", in_reply_to=chain[0]).id
        answers = [universe.world.tweets.publish("more", "yes", in_reply_to=chain[2]).id for _ in range(2)]
    thread = universe.world.conversations.thread
    below = sorted([chain[3], *answers], key=int, reverse=True)
    for limit in (1, 2, 3, 9):
        assert ids(whole(lambda at, limit=limit: thread(chain[2], limit, at))) == [*chain[:3], *below]  # type: ignore[misc]
    rest = sorted([*chain[1:], aside, *answers], key=int, reverse=True)
    assert ids(whole(lambda at: thread(chain[0], 2, at))) == [chain[0], *rest]
    with universe.database.transaction():
        universe.world.tweets.delete(chain[1])
    assert ids(thread(chain[2], 9).items) == [chain[2], *below]
    assert thread(chain[1], 9) == thread("x", 9) == Page((), None)


def test_a_derived_thread_has_the_replies_that_are_shown(universe: Universe) -> None:
    tweet = popular(universe)
    thread = whole(lambda at: universe.world.conversations.thread(tweet.id, 7, at))
    assert thread[-tweet.reply_count - 1] == tweet
    assert len(thread) >= tweet.reply_count + 1


def test_a_persons_tweets_are_without_replies_unless_asked_for(universe: Universe) -> None:
    person = universe.person("paulg")
    conversations = universe.world.conversations
    everything = universe.world.tweets.by_author("paulg", 120)
    with_replies = conversations.by_author(person, 120, with_replies=True)
    assert list(with_replies.items) == everything
    originals = [tweet for tweet in everything if tweet.in_reply_to_id is None]
    assert list(conversations.by_author(person, len(originals)).items) == originals
    assert len(originals) < len(everything)


def test_media_tweets_are_ones_own_with_media(universe: Universe) -> None:
    with universe.database.transaction():
        person = universe.world.people.put("painter", tweets_count=500)
        universe.world.tweets.publish("painter", "no picture")
        own = universe.world.tweets.publish("painter", "a film", media=[drawn(MediaKind.VIDEO, "a")]).id
        other = universe.world.tweets.publish("anna", "a picture", media=[drawn(MediaKind.PHOTO, "b")]).id
        universe.world.tweets.retweet("painter", other)
    found = whole(lambda at: universe.world.conversations.with_media(person, 3, at))
    wanted = [
        tweet.id
        for tweet in universe.world.tweets.by_author("painter", 1_000)
        if tweet.media and tweet.retweeted_id is None
    ]
    assert ids(found) == wanted
    assert found[0].id == own


@pytest.mark.parametrize("position", ["", "x", "z1", "a", "r-1"])
def test_a_position_that_no_page_gave_is_refused(universe: Universe, position: str) -> None:
    conversations = universe.world.conversations
    tweet = universe.world.tweets.by_author("paulg", 1)[0].id
    for page in (conversations.replies, conversations.quotes, conversations.thread):
        with pytest.raises(MalformedPosition):
            page(tweet, 5, position)
