"""What a search asks for, as a tree: the values that a parser makes and that search reads.

Must not know how a query is written, nor how it is answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from mockserver.core.times import Instant


class Trait(StrEnum):
    """What `filter:` can ask of a tweet."""

    MEDIA = "media"
    IMAGES = "images"
    VIDEOS = "videos"
    GIFS = "gifs"
    LINKS = "links"
    HASHTAGS = "hashtags"
    MENTIONS = "mentions"
    REPLIES = "replies"
    RETWEETS = "retweets"
    QUOTES = "quotes"
    VERIFIED = "verified"
    BLUE_VERIFIED = "blue_verified"


class Metric(StrEnum):
    """What can be asked for at least so often."""

    LIKES = "like_count"
    RETWEETS = "retweet_count"
    REPLIES = "reply_count"
    QUOTES = "quote_count"


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand one after the other; `text` is how they were written."""

    words: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A hashtag, mention or cashtag, as `#tag`, `@handle` or `$cash` in lower case; `text` as it was written."""

    term: str
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """An address that has these words, one after the other."""

    words: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class From:
    """Written by the person with this key."""

    key: str


@dataclass(frozen=True, slots=True)
class To:
    """A reply to the person with this key."""

    key: str


@dataclass(frozen=True, slots=True)
class Lang:
    """Written in a language."""

    code: str


@dataclass(frozen=True, slots=True)
class Since:
    """Written at an instant or later."""

    at: Instant


@dataclass(frozen=True, slots=True)
class Until:
    """Written before an instant."""

    at: Instant


@dataclass(frozen=True, slots=True)
class NewerThan:
    """With an id above this one."""

    tweet_id: int


@dataclass(frozen=True, slots=True)
class UpTo:
    """With this id or one below."""

    tweet_id: int


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Counted at least so often."""

    metric: Metric
    count: int


@dataclass(frozen=True, slots=True)
class Has:
    """With a trait."""

    trait: Trait


@dataclass(frozen=True, slots=True)
class Conversation:
    """In the conversation that this tweet began."""

    tweet_id: int


@dataclass(frozen=True, slots=True)
class InList:
    """Written by a member of a list."""

    list_id: str


@dataclass(frozen=True, slots=True)
class InCommunity:
    """Posted in a community, or in any for None."""

    community_id: int | None


@dataclass(frozen=True, slots=True)
class WithRetweets:
    """True of every tweet; retweets are found too, which they are not otherwise."""


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but this."""

    node: Node


@dataclass(frozen=True, slots=True)
class And:
    """All of these."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of these."""

    nodes: tuple[Node, ...]


Node: TypeAlias = (
    Words
    | Mark
    | Link
    | From
    | To
    | Lang
    | Since
    | Until
    | NewerThan
    | UpTo
    | AtLeast
    | Has
    | Conversation
    | InList
    | InCommunity
    | WithRetweets
    | Not
    | And
    | Or
)
"""Any part of a query."""


@dataclass(frozen=True, slots=True)
class Malformed:
    """Why a text is no query, in words for the person who wrote it."""

    message: str


def conjuncts(node: Node) -> tuple[Node, ...]:
    """What must all be true for the node to be."""
    if isinstance(node, And):
        return tuple(part for inner in node.nodes for part in conjuncts(inner))
    return (node,)


def mentions_retweets(node: Node) -> bool:
    """Whether a query says anything about retweets, so that they are not left out by default."""
    match node:
        case WithRetweets() | Has(Trait.RETWEETS):
            return True
        case Not(inner):
            return mentions_retweets(inner)
        case And(nodes) | Or(nodes):
            return any(mentions_retweets(inner) for inner in nodes)
        case _:
            return False
