"""Writes tweets of the past that a search asks for and nobody has published.

A planted tweet stands in the place of one that its author's derived timeline has anyway, so it has that one's id and
time, his counts stay what they are, and whoever goes the other way, by id or through the timeline, finds it too.
Must not know which query asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from mockserver.core.database import Database
from mockserver.core.entropy import Entropy
from mockserver.core.times import DAY, Instant
from mockserver.world import tweet_rows
from mockserver.world.length import TWEET_LENGTH, weighted_length
from mockserver.world.media import Media, MediaKind, drawn
from mockserver.world.paging import first_id_at
from mockserver.world.people import People
from mockserver.world.person import Person
from mockserver.world.population import POPULATION
from mockserver.world.sayings import LOCAL_TWEETS, TWEETS
from mockserver.world.search.index import Index
from mockserver.world.search.query import Trait
from mockserver.world.search.wishes import Wish
from mockserver.world.search.words import folded
from mockserver.world.tables import TweetRow
from mockserver.world.timeline import ORIGIN, Timeline
from mockserver.world.tweet import Tweet

BATCH = 30
"""How many tweets a wish gets."""
_OF_ONE = 8
_TRIES = 400
_PAST = 400 * DAY
_STEPS = 1_000

_PLAIN = tuple(saying for saying in TWEETS if "{topic}" in saying and "{slug}" not in saying)
_LANGS = tuple(dict(LOCAL_TWEETS.values()).items())


class Planting:
    """Writes down tweets of one workspace's past."""

    def __init__(self, database: Database, entropy: Entropy, people: People, index: Index) -> None:
        self._database = database
        self._entropy = entropy
        self._people = people
        self._index = index
        self._timeline = Timeline(entropy, people)

    def plant(
        self,
        name: str,
        wish: Wish,
        fits: Callable[[Tweet], bool],
        community_id: str | None = None,
        authors: Iterable[Person] | None = None,
    ) -> None:
        """Write a batch of tweets that fulfil a wish and fit, in a community or in none, in the caller's transaction.

        `name` decides who writes them and when, unless `authors` do.
        """
        until = ORIGIN if wish.until is None else wish.until
        since = wish.since
        if since is None:
            since = until - _PAST
        if since >= until:
            return
        written = 0
        batch = BATCH if wish.author is None else _OF_ONE
        for turn, author in enumerate(self._authors(name, wish) if authors is None else authors):
            if written == batch:
                return
            at = self._moment(name, turn % batch, batch, since, until)
            tweet = self._wished(name, turn, author, at, wish)
            if tweet is None or not since <= tweet.created_at < until:
                continue
            tweet = replace(tweet, community_id=community_id)
            if weighted_length(tweet.text) > TWEET_LENGTH:
                continue
            if self._database.first(tweet_rows.BY_ID, id=int(tweet.id)) is None and fits(tweet):
                tweet_rows.store(self._database, tweet)
                self._index.add(tweet)
                self._answered(tweet)
                written += 1

    def _authors(self, name: str, wish: Wish) -> Iterator[Person]:
        if wish.author is not None:
            author = self._people.get(wish.author)
            for _ in range(0 if author is None else 2 * _OF_ONE):
                yield self._people.remember(wish.author)
            return
        order = self._entropy.permutation(POPULATION, "planted by", name)
        for turn in range(_TRIES):
            person = self._people.number(order.at(turn))
            if Trait.BLUE_VERIFIED in wish.traits and not person.is_blue_verified:
                continue
            if Trait.VERIFIED not in wish.traits or person.has_badge:
                yield person

    def _moment(self, name: str, turn: int, batch: int, since: Instant, until: Instant) -> Instant:
        """When a tweet is looked for: more of them shortly before the end than long before."""
        step = turn * _STEPS + self._entropy.number("planted at", name, turn) % _STEPS
        return until - 1 - (until - 1 - since) * step * step // (batch * _STEPS) ** 2

    def _wished(self, name: str, turn: int, author: Person, at: Instant, wish: Wish) -> Tweet | None:
        """The author's tweet of that time, as the wish has it."""
        place = self._timeline.place_before(author, first_id_at(at + 1))
        if place >= self._shown(author):
            return None
        tweet = self._timeline.at(author, place)
        if tweet.note_text is not None or tweet.is_article or tweet.card_url is not None:
            return None
        if tweet.retweeted_id is not None or (Trait.QUOTES in wish.traits and tweet.quoted_id is None):
            return None
        draws = self._entropy.stream("planted", name, turn)
        answers = Trait.REPLIES in wish.traits and tweet.in_reply_to_id is not None
        if Trait.REPLIES in wish.traits and wish.to is None and not answers:
            return None
        text, lang = self._said(author, wish, tweet, draws.below(1 << 16))
        parent = None if wish.to is None else self._addressed(wish.to, tweet, draws.below(40))
        if wish.to is not None and parent is None:
            return None
        if parent is None:
            reply_to, conversation_id = (tweet.in_reply_to_id, tweet.conversation_id) if answers else (None, tweet.id)
            text = f"{tweet.text.partition(' ')[0]} {text}" if answers else text
        else:
            reply_to, conversation_id = parent.id, parent.conversation_id
            text = f"@{parent.author_handle} {text}"
        counts = {str(metric): count + draws.below(count // 2 + 5) for metric, count in wish.counts}
        raised = {name: max(getattr(tweet, name), count) for name, count in counts.items() if name in _RAISED}
        return replace(
            tweet,
            text=text,
            lang=lang,
            in_reply_to_id=reply_to,
            conversation_id=conversation_id,
            media=_media(tweet, wish),
            view_count=max(tweet.view_count, 20 * raised.get("like_count", 0)),
            **raised,
        )

    def _shown(self, person: Person) -> int:
        """How many derived tweets somebody has, as his count says."""
        return min(self._people.tweets_base(person), self._timeline.length(person))

    def _said(self, author: Person, wish: Wish, tweet: Tweet, draw: int) -> tuple[str, str]:
        """Text and language of a tweet with all that the wish wants to read."""
        lang = wish.lang or "en"
        texts = _without_repeats(wish.texts)
        words = " ".join(text for text in texts if text[:1] not in "#@$")
        sayings = dict(_LANGS).get(lang, _PLAIN)
        if words or wish.lang is not None:
            sayings = tuple(saying for saying in sayings if "{topic}" in saying)
            subject = words or (author.topics[0] if author.topics else "life")
            text = sayings[draw % len(sayings)].format(
                topic=subject, company=author.company, year=2025, slug="", count=3 + draw % 16
            )
        else:
            text, lang = tweet.text, tweet.lang
            if tweet.in_reply_to_id is not None:
                text = text.partition(" ")[2]  # whom it answers is said by the caller
        ends = [text for text in texts if text[:1] in "#@$"]
        if Trait.HASHTAGS in wish.traits:
            ends.append("#update")
        if Trait.MENTIONS in wish.traits:
            ends.append(f"@{author.company.replace(' ', '').replace('&', '')[:15]}")
        if Trait.LINKS in wish.traits and not wish.links:
            ends.append("https://blog.example.com/post")
        ends += [_address(link) for link in wish.links]
        return " ".join([text, *ends]), lang

    def _addressed(self, key: str, tweet: Tweet, back: int) -> Tweet | None:
        """A tweet of somebody, older than the one that is to answer it."""
        person = self._people.get(key)
        if person is None:
            return None
        place = self._timeline.place_before(person, int(tweet.id)) + back
        if place >= self._shown(person):
            return None
        self._people.remember(key)
        parent = self._timeline.at(person, place)
        row = self._database.first(tweet_rows.BY_ID, id=int(parent.id))
        if row is not None:
            return None if row.deleted or row.retweeted_id is not None else tweet_rows.to_tweet(row)
        return None if parent.retweeted_id is not None else parent

    def _answered(self, tweet: Tweet) -> None:
        """Count a planted reply or quote with what it answers, which it was derived not to answer."""
        derived = self._timeline.find(int(tweet.id))
        was = None if derived is None else self._timeline.at(*derived).in_reply_to_id
        if tweet.in_reply_to_id is None or tweet.in_reply_to_id == was:
            return
        number = int(tweet.in_reply_to_id)
        row = self._database.first(tweet_rows.BY_ID, id=number)
        if row is None:
            found = self._timeline.find(number)
            assert found is not None
            row = tweet_rows.store(self._database, self._timeline.at(*found))
        self._database.change(TweetRow, {"id": number}, reply_count=row.reply_count + 1)


_RAISED = frozenset({"like_count", "retweet_count"})
"""Counts that a planted tweet can have more of: its likers and retweeters follow from them."""


def _without_repeats(texts: tuple[str, ...]) -> list[str]:
    return list({folded(text): text for text in texts}.values())


def _address(link: str) -> str:
    if link.lower().startswith(("http://", "https://")):
        return link
    return f"https://{link}" if "." in link else f"https://{link}.example.com/"


def _media(tweet: Tweet, wish: Wish) -> tuple[Media, ...]:
    kind = next((kind for trait, kind in _KINDS if trait in wish.traits), None)
    return tweet.media if kind is None else (drawn(kind, tweet.id),)


_KINDS = (
    (Trait.VIDEOS, MediaKind.VIDEO),
    (Trait.GIFS, MediaKind.ANIMATED_GIF),
    (Trait.IMAGES, MediaKind.PHOTO),
    (Trait.MEDIA, MediaKind.PHOTO),
)
