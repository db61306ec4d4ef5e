"""Whether a tweet is what a query asks for: the meaning of every operator, one tweet at a time.

Must not know how tweets are found; comparing all of them would give the same answer as the index.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from mockserver.world.media import MediaKind
from mockserver.world.people import People
from mockserver.world.search.query import (
    And,
    AtLeast,
    Conversation,
    From,
    Has,
    InCommunity,
    InList,
    Lang,
    Link,
    Mark,
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
from mockserver.world.search.words import has_sequence, read
from mockserver.world.tweet import Tweet
from mockserver.world.tweets import Tweets

IsMember = Callable[[str, str], bool]
"""Whether a list (by id) has a person (by key)."""


class Matching:
    """Compares tweets of one workspace with queries."""

    def __init__(self, people: People, tweets: Tweets, is_member: IsMember) -> None:
        self._people = people
        self._tweets = tweets
        self._is_member = is_member

    def fits(self, node: Node, tweet: Tweet) -> bool:  # noqa: PLR0911 - one line for each kind of term
        """Whether the tweet is what the node asks for."""
        match node:
            case And(nodes):
                return all(self.fits(inner, tweet) for inner in nodes)
            case Or(nodes):
                return any(self.fits(inner, tweet) for inner in nodes)
            case Not(inner):
                return not self.fits(inner, tweet)
            case To(key):
                parent = None if tweet.in_reply_to_id is None else self._tweets.get(tweet.in_reply_to_id)
                return parent is not None and parent.author_handle.lower() == key
            case InList(list_id):
                return self._is_member(list_id, tweet.author_handle.lower())
            case Has(Trait.VERIFIED | Trait.BLUE_VERIFIED as trait):
                author = self._people.get(tweet.author_handle)
                return author is not None and (author.is_blue_verified if trait is _BLUE else author.has_badge)
            case Has(trait):
                return trait in traits_of(tweet)
            case Words(words):
                return has_sequence(read(tweet.full_text).words, words)
            case Mark(term):
                return term in read(tweet.full_text).marks
            case Link(words):
                return any(has_sequence(link, words) for link in read(tweet.full_text).links)
            case _:
                return _is_told(node, tweet)


_BLUE = Trait.BLUE_VERIFIED
_KINDS: Mapping[MediaKind, Trait] = MappingProxyType(
    {MediaKind.PHOTO: Trait.IMAGES, MediaKind.VIDEO: Trait.VIDEOS, MediaKind.ANIMATED_GIF: Trait.GIFS}
)


def _is_told(node: Node, tweet: Tweet) -> bool:  # noqa: PLR0911 - one line for each kind of term
    """Whether the tweet's own attributes say what the node asks for."""
    match node:
        case From(key):
            return tweet.author_handle.lower() == key
        case Lang(code):
            return tweet.lang == code
        case Since(at):
            return tweet.created_at >= at
        case Until(at):
            return tweet.created_at < at
        case NewerThan(number):
            return int(tweet.id) > number
        case UpTo(number):
            return int(tweet.id) <= number
        case AtLeast(metric, count):
            return int(getattr(tweet, metric)) >= count
        case Conversation(number):
            return tweet.conversation_id == str(number)
        case InCommunity(number):
            return tweet.community_id is not None and number in (None, int(tweet.community_id))
        case _:
            return True


def traits_of(tweet: Tweet) -> set[Trait]:
    """What `filter:` finds a tweet by, apart from its author's badge."""
    reading = read(tweet.full_text)
    found = {_KINDS[media.kind] for media in tweet.media}
    asked = (
        (Trait.MEDIA, tweet.media),
        (Trait.LINKS, reading.links),
        (Trait.HASHTAGS, reading.has_mark("#")),
        (Trait.MENTIONS, reading.has_mark("@")),
        (Trait.REPLIES, tweet.in_reply_to_id),
        (Trait.RETWEETS, tweet.retweeted_id),
        (Trait.QUOTES, tweet.quoted_id),
    )
    return found | {trait for trait, value in asked if value}
