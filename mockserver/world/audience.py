"""Who liked or retweeted a tweet: exactly as many people as it counts, written ones first.

Must not know how a like is written. Limit: derived likers and retweeters are drawn from the population, not from
those who follow the author, and their own timelines do not show it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from mockserver.core.database import Database
from mockserver.core.entropy import Entropy
from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.world.edges import Overlaid, Written, derived_length
from mockserver.world.paging import Page, entry_page
from mockserver.world.people import People
from mockserver.world.person import Person
from mockserver.world.population import POPULATION
from mockserver.world.tables import LikeRow, TweetRow
from mockserver.world.tweet import Tweet


class _Edge(NamedTuple):
    """A written like or retweet: its id, larger for newer ones, and whose it is."""

    id: int
    user_id: int


_LIKERS = Query(
    lambda: (
        select(col(LikeRow.id), col(LikeRow.user_id))
        .where(col(LikeRow.tweet_id) == bindparam("tweet_id"))
        .order_by(col(LikeRow.id).desc())
    ),
    _Edge,
)
_RETWEETERS = Query(
    lambda: (
        select(col(TweetRow.id), col(TweetRow.author_id))
        .where(col(TweetRow.retweeted_id) == bindparam("tweet_id"), col(TweetRow.deleted).is_(False))
        .order_by(col(TweetRow.id).desc())
    ),
    _Edge,
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
        likers, written = self._overlaid(_LIKERS, "likers", tweet, tweet.like_count)
        return likers.slice(offset, limit, written)

    def retweeters(self, tweet: Tweet, offset: int, limit: int) -> list[Person]:
        """Those who retweeted a tweet, in the same way; `retweet_count` in all."""
        retweeters, written = self._overlaid(_RETWEETERS, "retweeters", tweet, tweet.retweet_count)
        return retweeters.slice(offset, limit, written)

    def likers_page(self, tweet: Tweet, limit: int, position: str | None = None) -> Page[Person]:
        """Those who like a tweet, in the order of `likers`, by a position that stays right among writes."""
        likers, _ = self._overlaid(_LIKERS, "likers", tweet, tweet.like_count)
        return entry_page(likers.entries(position), limit)

    def retweeters_page(self, tweet: Tweet, limit: int, position: str | None = None) -> Page[Person]:
        """Those who retweeted a tweet, in the same way."""
        retweeters, _ = self._overlaid(_RETWEETERS, "retweeters", tweet, tweet.retweet_count)
        return entry_page(retweeters.entries(position), limit)

    def _overlaid(self, query: Query[_Edge], name: str, tweet: Tweet, count: int) -> tuple[Overlaid, int]:
        """A list of people around a tweet, and how many of them are written."""
        order = self._entropy.permutation(POPULATION, name, tweet.id)
        written: list[_Edge] = []
        taken: list[int] = []
        for row in self._database.all(query, tweet_id=int(tweet.id)):
            number = self._people.number_of(row.user_id)
            if number is not None:
                taken.append(order.index_of(number))
            elif self._people.by_id(str(row.user_id)) is None:
                continue
            written.append(row)
        taken.sort()
        people = Overlaid(
            lambda before, limit: self._named(islice((edge for edge in written if edge.id < before), limit)),
            taken,
            derived_length(taken, max(0, count - len(written))),
            self._people.many,
            lambda places: self._people.numbered([order.at(place) for place in places]),
        )
        return people, len(written)

    def _named(self, edges: Iterable[_Edge]) -> list[Written]:
        found = ((edge.id, self._people.by_id(str(edge.user_id))) for edge in edges)
        return [Written(edge, person.key) for edge, person in found if person is not None]
