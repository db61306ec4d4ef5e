"""Tweets by query: the newest that fit first, or the most liked of the newest.

Finds what was published, what was planted, and for `from:` whatever the author ever wrote. What a query asks of the
past is planted when it is first asked, so it is there. Must not know who asks.

Limit: a tweet of the derived past that nobody planted is found by its author, its conversation or a list of its
author's only, not by its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from itertools import islice, takewhile

from mockserver.core.database import Database
from mockserver.core.entropy import Entropy
from mockserver.core.times import Instant
from mockserver.world.paging import SCAN, Page, before_id, pair_position, tweet_page
from mockserver.world.people import People
from mockserver.world.person import Person, PersonStatus
from mockserver.world.search.index import Index
from mockserver.world.search.matching import IsMember, Matching
from mockserver.world.search.parser import parse
from mockserver.world.search.planting import Planting
from mockserver.world.search.query import (
    And,
    Has,
    InCommunity,
    Malformed,
    Node,
    Not,
    Since,
    Trait,
    Until,
    mentions_retweets,
)
from mockserver.world.search.sources import ListTimeline, Sources, bounds
from mockserver.world.search.wishes import timeless, wishes
from mockserver.world.seeds import Seeds
from mockserver.world.tweet import Tweet
from mockserver.world.tweets import Tweets

TOP = 200
"""How many of the newest tweets are put in order by how they are liked."""


class Order(StrEnum):
    """Which tweets of a search come first."""

    LATEST = "latest"
    TOP = "top"


class TweetSearch:
    """Finds tweets of one workspace."""

    def __init__(
        self,
        database: Database,
        entropy: Entropy,
        people: People,
        tweets: Tweets,
        index: Index,
        seeds: Seeds,
        list_timeline: ListTimeline,
        is_member: IsMember,
    ) -> None:
        self._database = database
        self._people = people
        self._seeds = seeds
        self._matching = Matching(people, tweets, is_member)
        self._sources = Sources(people, tweets, index, list_timeline)
        self._planting = Planting(database, entropy, people, index)

    def page(
        self,
        query: str,
        limit: int,
        position: str | None = None,
        *,
        order: Order = Order.LATEST,
        since: Instant | None = None,
        until: Instant | None = None,
    ) -> Page[Tweet] | Malformed:
        """Tweets that a query in X's syntax means, from `since` on and before `until`.

        Raises `MalformedPosition` for a position that no page of this order gave.
        """
        node = parse(query)
        return node if isinstance(node, Malformed) else self.fitting(node, limit, position, order, since, until)

    def in_community(
        self,
        node: Node,
        community_id: str | None,
        limit: int,
        position: str | None = None,
        order: Order = Order.LATEST,
    ) -> Page[Tweet]:
        """Tweets posted in a community, or in any, that fit."""
        within = InCommunity(None if community_id is None else int(community_id))
        return self._found(And((node, within)), limit, position, order)

    def fitting(
        self,
        node: Node,
        limit: int,
        position: str | None = None,
        order: Order = Order.LATEST,
        since: Instant | None = None,
        until: Instant | None = None,
    ) -> Page[Tweet]:
        """Tweets that fit a query already read."""
        windows = [Since(since)] if since is not None else []
        node = And((node, *windows, *([Until(until)] if until is not None else [])))
        if not mentions_retweets(node):
            node = And((node, Not(Has(Trait.RETWEETS))))
        self.plant(node)
        return self._found(node, limit, position, order)

    def fits(self, node: Node, tweet: Tweet) -> bool:
        """Whether a tweet is one that a query means; unlike a search, this leaves retweets to who asks."""
        return self._keep(node)(tweet)

    def plant(self, node: Node, community_id: str | None = None, authors: Iterable[Person] | None = None) -> None:
        """Write down once what a query asks of the past: by `authors`, if given, and in a community, if given."""
        with self._database.transaction():
            for wish in wishes(node):
                name = wish.name if community_id is None else f"{community_id} {wish.name}"
                if self._seeds.first_time(f"search {name}"):
                    self._planting.plant(name, wish, self._keep(timeless(node)), community_id, authors)

    def _keep(self, node: Node) -> Callable[[Tweet], bool]:
        """The test of a query. Those who are protected or suspended are in no search."""
        return lambda tweet: self._matching.fits(node, tweet) and self._is_public(tweet)

    def _is_public(self, tweet: Tweet) -> bool:
        author = self._people.get(tweet.author_handle)
        return author is not None and author.status is PersonStatus.ACTIVE

    def _found(self, node: Node, limit: int, position: str | None, order: Order) -> Page[Tweet]:
        low, high = bounds(node)
        if order is Order.TOP:
            return self._top(node, limit, position, low, high)
        before = min(before_id(position), high)
        return tweet_page(self._at_or_above(low, node, before), limit, keep=self._keep(node))

    def _at_or_above(self, low: int, node: Node, before: int) -> Iterator[Tweet]:
        return takewhile(lambda tweet: int(tweet.id) >= low, self._sources.of(node, before))

    def _top(self, node: Node, limit: int, position: str | None, low: int, high: int) -> Page[Tweet]:
        """Best first among the newest; a position names the last tweet shown, by how it was rated and its id."""
        last = None if position is None else pair_position(position)
        candidates = islice(self._at_or_above(low, node, high), 2 * SCAN)
        newest = islice(filter(self._keep(node), candidates), TOP)
        rated = sorted(((_rating(tweet), int(tweet.id), tweet) for tweet in newest), key=lambda each: each[:2])[::-1]
        rest = [each for each in rated if last is None or each[:2] < last]
        page = rest[: max(1, limit)]
        following = f"{page[-1][0]}.{page[-1][1]}" if len(rest) > len(page) else None
        return Page(tuple(tweet for _, _, tweet in page), following)


def _rating(tweet: Tweet) -> int:
    """How much a tweet moved people. Assumption: answers and retweets weigh more than likes."""
    return tweet.like_count + 2 * tweet.retweet_count + 3 * (tweet.reply_count + tweet.quote_count)
