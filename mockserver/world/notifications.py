"""What somebody is told of: who liked, answered, quoted, retweeted or mentioned him, and who follows him now.

Written in the transaction of what happened; what happened before anybody looked is derived from his tweets and
followers, and written down at the first look. Must not know who may look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from mockserver.core.clock import Clock
from mockserver.core.database import Database
from mockserver.core.entropy import Entropy
from mockserver.core.events import EventBus
from mockserver.core.sql import bindparam, col, or_, select
from mockserver.core.statements import Query
from mockserver.core.times import DAY, HOUR, Instant
from mockserver.world.audience import Audience
from mockserver.world.events import Followed, Liked, TweetDeleted, TweetPublished, Unfollowed, Unliked
from mockserver.world.graph import Graph
from mockserver.world.paging import Page, entry_page, pair_position
from mockserver.world.people import People
from mockserver.world.person import Person
from mockserver.world.search.words import read
from mockserver.world.seeds import Seeds
from mockserver.world.tables import NotificationRow
from mockserver.world.timeline import ORIGIN
from mockserver.world.tweet import Tweet
from mockserver.world.tweets import Tweets

MOST_MENTIONED = 10
"""How many of those whom a tweet mentions are told."""
_TWEETS, _LIKERS, _ANSWERS, _FOLLOWERS = 6, 3, 2, 12


class NotificationKind(StrEnum):
    """What somebody did."""

    LIKE = "like"
    REPLY = "reply"
    MENTION = "mention"
    QUOTE = "quote"
    RETWEET = "retweet"
    FOLLOW = "follow"


class Told(StrEnum):
    """Which notifications are wanted: all, those by people with a badge, or replies, mentions and quotes."""

    ALL = "all"
    VERIFIED = "verified"
    MENTIONS = "mentions"


_IN_WORDS = frozenset({NotificationKind.REPLY, NotificationKind.MENTION, NotificationKind.QUOTE})

_DONE: Mapping[NotificationKind, str] = {
    NotificationKind.LIKE: "liked your tweet",
    NotificationKind.REPLY: "replied to your tweet",
    NotificationKind.MENTION: "mentioned you",
    NotificationKind.QUOTE: "quoted your tweet",
    NotificationKind.RETWEET: "retweeted your tweet",
    NotificationKind.FOLLOW: "followed you",
}


@dataclass(frozen=True, slots=True)
class Notification:
    """One thing that somebody is told of. `tweet_id` is the reply, quote or mention, or the tweet that was liked or
    retweeted; None for a follow.
    """

    id: str
    kind: NotificationKind
    actor: Person
    tweet_id: str | None
    at: Instant

    @property
    def message(self) -> str:
        """In one sentence, as `elonmusk liked your tweet`."""
        return f"{self.actor.handle} {_DONE[self.kind]}"


def _newest(told: Told) -> Query[NotificationRow]:
    def build() -> object:
        found = select(NotificationRow).where(
            col(NotificationRow.user_id) == bindparam("user_id"),
            col(NotificationRow.at) <= bindparam("at"),
            or_(col(NotificationRow.at) < bindparam("at"), col(NotificationRow.id) < bindparam("id")),
        )
        if told is Told.VERIFIED:
            found = found.where(col(NotificationRow.verified).is_(True))
        elif told is Told.MENTIONS:
            found = found.where(col(NotificationRow.mention).is_(True))
        return found.order_by(col(NotificationRow.at).desc(), col(NotificationRow.id).desc())

    return Query(build, NotificationRow)  # type: ignore[arg-type]


_ALL, _VERIFIED, _MENTIONS = _newest(Told.ALL), _newest(Told.VERIFIED), _newest(Told.MENTIONS)


class Notifications:
    """What everybody in one workspace is told of."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        entropy: Entropy,
        events: EventBus,
        people: People,
        graph: Graph,
        tweets: Tweets,
        audience: Audience,
        seeds: Seeds,
    ) -> None:
        self._database = database
        self._clock = clock
        self._entropy = entropy
        self._people = people
        self._graph = graph
        self._tweets = tweets
        self._audience = audience
        self._seeds = seeds
        events.observe(TweetPublished, self._published)
        events.observe(TweetDeleted, self._deleted)
        events.observe(Liked, self._liked)
        events.observe(Unliked, self._unliked)
        events.observe(Followed, self._followed)
        events.observe(Unfollowed, self._unfollowed)

    def page(
        self, person: Person, limit: int, position: str | None = None, *, told: Told = Told.ALL
    ) -> Page[Notification]:
        """What a person is told of, newest first."""
        self._look_back(person)
        at, number = pair_position(position)
        query = {Told.ALL: _ALL, Told.VERIFIED: _VERIFIED, Told.MENTIONS: _MENTIONS}[told]
        rows = self._database.iterate(query, user_id=int(person.user_id), at=at, id=number)
        return entry_page(self._shown(rows), limit)

    def _shown(self, rows: Iterable[NotificationRow]) -> Iterator[tuple[Notification, str]]:
        for row in rows:
            actor = self._people.by_id(str(row.actor_id))
            if actor is not None:
                tweet_id = None if row.tweet_id is None else str(row.tweet_id)
                kind = NotificationKind(row.kind)
                yield Notification(str(row.id), kind, actor, tweet_id, row.at), f"{row.at}.{row.id}"

    # What happens, each in its own transaction

    def _published(self, event: TweetPublished) -> None:
        tweet = event.tweet
        author = self._people.get(tweet.author_handle)
        assert author is not None
        told = {author.user_id}
        for kind, about in (
            (NotificationKind.REPLY, tweet.in_reply_to_id),
            (NotificationKind.QUOTE, tweet.quoted_id),
            (NotificationKind.RETWEET, tweet.retweeted_id),
        ):
            subject = None if about is None else self._tweets.get(about)
            if subject is not None and subject.author_id not in told:
                told.add(subject.author_id)
                named = subject.id if kind is NotificationKind.RETWEET else tweet.id
                self._tell(subject.author_id, kind, author, named, tweet.created_at)
        if tweet.retweeted_id is not None:
            return
        mentioned = sorted(mark[1:] for mark in read(tweet.full_text).marks if mark.startswith("@"))
        for handle in mentioned[:MOST_MENTIONED]:
            person = self._people.get(handle)
            if person is not None and person.user_id not in told:
                self._tell(person.user_id, NotificationKind.MENTION, author, tweet.id, tweet.created_at)

    def _deleted(self, event: TweetDeleted) -> None:
        tweet = event.tweet
        if tweet.retweeted_id is None:
            self._database.remove(NotificationRow, tweet_id=int(tweet.id))
        else:
            self._untell(tweet.author_id, NotificationKind.RETWEET, tweet_id=int(tweet.retweeted_id))

    def _liked(self, event: Liked) -> None:
        actor = self._people.by_id(event.user_id)
        if actor is not None and event.user_id != event.tweet.author_id:
            self._tell(event.tweet.author_id, NotificationKind.LIKE, actor, event.tweet.id, self._clock.now())

    def _unliked(self, event: Unliked) -> None:
        self._untell(event.user_id, NotificationKind.LIKE, tweet_id=int(event.tweet.id))

    def _followed(self, event: Followed) -> None:
        self._tell(event.followee.user_id, NotificationKind.FOLLOW, event.follower, None, self._clock.now())

    def _unfollowed(self, event: Unfollowed) -> None:
        self._untell(event.follower.user_id, NotificationKind.FOLLOW, user_id=int(event.followee.user_id))

    def _tell(self, user_id: str, kind: NotificationKind, actor: Person, tweet_id: str | None, at: Instant) -> None:
        self._database.insert(
            NotificationRow,
            user_id=int(user_id),
            kind=kind.value,
            actor_id=int(actor.user_id),
            tweet_id=None if tweet_id is None else int(tweet_id),
            at=at,
            mention=kind in _IN_WORDS,
            verified=actor.has_badge,
        )

    def _untell(self, actor_id: str, kind: NotificationKind, **about: int) -> None:
        self._database.remove(NotificationRow, actor_id=int(actor_id), kind=kind.value, **about)

    # What happened before

    def _look_back(self, person: Person) -> None:
        """Write down what the seed has of a person's past, at the first look."""
        with self._database.transaction():
            if not self._seeds.first_time(f"notifications {person.key}"):
                return
            self._people.remember(person.handle)
            past = sorted(self._past(person), key=lambda each: each[3])
            for kind, actor, tweet_id, at in past:
                self._tell(person.user_id, kind, actor, tweet_id, min(at, ORIGIN - 1))

    def _past(self, person: Person) -> Iterator[tuple[NotificationKind, Person, str | None, Instant]]:
        own = (tweet for tweet in self._tweets.iter_author(person) if tweet.created_at < ORIGIN)
        for tweet in list(islice((tweet for tweet in own if tweet.retweeted_id is None), _TWEETS)):
            for liker in self._audience.likers(tweet, 0, _LIKERS):
                if not self._tweets.has_liked(liker.user_id, tweet.id):
                    yield NotificationKind.LIKE, liker, tweet.id, self._later(tweet, liker)
            for other in self._audience.retweeters(tweet, 0, 1):
                yield NotificationKind.RETWEET, other, tweet.id, self._later(tweet, other)
            answers = self._tweets.replies(tweet.id, _ANSWERS), self._tweets.quotes(tweet.id, _ANSWERS)
            for kind, found in zip((NotificationKind.REPLY, NotificationKind.QUOTE), answers, strict=True):
                for answer in found:
                    author = self._people.get(answer.author_handle)
                    if author is not None and answer.created_at < ORIGIN:
                        yield kind, author, answer.id, answer.created_at
        at = ORIGIN
        for follower in self._graph.followers(person, 0, _FOLLOWERS):
            if follower.number is not None:
                at -= self._entropy.number("followed", person.key, follower.key) % (2 * DAY)
                yield NotificationKind.FOLLOW, follower, None, at

    def _later(self, tweet: Tweet, actor: Person) -> Instant:
        return tweet.created_at + self._entropy.number("noticed", tweet.id, actor.key) % (24 * HOUR)
