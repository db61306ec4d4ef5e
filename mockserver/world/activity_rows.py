"""The tweets that people write by themselves, as rows: many written at once, and the old ones let go.

Must not know what they say, nor when they are written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mockserver.core.database import Database
from mockserver.core.events import EventBus
from mockserver.core.sql import bindparam, col, delete, func, select, update
from mockserver.core.statements import Command, Query
from mockserver.world import tweet_rows
from mockserver.world.events import TweetDeleted, TweetPublished
from mockserver.world.people import People
from mockserver.world.tables import ActivityRow, PersonRow, TweetRow
from mockserver.world.tweet import Tweet

KEPT = 5_000
"""How many tweets of the world's own activity stay, apart from those that somebody wrote on."""

SPARE = KEPT // 4
"""How many more there may be before the oldest go."""

_COUNT = Query(lambda: select(func.count()).select_from(ActivityRow), int)
_OLDEST = Query(
    lambda: select(col(ActivityRow.tweet_id)).order_by(col(ActivityRow.tweet_id)).limit(bindparam("limit")), int
)
_FORGET_UP_TO = Command(lambda: delete(ActivityRow).where(col(ActivityRow.tweet_id) <= bindparam("last")))
_REMOVE = Command(lambda: delete(TweetRow).where(col(TweetRow.id) == bindparam("tweet")))
_TWEETED = Command(
    lambda: (
        update(PersonRow)
        .where(col(PersonRow.key) == bindparam("person"))
        .values(tweets_delta=col(PersonRow.tweets_delta) + bindparam("tweets"))
    )
)
_RAISE = Command(
    lambda: (
        update(TweetRow)
        .where(col(TweetRow.id) == bindparam("tweet"))
        .values(
            reply_count=col(TweetRow.reply_count) + bindparam("replies"),
            quote_count=col(TweetRow.quote_count) + bindparam("quotes"),
            retweet_count=col(TweetRow.retweet_count) + bindparam("retweets"),
            like_count=col(TweetRow.like_count) + bindparam("likes"),
            view_count=col(TweetRow.view_count) + bindparam("views"),
        )
    )
)


@dataclass(slots=True)
class Raised:
    """By how much the counts of a tweet change."""

    replies: int = 0
    quotes: int = 0
    retweets: int = 0
    likes: int = 0
    views: int = 0


class ActivityRows:
    """The store of one workspace's activity."""

    def __init__(self, database: Database, events: EventBus, people: People) -> None:
        self._database = database
        self._events = events
        self._people = people

    def write(self, tweets: Sequence[Tweet], raised: Mapping[int, Raised]) -> None:
        """Write tweets and what they raise of others, in the caller's transaction; tell `TweetPublished` of each."""
        self._database.add_many(TweetRow, map(tweet_rows.to_row, tweets))
        self._database.add_many(ActivityRow, ({"tweet_id": int(tweet.id)} for tweet in tweets))
        for tweet_id, by in raised.items():
            self._change_counts(tweet_id, by)
        for key, count in Counter(tweet.author_handle.lower() for tweet in tweets).items():
            if not self._database.run(_TWEETED, person=key, tweets=count):
                self._people.remember(key)
                self._database.run(_TWEETED, person=key, tweets=count)
        for tweet in tweets:
            self._events.publish(TweetPublished(tweet))

    def forget(self) -> None:
        """Let the oldest go that nobody wrote on, when there are too many; only what is kept beside them hears."""
        count = self._database.value(_COUNT)
        if count <= KEPT + SPARE:
            return
        oldest = self._database.all(_OLDEST, limit=count - KEPT)
        for tweet_id in oldest:
            row = self._database.first(tweet_rows.BY_ID, id=tweet_id)
            if row is None:
                continue
            self._events.show(TweetDeleted(tweet_rows.to_tweet(row)))
            self._database.run(_REMOVE, tweet=tweet_id)
            self._database.run(_TWEETED, person=row.author, tweets=-1)
            for parent, lowered in (
                (row.in_reply_to_id, Raised(replies=-1)),
                (row.quoted_id, Raised(quotes=-1)),
                (row.retweeted_id, Raised(retweets=-1)),
            ):
                if parent is not None:
                    self._change_counts(parent, lowered)
        self._database.run(_FORGET_UP_TO, last=oldest[-1])

    def _change_counts(self, tweet_id: int, by: Raised) -> None:
        self._database.run(
            _RAISE,
            tweet=tweet_id,
            replies=by.replies,
            quotes=by.quotes,
            retweets=by.retweets,
            likes=by.likes,
            views=by.views,
        )
