"""What a query wants to exist: each way to fulfil it, as a description from which a tweet can be written.

Must not know who writes it, nor whether it exists already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain, product

from mockserver.core.times import Instant, from_datetime, to_datetime
from mockserver.world.search.query import (
    And,
    AtLeast,
    Conversation,
    From,
    Has,
    InList,
    Lang,
    Link,
    Mark,
    Metric,
    NewerThan,
    Node,
    Not,
    Or,
    Since,
    To,
    Trait,
    Until,
    UpTo,
    Words,
    conjuncts,
)
from mockserver.world.timeline import ORIGIN

MOST_WISHES = 6
"""How many ways to fulfil a query are tried."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A tweet that a query would find. Bounds of time are those of the query, or open."""

    texts: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    author: str | None = None
    to: str | None = None
    lang: str | None = None
    traits: frozenset[Trait] = frozenset()
    counts: tuple[tuple[Metric, int], ...] = ()
    since: Instant | None = None
    until: Instant | None = None

    @property
    def is_only_somebodys(self) -> bool:
        """Whether anything does that one person wrote, as his derived timeline has it."""
        return self.author is not None and not (
            self.texts or self.links or self.to or self.lang or self.traits or self.counts
        )

    @property
    def name(self) -> str:
        """The same for the same wish."""
        parts = [self.texts, self.links, self.author, self.to, self.lang, sorted(self.traits), self.counts]
        return repr((*parts, self.since, self.until))


def wishes(node: Node) -> tuple[Wish, ...]:
    """The ways to fulfil a query that the past does not have anyway, at most `MOST_WISHES`.

    Time after the world's origin is for what is published. Of bounds of time only both together are kept as they
    are: a client that goes back or forth by one of them would wish for something new with each page.
    """
    found = (_rounded(wish) for wish in _ways(node) if wish.since is None or wish.since < ORIGIN)
    return tuple(dict.fromkeys(wish for wish in found if not wish.is_only_somebodys))


def timeless(node: Node) -> Node:
    """A query without its outermost bounds of time."""
    return And(tuple(part for part in conjuncts(node) if not isinstance(part, Since | Until)))


def _rounded(wish: Wish) -> Wish:
    if wish.until is not None and wish.until >= ORIGIN:
        wish = replace(wish, until=None)
    if wish.until is None or wish.since is None:
        return replace(wish, since=None, until=None if wish.until is None else _end_of_year(wish.until))
    return wish


def _end_of_year(at: Instant) -> Instant | None:
    end = from_datetime(datetime(to_datetime(max(at - 1, 0)).year + 1, 1, 1, tzinfo=UTC))
    return end if end < ORIGIN else None


def _ways(node: Node) -> tuple[Wish, ...]:
    """Every way to fulfil a query; none when it asks for what is never written down."""
    match node:
        case Or(nodes):
            return tuple(chain.from_iterable(map(_ways, nodes)))[:MOST_WISHES]
        case And(nodes):
            return _together([_ways(inner) for inner in nodes if not isinstance(inner, Not)])
        case Conversation() | InList() | NewerThan() | UpTo() | Has(Trait.RETWEETS):
            # Written down they would change a conversation, or be written again for every id that a client polls.
            return ()
        case _:
            return (_wish(node),)


def _wish(node: Node) -> Wish:
    """What one term wants."""
    wish = Wish()
    match node:
        case Words(_, text) | Mark(_, text):
            wish = Wish(texts=(text,))
        case Link(_, text):
            wish = Wish(links=(text,))
        case From(key):
            wish = Wish(author=key)
        case To(key):
            wish = Wish(to=key)
        case Lang(code):
            wish = Wish(lang=code)
        case Has(trait):
            wish = Wish(traits=frozenset({trait}))
        case AtLeast(metric, count):
            wish = Wish(counts=((metric, count),))
        case Since(at):
            wish = Wish(since=at)
        case Until(at):
            wish = Wish(until=at)
    return wish


def _together(parts: Sequence[tuple[Wish, ...]]) -> tuple[Wish, ...]:
    """Every choice of one wish of each part that can be one tweet."""
    found: list[Wish] = [Wish()]
    for part in parts:
        pairs = (_both(one, other) for one, other in product(found, part))
        found = list(dict.fromkeys(wish for wish in pairs if wish is not None))[:MOST_WISHES]
    return tuple(found)


def _both(one: Wish, other: Wish) -> Wish | None:
    for name in ("author", "to", "lang"):
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine is not None and theirs is not None and mine != theirs:
            return None
    return replace(
        one,
        texts=one.texts + other.texts,
        links=one.links + other.links,
        author=one.author or other.author,
        to=one.to or other.to,
        lang=one.lang or other.lang,
        traits=one.traits | other.traits,
        counts=one.counts + other.counts,
        since=max((at for at in (one.since, other.since) if at is not None), default=None),
        until=min((at for at in (one.until, other.until) if at is not None), default=None),
    )
