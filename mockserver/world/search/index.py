"""The table of terms and the tweets that have them, kept in the transaction that writes or deletes a tweet.

Holds what was published, and what search wrote down of the past. Must not know queries.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from mockserver.core.database import Database
from mockserver.core.events import EventBus
from mockserver.core.sql import bindparam, col, delete, exists, func, insert, select
from mockserver.core.statements import Command, Query, columns_of
from mockserver.world import tweet_rows
from mockserver.world.events import TweetDeleted, TweetPublished
from mockserver.world.search.words import read
from mockserver.world.tables import TweetRow, WordRow
from mockserver.world.tweet import Tweet

MOST_TERMS = 4
"""How many terms are looked up together; a tweet that has these is then compared with the whole query."""
_COUNTED = 200

_SIZE = Query(
    lambda: select(func.count()).select_from(
        select(col(WordRow.subject_id)).where(col(WordRow.term) == bindparam("term")).limit(_COUNTED).subquery()
    ),
    int,
)

_ADD = Command(lambda: insert(WordRow).values(term=bindparam("term"), subject_id=bindparam("subject_id")))
_REMOVE = Command(
    lambda: delete(WordRow).where(
        col(WordRow.term) == bindparam("term"), col(WordRow.subject_id) == bindparam("subject_id")
    )
)


@cache
def postings(count: int) -> Query[TweetRow]:
    """The statement that finds tweets which have `count` terms, newest first."""

    def build() -> object:
        first, *others = (columns_of(WordRow).alias().columns for _ in range(count))
        found = (
            select(TweetRow)
            .join(first.term.table, first.subject_id == col(TweetRow.id))
            .where(
                col(first.term) == bindparam("t0"),
                col(first.subject_id) < bindparam("before"),
                col(TweetRow.deleted).is_(False),
            )
            .order_by(col(first.subject_id).desc())
        )
        for at, other in enumerate(others, 1):
            found = found.where(
                exists().where(col(other.term) == bindparam(f"t{at}"), col(other.subject_id) == col(first.subject_id))
            )
        return found

    return Query(build, TweetRow)  # type: ignore[arg-type]


class Index:
    """The terms of one workspace's tweets."""

    def __init__(self, database: Database, events: EventBus) -> None:
        self._database = database
        events.observe(TweetPublished, lambda event: self.add(event.tweet))
        events.observe(TweetDeleted, lambda event: self.remove(event.tweet))

    def add(self, tweet: Tweet) -> None:
        """Make a tweet that was just written findable."""
        self._database.run_many(_ADD, _entries(tweet))

    def remove(self, tweet: Tweet) -> None:
        """Forget a tweet that is no more; nothing happens when it could not be found."""
        self._database.run_many(_REMOVE, _entries(tweet))

    def with_all(self, terms: Sequence[str], before: int) -> Iterator[Tweet]:
        """Tweets with ids below `before` that have the rarest of the terms, newest first; read before a write."""
        wanted = sorted(dict.fromkeys(terms), key=lambda term: (self._size(term), term))[:MOST_TERMS]
        named = {f"t{at}": term for at, term in enumerate(wanted)}
        for row in self._database.iterate(postings(len(wanted)), before=before, **named):
            yield tweet_rows.to_tweet(row)

    def _size(self, term: str) -> int:
        """How many tweets have a term, as far as it matters."""
        return self._database.value(_SIZE, term=term)


def community_term(community_id: int | str | None) -> str:
    """The term of tweets posted in a community, or in any for None."""
    return "community:" if community_id is None else f"community:{community_id}"


def terms_of(tweet: Tweet) -> set[str]:
    """Everything by which a tweet is found."""
    terms = read(tweet.full_text).terms
    if tweet.community_id is not None:
        terms |= {community_term(None), community_term(tweet.community_id)}
    return terms


def _entries(tweet: Tweet) -> list[dict[str, object]]:
    """The rows of a tweet, in the order of the table."""
    number = int(tweet.id)
    return [{"term": term, "subject_id": number} for term in sorted(terms_of(tweet))]
