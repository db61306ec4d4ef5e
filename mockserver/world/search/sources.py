"""Where the tweets of a query are looked for: the narrowest list that surely has all of them.

What a source yields comes by falling id and still has to be compared with the query. Must not know what fits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mockserver.world.merged import conversation, merged
from mockserver.world.paging import LAST_ID, first_id_at
from mockserver.world.people import People
from mockserver.world.search.index import Index, community_term
from mockserver.world.search.query import (
    Conversation,
    From,
    InCommunity,
    InList,
    Link,
    Mark,
    NewerThan,
    Node,
    Or,
    Since,
    Until,
    UpTo,
    Words,
    conjuncts,
)
from mockserver.world.search.words import EVERYTHING, link_term
from mockserver.world.tweet import Tweet
from mockserver.world.tweets import Tweets

ListTimeline = Callable[[str, int], Iterator[Tweet]]
"""The tweets of a list's members, by list id, with ids below a bound."""


class Sources:
    """Finds the tweets that a query may mean."""

    def __init__(self, people: People, tweets: Tweets, index: Index, list_timeline: ListTimeline) -> None:
        self._people = people
        self._tweets = tweets
        self._index = index
        self._list_timeline = list_timeline

    def of(self, node: Node, before: int) -> Iterator[Tweet]:
        """All tweets with ids below `before` that may fit, newest first; read them before the next write."""
        parts = conjuncts(node)
        for part in parts:
            match part:
                case From(key):
                    person = self._people.get(key)
                    return iter(()) if person is None else self._tweets.iter_author(person, str(before))
                case Conversation(number):
                    return conversation(self._tweets, str(number), before)
                case InList(list_id):
                    return self._list_timeline(list_id, before)
        terms = [term for part in parts for term in sure_terms(part)]
        if not terms:
            for part in parts:
                if isinstance(part, Or):
                    return merged([self.of(inner, before) for inner in part.nodes])
        return self._index.with_all(terms or [EVERYTHING], before)


def sure_terms(node: Node) -> tuple[str, ...]:
    """Terms that every tweet has that fits."""
    match node:
        case Words(words):
            return words
        case Mark(term):
            return (term,)
        case Link(words):
            return tuple(link_term(word) for word in words)
        case InCommunity(number):
            return (community_term(number),)
        case _:
            return ()


def bounds(node: Node) -> tuple[int, int]:
    """The smallest id that can fit, and one above the largest."""
    low, high = 0, LAST_ID
    for part in conjuncts(node):
        match part:
            case Since(at):
                low = max(low, first_id_at(at))
            case Until(at):
                high = min(high, first_id_at(at))
            case NewerThan(number):
                low = max(low, number + 1)
            case UpTo(number):
                high = min(high, number + 1)
    return low, max(1, high)
