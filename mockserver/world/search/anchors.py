"""Terms by which a tweet that was just written finds the queries that may mean it: the index, turned around.

A query is filed under its anchors; a tweet that fits has at least one of them. Must not know what fits.
"""

from __future__ import annotations

from mockserver.world.search.index import terms_of
from mockserver.world.search.query import And, From, Node, Or
from mockserver.world.search.sources import sure_terms
from mockserver.world.search.words import EVERYTHING
from mockserver.world.tweet import Tweet


def anchors(node: Node) -> frozenset[str]:
    """Terms of which every tweet that fits has at least one; `EVERYTHING`, which all have, where none is sure."""
    match node:
        case And(nodes):
            return min(map(anchors, nodes), key=_breadth)
        case Or(nodes):
            found = frozenset[str]().union(*map(anchors, nodes))
            return _ANY if EVERYTHING in found else found
        case From(key):
            return frozenset({_author_term(key)})
        case _:
            terms = sure_terms(node)
            return frozenset({max(terms, key=len)}) if terms else _ANY


def anchors_of(tweet: Tweet) -> set[str]:
    """The anchors under which queries may be filed that mean this tweet."""
    return terms_of(tweet) | {_author_term(tweet.author_handle.lower())}


_ANY = frozenset({EVERYTHING})


def _breadth(found: frozenset[str]) -> tuple[bool, int, int]:
    """How much more than the query the anchors catch: all, many terms, short terms."""
    return EVERYTHING in found, len(found), -min(map(len, found))


def _author_term(key: str) -> str:
    return f"from:{key}"
