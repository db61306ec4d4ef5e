"""Who liked or retweeted a tweet: exactly as many people as it counts, written ones first.

Must not know how a like is written. Limit: derived likers and retweeters are drawn from the population, not from
those who follow the author, and their own timelines do not show it.
"""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlmodel import col

from mockserver.core.database import Database
from mockserver.core.entropy import Entropy
from mockserver.core.statements import Query
from mockserver.world.edges import derived_place
from mockserver.world.people import People
from mockserver.world.person import Person
from mockserver.world.population import POPULATION
from mockserver.world.tables import LikeRow, TweetRow
from mockserver.world.tweet import Tweet

_LIKERS = Query(
    lambda: (
        select(col(LikeRow.user_id))
        .where(col(LikeRow.tweet_id) == bindparam("tweet_id"))
        .order_by(col(LikeRow.id).desc())
    ),
    int,
)
_RETWEETERS = Query(
    lambda: (
        select(col(TweetRow.author_id))
        .where(col(TweetRow.retweeted_id) == bindparam("tweet_id"), col(TweetRow.deleted).is_(False))
        .order_by(col(TweetRow.id).desc())
    ),
    int,
)


class Audience:
    """The people around the tweets of one workspace."""

    def __init__(self, database: Database, entropy: Entropy, people: People) -> None:
        self._database = database
        self._entropy = entropy
        self._people = people

    def likers(self, tweet: Tweet, offset: int, limit: int) -> list[Person]:
        """Those who like a tweet: written ones newest first, then derived ones, `like_count` in all.

        In the place of a written like by an id that is nobody's stands one more derived person.
        """
        return self._page(_LIKERS, "likers", tweet, tweet.like_count, offset, limit)

    def retweeters(self, tweet: Tweet, offset: int, limit: int) -> list[Person]:
        """Those who retweeted a tweet, in the same way; `retweet_count` in all."""
        return self._page(_RETWEETERS, "retweeters", tweet, tweet.retweet_count, offset, limit)

    def _page(self, query: Query[int], name: str, tweet: Tweet, count: int, offset: int, limit: int) -> list[Person]:
        if offset < 0 or limit < 0:
            raise ValueError("offset and limit count from 0")
        found = (self._people.by_id(str(user_id)) for user_id in self._database.all(query, tweet_id=int(tweet.id)))
        written = [person for person in found if person is not None]
        page = written[offset : offset + limit]
        start = max(0, offset - len(written))
        end = min(count - len(written), max(0, offset + limit - len(written)))
        if start < end:
            order = self._entropy.permutation(POPULATION, name, tweet.id)
            ranks = sorted(order.index_of(person.number) for person in written if person.number is not None)
            page += self._people.numbered([order.at(derived_place(ranks, place)) for place in range(start, end)])
        return page
