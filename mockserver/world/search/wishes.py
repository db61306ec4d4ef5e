"""What a query wants to exist: each way to fulfil it, as a description from which a tweet can be written.

Must not know who writes it, nor whether it exists already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, product

from mockserver.core.times import Instant
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
)

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
    def is_met(self) -> bool:
        """Whether the derived past has it anyway: whatever somebody wrote."""
        return self.author is not None and not (
            self.texts or self.links or self.to or self.lang or self.traits or self.counts
        )

    @property
    def name(self) -> str:
        """The same for the same wish."""
        parts = [self.texts, self.links, self.author, self.to, self.lang, sorted(self.traits), self.counts]
        return repr((*parts, self.since, self.until))


def wishes(node: Node) -> tuple[Wish, ...]:
    """The ways to fulfil a query, at most `MOST_WISHES`; none when it asks for what is never written down."""
    match node:
        case Or(nodes):
            return tuple(chain.from_iterable(map(wishes, nodes)))[:MOST_WISHES]
        case And(nodes):
            return _together([wishes(inner) for inner in nodes if not isinstance(inner, Not)])
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
