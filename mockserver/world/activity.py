"""What people tweet by themselves: drafts drawn from the seed, written many at once.

Those who tweet are the people of the fixture, some whom they follow, a crowd of the population, and those whom
somebody looks at; they answer, quote and retweet what was written lately. Must not know when this happens.

Limit: of tweets that nobody wrote on, only the newest stay (`activity_rows.KEPT`); older ones go as if they had never
been.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from struct import Struct
from typing import NamedTuple

from mockserver.core.clock import Clock
from mockserver.core.database import Database
from mockserver.core.entropy import Entropy
from mockserver.core.events import EventBus
from mockserver.core.ids import Ids
from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query, columns_of
from mockserver.core.times import Instant
from mockserver.world import tweet_rows
from mockserver.world.activity_rows import ActivityRows, Raised
from mockserver.world.length import shortened
from mockserver.world.people import People
from mockserver.world.person import Person, PersonStatus
from mockserver.world.population import POPULATION
from mockserver.world.sayings import LOCAL_TWEETS, QUOTES, REPLIES, SOURCES, TWEETS
from mockserver.world.tables import TweetRow
from mockserver.world.timeline import attached, note, said
from mockserver.world.trends import REFRESHED, WORLDWIDE, trending
from mockserver.world.tweet import Tweet
from mockserver.world.vocabulary import BIO_EMOJI

NAMED = "world.named"
"""Where the handles of a fixture's people are stored."""

_RECENT = 40
_FRIENDS, _CROWD, _MOST_NAMED = 2, 40, 60
_MOST_INTERESTING = 200
_WORDS = Struct("<2Q24H").unpack

# Assumption: of 65,536 tweets, this many are replies, quotes, retweets and notes; what is left stands alone.
_REPLY, _QUOTE, _RETWEET, _NOTE = 13_000, 17_500, 25_500, 27_500
# Likewise this many are by people that somebody looks at, and have a trend, a mention, a link, a cashtag, an emoji.
_LOOKED_AT, _TREND, _MENTION, _LINK, _CASHTAG, _EMOJI = 26_000, 12_000, 6_000, 5_000, 1_500, 9_000

_CASHTAGS = ("$BTC", "$ETH", "$SOL", "$TSLA", "$NVDA", "$AAPL")


class _Recent(NamedTuple):
    """What is looked at of a tweet that was written lately."""

    id: int
    author: str
    author_handle: str
    text: str
    lang: str
    conversation_id: int
    retweeted_id: int | None
    deleted: bool


_LATEST = Query(
    lambda: (
        select(*(columns_of(TweetRow).columns[name] for name in _Recent._fields))
        .order_by(col(TweetRow.id).desc())
        .limit(bindparam("limit"))
    ),
    _Recent,
)


@dataclass(slots=True)
class _Batch:
    """Tweets that are drawn together, before they are written."""

    at: Instant
    recent: Sequence[_Recent]
    looked_at: Sequence[str]
    trends: Sequence[str]
    tweets: list[Tweet] = field(default_factory=list)
    raised: defaultdict[int, Raised] = field(default_factory=lambda: defaultdict(Raised))
    retweeted: set[tuple[int, str]] = field(default_factory=set)
    people: dict[str, Person | None] = field(default_factory=dict)


class Activity:
    """The people of one workspace who tweet by themselves."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        entropy: Entropy,
        ids: Ids,
        events: EventBus,
        people: People,
    ) -> None:
        self._database = database
        self._clock = clock
        self._entropy = entropy
        self._ids = ids
        self._people = people
        self._rows = ActivityRows(database, events, people)
        self._interests: list[Callable[[], Iterable[str]]] = []
        self._cast: tuple[tuple[object, int], tuple[str, ...]] | None = None
        self._trends: tuple[Instant, tuple[str, ...]] = (-1, ())

    def watch(self, handles: Callable[[], Iterable[str]]) -> None:
        """Let people tweet more whom somebody looks at: `handles` reads from the store who they are."""
        self._interests.append(handles)

    def name(self, handles: Iterable[str]) -> None:
        """Remember whom a fixture names, in the caller's transaction: they and their friends are those who tweet."""
        self._database.set_meta(NAMED, list(islice(handles, _MOST_NAMED)))

    def publish(self, run: int, first: int, count: int) -> None:
        """Write `count` tweets now, in the caller's transaction; each follows from its run and number, and the store.

        Tells `TweetPublished` of each; of those that go only what is kept beside the tweets hears.
        """
        at = self._clock.now()
        batch = _Batch(at, self._recent(), self._looked_at(), self._talked_about(at))
        cast = self._actors(run)
        for number in range(first, first + count):
            draws = _WORDS(self._entropy.digest("activity", run, number))
            batch.tweets.append(self._tweet(batch, cast, self._author(batch, cast, draws), draws))
        self._rows.write(batch.tweets, batch.raised)
        self._rows.forget()

    # Who

    def _actors(self, run: int) -> tuple[str, ...]:
        """The cast of a run: it stays the same, whatever is written."""
        named = self._database.get_meta(NAMED) or []
        wanted = (tuple(named), run)
        if self._cast is None or self._cast[0] != wanted:
            keys = dict.fromkeys(str(handle).lower() for handle in named)
            for key in list(keys):
                friends = self._entropy.permutation(POPULATION, "following", key)
                keys.update(dict.fromkeys(self._people.number(friends.at(rank)).key for rank in range(_FRIENDS)))
            crowd = self._entropy.permutation(POPULATION, "activity", run)
            keys.update(dict.fromkeys(self._people.number(crowd.at(rank)).key for rank in range(_CROWD)))
            self._cast = (wanted, tuple(keys))
        return self._cast[1]

    def _looked_at(self) -> tuple[str, ...]:
        found = (handle.lower() for source in self._interests for handle in source())
        return tuple(dict.fromkeys(islice(found, _MOST_INTERESTING)))

    def _author(self, batch: _Batch, cast: Sequence[str], draws: tuple[int, ...]) -> Person:
        """Who writes: the first who can, of those looked at or of the cast."""
        for people in (batch.looked_at if draws[6] < _LOOKED_AT else (), cast):
            for place in range(len(people)):
                person = self._person(batch, people[(draws[0] + place) % len(people)])
                if person is not None and person.status is PersonStatus.ACTIVE:
                    return person
        raise AssertionError("a crowd has somebody who can write")

    def _person(self, batch: _Batch, handle: str) -> Person | None:
        if handle not in batch.people:
            batch.people[handle] = self._people.get(handle)
        return batch.people[handle]

    # What

    def _recent(self) -> list[_Recent]:
        rows = self._database.all(_LATEST, limit=_RECENT)
        return [row for row in rows if not row.deleted and row.retweeted_id is None]

    def _talked_about(self, at: Instant) -> tuple[str, ...]:
        moment = at - at % REFRESHED
        if self._trends[0] != moment:
            names = tuple(trend.name for trend in trending(self._entropy, WORLDWIDE, moment, 20))
            self._trends = (moment, names)
        return self._trends[1]

    def _tweet(self, batch: _Batch, cast: Sequence[str], author: Person, draws: tuple[int, ...]) -> Tweet:
        kind = draws[2]
        about = batch.recent[draws[1] % len(batch.recent)] if kind < _RETWEET and batch.recent else None
        if about is not None and about.author == author.key:
            about = None
        if about is None:
            return self._own(batch, cast, author, draws)
        if kind >= _QUOTE:
            if self._has_retweeted(batch, about.id, author.key):
                return self._own(batch, cast, author, draws)
            self._raise(batch, about.id, draws, retweets=1)
            text = f"RT @{about.author_handle}: {about.text}"
            return self._made(author, draws, text, about.lang, batch.at, retweeted_id=str(about.id))
        if kind < _REPLY:
            self._raise(batch, about.id, draws, replies=1)
            text = f"@{about.author_handle} {said(REPLIES, author, batch.at, draws)}"
            return self._made(
                author,
                draws,
                text,
                "en",
                batch.at,
                in_reply_to_id=str(about.id),
                conversation_id=str(about.conversation_id),
            )
        self._raise(batch, about.id, draws, quotes=1)
        return self._made(author, draws, said(QUOTES, author, batch.at, draws), "en", batch.at, quoted_id=str(about.id))

    def _own(self, batch: _Batch, cast: Sequence[str], author: Person, draws: tuple[int, ...]) -> Tweet:
        """A tweet that stands alone, a long one at times."""
        lang, sayings = "en", TWEETS
        local = LOCAL_TWEETS.get(author.country_code)
        if local is not None and draws[3] < 32_768:
            lang, sayings = local
        text = said(sayings, author, batch.at, draws)
        if _RETWEET <= draws[2] < _NOTE:
            whole = note(text, sayings, author, batch.at, draws)
            return self._made(author, draws, shortened(whole), lang, batch.at, note_text=whole)
        if draws[8] < _MENTION:
            text += f" cc @{cast[draws[16] % len(cast)]}"
        if draws[9] < _TREND:
            text += f" {batch.trends[draws[17] * draws[18] * len(batch.trends) >> 32]}"
        if draws[10] < _CASHTAG:
            text += f" {_CASHTAGS[draws[19] % len(_CASHTAGS)]}"
        if draws[11] < _EMOJI:
            text += f" {BIO_EMOJI[draws[20] % len(BIO_EMOJI)]}"
        if draws[12] < _LINK and "https://" not in text:
            text += f" https://news.example.org/{draws[21]:05d}"
        return self._made(author, draws, text, lang, batch.at, has_media=True)

    def _made(
        self,
        author: Person,
        draws: tuple[int, ...],
        text: str,
        lang: str,
        at: Instant,
        *,
        in_reply_to_id: str | None = None,
        conversation_id: str | None = None,
        quoted_id: str | None = None,
        retweeted_id: str | None = None,
        note_text: str | None = None,
        has_media: bool = False,
    ) -> Tweet:
        tweet_id = str(self._ids.snowflake())
        return Tweet(
            id=tweet_id,
            author_id=author.user_id,
            author_handle=author.handle,
            text=text,
            created_at=at,
            lang=lang,
            in_reply_to_id=in_reply_to_id,
            conversation_id=conversation_id or tweet_id,
            quoted_id=quoted_id,
            retweeted_id=retweeted_id,
            media=attached(tweet_id, draws[7]) if has_media else (),
            like_count=0,
            retweet_count=0,
            reply_count=0,
            quote_count=0,
            bookmark_count=0,
            view_count=0 if retweeted_id else 1 + (draws[13] & 63),
            source=SOURCES[draws[14] & 7],
            note_text=note_text,
        )

    def _has_retweeted(self, batch: _Batch, tweet_id: int, author: str) -> bool:
        pair = (tweet_id, author)
        if pair in batch.retweeted:
            return True
        batch.retweeted.add(pair)
        return self._database.first(tweet_rows.RETWEET, tweet_id=tweet_id, author=author) is not None

    @staticmethod
    def _raise(
        batch: _Batch, tweet_id: int, draws: tuple[int, ...], *, replies: int = 0, quotes: int = 0, retweets: int = 0
    ) -> None:
        """Whoever writes on a tweet was not the only one to see it: some liked it, more looked."""
        raised = batch.raised[tweet_id]
        raised.replies += replies
        raised.quotes += quotes
        raised.retweets += retweets
        raised.likes += draws[22] & 7
        raised.views += 20 + (draws[23] & 127)
