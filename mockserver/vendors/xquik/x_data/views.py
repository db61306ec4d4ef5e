"""Tweets and users with all that showing them needs, gathered from the world. Must not know the wire.

Who is shown can be asked for by id from then on: a person who was only named gets a row, so that the id is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mockserver.contract import Context
from mockserver.engine.media import media_address
from mockserver.engine.workspace import Workspace
from mockserver.world.entities import parse
from mockserver.world.person import Person
from mockserver.world.tweet import Tweet
from mockserver.world.x_json import EntitiesJson, MediaJson, entities_json, media_json

_DEEPEST = 1
"""A tweet shows the tweet it quotes or repeats, and no further."""


@dataclass(frozen=True, slots=True)
class UserView:
    """A person, and where the pictures are."""

    person: Person
    pictures: str

    @property
    def avatar(self) -> str:
        """The address of the profile picture."""
        return f"{self.pictures}/avatar/{self.person.handle}.png"

    @property
    def banner(self) -> str:
        """The address of the picture behind the profile."""
        return f"{self.pictures}/banner/{self.person.handle}.png"


@dataclass(frozen=True, slots=True)
class TweetView:
    """A tweet with its author and what it shows; `answered` is the tweet it replies to."""

    tweet: Tweet
    author: UserView | None
    entities: EntitiesJson
    media: Sequence[MediaJson]
    answered: Tweet | None
    quoted: TweetView | None
    retweeted: TweetView | None


class Views:
    """Makes views for one request: each person is looked up once."""

    def __init__(self, workspace: Workspace, origin: str | None = None) -> None:
        self._workspace = workspace
        self._address = media_address(workspace, origin)
        self._people: dict[str, UserView | None] = {}

    @classmethod
    def of(cls, ctx: Context) -> Views:
        """For a request, with addresses as the client reaches us."""
        return cls(ctx.workspace, ctx.request.origin)

    def user(self, person: Person) -> UserView:
        """A person."""
        if person.number is None:
            person = self._workspace.world.people.remember(person.handle)
        return UserView(person, self._address.base)

    def users(self, people: Iterable[Person]) -> list[UserView]:
        """Some people."""
        return [self.user(person) for person in people]

    def tweet(self, tweet: Tweet, depth: int = 0) -> TweetView:
        """A tweet."""
        world = self._workspace.world
        return TweetView(
            tweet=tweet,
            author=self._author(tweet.author_handle),
            entities=entities_json(parse(tweet.full_text), world.people),
            media=media_json(tweet, self._address),
            answered=None if tweet.in_reply_to_id is None else world.tweets.get(tweet.in_reply_to_id),
            quoted=self._pointed_at(tweet.quoted_id, depth),
            retweeted=self._pointed_at(tweet.retweeted_id, depth),
        )

    def tweets(self, tweets: Iterable[Tweet]) -> list[TweetView]:
        """Some tweets."""
        return [self.tweet(tweet) for tweet in tweets]

    def _author(self, handle: str) -> UserView | None:
        if handle not in self._people:
            person = self._workspace.world.people.get(handle)
            self._people[handle] = None if person is None else self.user(person)
        return self._people[handle]

    def _pointed_at(self, tweet_id: str | None, depth: int) -> TweetView | None:
        found = None if tweet_id is None or depth >= _DEEPEST else self._workspace.world.tweets.get(tweet_id)
        return None if found is None else self.tweet(found, depth + 1)
