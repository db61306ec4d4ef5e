"""Several lists of tweets that come by falling id, read as one. Must not know whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import merge

from mockserver.world.person import Person
from mockserver.world.tweet import Tweet
from mockserver.world.tweets import Tweets


def merged(sources: Iterable[Iterable[Tweet]]) -> Iterator[Tweet]:
    """All of them by falling id, each tweet once."""
    last = ""
    for tweet in merge(*sources, key=_newest_first):
        if tweet.id != last:
            last = tweet.id
            yield tweet


def timelines(tweets: Tweets, people: Iterable[Person], before: int) -> Iterator[Tweet]:
    """The tweets of some people with ids below `before`, newest first; read them before the next write."""
    return merged([tweets.iter_author(person, str(before)) for person in people])


def conversation(tweets: Tweets, root_id: str, before: int) -> Iterator[Tweet]:
    """The written tweets of a conversation and the replies to its first tweet, newest first, that one last."""
    root = tweets.get(root_id)
    first = [root] if root is not None and int(root.id) < before else []
    return merged((_written(tweets, root_id, before), replies(tweets, root_id, before), first))


def replies(tweets: Tweets, tweet_id: str, before: int) -> Iterator[Tweet]:
    """The replies to a tweet, newest first."""
    while page := tweets.replies(tweet_id, _CHUNK, str(before)):
        yield from page
        before = int(page[-1].id)


def quotes(tweets: Tweets, tweet_id: str, before: int) -> Iterator[Tweet]:
    """The quotes of a tweet, newest first."""
    while page := tweets.quotes(tweet_id, _CHUNK, str(before)):
        yield from page
        before = int(page[-1].id)


def _written(tweets: Tweets, root_id: str, before: int) -> Iterator[Tweet]:
    while page := tweets.conversation(root_id, _CHUNK, str(before)):
        yield from page
        before = int(page[-1].id)


_CHUNK = 40


def _newest_first(tweet: Tweet) -> int:
    return -int(tweet.id)
