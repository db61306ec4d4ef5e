"""Pages of what belongs to one tweet or person: replies, quotes, the thread around a tweet, somebody's own tweets.

Must not know who may look.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from mockserver.core.times import Instant
from mockserver.world.merged import conversation, quotes, replies
from mockserver.world.paging import LAST_ID, Page, before_id, entry_page, position_number, tweet_page
from mockserver.world.person import Person
from mockserver.world.tweet import Tweet
from mockserver.world.tweets import Tweets

DEEPEST = 20
"""How many tweets above one a thread goes back."""


class Conversations:
    """Threads and timelines of one workspace."""

    def __init__(self, tweets: Tweets) -> None:
        self._tweets = tweets

    def replies(
        self,
        tweet_id: str,
        limit: int,
        position: str | None = None,
        *,
        since: Instant | None = None,
        until: Instant | None = None,
    ) -> Page[Tweet]:
        """Replies to a tweet, newest first, from `since` on and before `until`."""
        return tweet_page(replies(self._tweets, tweet_id, before_id(position, until)), limit, since=since)

    def quotes(
        self,
        tweet_id: str,
        limit: int,
        position: str | None = None,
        *,
        since: Instant | None = None,
        until: Instant | None = None,
        with_replies: bool = True,
    ) -> Page[Tweet]:
        """Quotes of a tweet, in the same way; without those that are replies too, if so wanted."""
        found = quotes(self._tweets, tweet_id, before_id(position, until))
        return tweet_page(found, limit, since=since, keep=None if with_replies else is_no_reply)

    def thread(self, tweet_id: str, limit: int, position: str | None = None) -> Page[Tweet]:
        """A tweet with what it answers before it, the first one first, and the replies to it after it, newest first.

        Of the first tweet of a conversation it is the whole conversation, whoever answers whom.
        """
        tweet = self._tweets.get(tweet_id)
        if tweet is None:
            return Page((), None)
        if position is not None and position.startswith("r"):
            return entry_page(self._below(tweet, position_number(position, "r")), limit)
        above = self._above(tweet)
        start = 0 if position is None else position_number(position, "a")
        upper = [(each, f"a{at + 1}") for at, each in enumerate([*above, tweet])][start:]
        return entry_page(chain(upper, self._below(tweet, LAST_ID)), limit)

    def by_author(
        self, person: Person, limit: int, position: str | None = None, *, with_replies: bool = False
    ) -> Page[Tweet]:
        """A person's tweets and retweets, newest first; his replies only if so wanted."""
        tweets = self._tweets.iter_author(person, str(before_id(position)))
        return tweet_page(tweets, limit, keep=None if with_replies else is_no_reply)

    def with_media(self, person: Person, limit: int, position: str | None = None) -> Page[Tweet]:
        """A person's own tweets that bear media, newest first; a page may be short and go on."""
        tweets = self._tweets.iter_author(person, str(before_id(position)))
        return tweet_page(tweets, limit, keep=lambda tweet: bool(tweet.media) and tweet.retweeted_id is None)

    def _above(self, tweet: Tweet) -> list[Tweet]:
        """What a tweet answers, and what that answers; the first one first."""
        above: list[Tweet] = []
        parent = tweet.in_reply_to_id
        while parent is not None and len(above) < DEEPEST:
            found = self._tweets.get(parent)
            if found is None:
                break
            above.append(found)
            parent = found.in_reply_to_id
        return above[::-1]

    def _below(self, tweet: Tweet, before: int) -> Iterator[tuple[Tweet, str]]:
        if tweet.id == tweet.conversation_id:
            found: Iterator[Tweet] = (
                each for each in conversation(self._tweets, tweet.id, before) if each.id != tweet.id
            )
        else:
            found = replies(self._tweets, tweet.id, before)
        return ((each, f"r{each.id}") for each in found)


def is_no_reply(tweet: Tweet) -> bool:
    """Whether a tweet answers nobody."""
    return tweet.in_reply_to_id is None
