"""What happens in the world, as values that listeners are told after it was committed.

Must not know who listens.
"""

from __future__ import annotations

from dataclasses import dataclass

from mockserver.world.message import Message
from mockserver.world.person import Person
from mockserver.world.tweet import Tweet


@dataclass(frozen=True, slots=True)
class TweetPublished:
    """Somebody wrote a tweet, a reply, a quote or a retweet."""

    tweet: Tweet


@dataclass(frozen=True, slots=True)
class TweetDeleted:
    """A tweet is gone."""

    tweet: Tweet


@dataclass(frozen=True, slots=True)
class Liked:
    """Somebody liked a tweet."""

    user_id: str
    tweet: Tweet


@dataclass(frozen=True, slots=True)
class Unliked:
    """Somebody took a like back."""

    user_id: str
    tweet: Tweet


@dataclass(frozen=True, slots=True)
class MessageSent:
    """A direct message was sent; `via` is the name that its writer gave, so that he can tell his own."""

    message: Message
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """Somebody began to follow somebody."""

    follower: Person
    followee: Person


@dataclass(frozen=True, slots=True)
class Unfollowed:
    """Somebody ceased to follow somebody."""

    follower: Person
    followee: Person
