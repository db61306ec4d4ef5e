"""How each source tells of something: its pace, its categories, and what stands in an item.

An item follows from the seed, its source and its number; nothing is stored. Must not know which items are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mockserver.core.entropy import Stream
from mockserver.core.times import HOUR, MINUTE, Instant, Millis
from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik.radar.schemas import Category, Source
from mockserver.vendors.xquik.radar.subjects import SUBJECTS
from mockserver.world.person import Person
from mockserver.world.population import POPULATION
from mockserver.world.trends import WORLDWIDE, trending

GLOBAL = "global"
LANGUAGES: Mapping[str, str] = {
    GLOBAL: "en", "US": "en", "GB": "en", "TR": "tr", "ES": "es", "DE": "de", "FR": "fr", "JP": "ja", "IN": "en",
    "BR": "pt", "CA": "en", "MX": "es",
}  # fmt: skip
"""Every region with its language."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an item says."""

    title: str
    source_id: str
    metadata: dict[str, Any]
    description: str | None = None
    url: str | None = None
    pictured: str | None = None
    """The handle of whose picture it bears."""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Entry:
    """An item without what it says: enough to choose and order by."""

    feed: Feed
    number: int
    score: int
    category: Category
    region: str
    published_at: Instant
    created_at: Instant

    @property
    def id(self) -> int:
        """Its number among the items of all sources."""
        return self.number * (self.feed.every // MINUTE) * len(FEEDS) + self.feed.place


@dataclass(frozen=True, slots=True)
class Feed:
    """A source: it tells one thing `every` so often, the score at most `highest`."""

    source: Source
    place: int
    every: Millis
    highest: int
    categories: Sequence[Category]
    tell: Callable[[Workspace, Stream, Entry], Told]
    regions: Sequence[str] = field(default=(GLOBAL,))

    def entry(self, workspace: Workspace, number: int) -> Entry:
        """The item of a number; items of successive numbers come one after the other."""
        stream = workspace.entropy.stream("radar", self.source, number)
        published = number * self.every + stream.below(self.every)
        return Entry(
            feed=self,
            number=number,
            score=20 + int((self.highest - 20) * stream.uniform() ** 3),
            category=stream.pick(self.categories),
            region=stream.pick(self.regions),
            published_at=published,
            created_at=published + MINUTE + stream.below(4 * MINUTE),
        )

    def told(self, workspace: Workspace, entry: Entry) -> Told:
        """What an item says."""
        return self.tell(workspace, workspace.entropy.stream("radar item", self.source, entry.number), entry)


def _somebody(workspace: Workspace, stream: Stream) -> Person:
    return workspace.world.people.number(stream.below(POPULATION))


def _subject(stream: Stream, entry: Entry) -> str:
    return stream.pick(SUBJECTS[entry.category])


def _slug(text: str) -> str:
    return "-".join("".join(letter if letter.isalnum() else " " for letter in text.lower()).split())


def _titled(text: str) -> str:
    return text[:1].upper() + text[1:]


def _google_trends(workspace: Workspace, stream: Stream, entry: Entry) -> Told:
    place = WORLDWIDE if entry.region == GLOBAL else entry.region
    name = stream.pick(trending(workspace.entropy, place, entry.published_at)).name.removeprefix("#")
    return Told(
        title=name,
        source_id=f"gtrends_{entry.region.lower()}_{_slug(name)}_{entry.number}",
        metadata={"approxTraffic": entry.score * 50},
        language=LANGUAGES[entry.region],
    )


_NEWS = (
    "Show HN: A small tool for {subject}", "What we learned from {subject}", "The quiet return of {subject}",
    "{Subject}, ten years later", "Ask HN: How do you deal with {subject}?", "A field guide to {subject}",
)  # fmt: skip


def _hacker_news(workspace: Workspace, stream: Stream, entry: Entry) -> Told:
    subject = _subject(stream, entry)
    title = stream.pick(_NEWS).format(subject=subject, Subject=_titled(subject))
    return Told(
        title=title,
        source_id=f"hn_{40_000_000 + entry.number}",
        metadata={
            "points": entry.score,
            "numberComments": stream.below(entry.score + 1),
            "author": _somebody(workspace, stream).handle,
        },
        description=f"A discussion of {subject}.",
        url=f"https://news.example.com/{_slug(title)}",
    )


_BETS = ("Will {subject} be in the news next week?", "{Subject}: decided before the end of the month?")


def _polymarket(workspace: Workspace, stream: Stream, entry: Entry) -> Told:
    subject = _subject(stream, entry)
    title = stream.pick(_BETS).format(subject=subject, Subject=_titled(subject))
    yes = 5 + stream.below(91)
    return Told(
        title=title,
        source_id=f"polymarket_{_slug(subject)}_{entry.number}",
        metadata={
            "volume24hr": entry.score * 250,
            "liquidity": entry.score * (40 + stream.below(60)),
            "outcomes": [{"name": "Yes", "price": yes / 100}, {"name": "No", "price": (100 - yes) / 100}],
        },
        url=f"https://markets.example.com/{_slug(title)}",
    )


def _trustmrr(workspace: Workspace, stream: Stream, entry: Entry) -> Told:
    founder = _somebody(workspace, stream)
    mrr = 500 + entry.score * 12
    growth = stream.below(400) / 10
    metadata: dict[str, Any] = {
        "mrr": mrr,
        "growthPercent": growth,
        "last30Days": mrr + stream.below(mrr),
        "total": mrr * (6 + stream.below(30)),
        "customers": mrr // 29,
        "activeSubscriptions": mrr // 31,
        "onSale": stream.chance(0.2),
        "xHandle": founder.handle,
        "country": founder.country_code,
        "paymentProvider": stream.pick(("stripe", "paddle", "lemonsqueezy")),
        "growthMrrPercent": growth / 2,
        "rank": 1 + stream.below(500),
    }
    if metadata["onSale"]:
        metadata |= {"askingPrice": mrr * 36, "multiple": 3.0}
    return Told(
        title=founder.company,
        source_id=f"trustmrr_{_slug(founder.company)}_{entry.number}",
        metadata=metadata,
        description=f"{founder.company} grew by {growth:g}% to ${mrr:,} a month.",
        url=f"https://startups.example.com/{_slug(founder.company)}",
        pictured=founder.handle,
    )


def _wikipedia(workspace: Workspace, stream: Stream, entry: Entry) -> Told:
    title = _titled(_subject(stream, entry).removeprefix("the ").removeprefix("a "))
    return Told(
        title=title,
        source_id=f"wiki_{_slug(title)}_{entry.number}",
        metadata={"views": entry.score * 60},
        description=f"{title} is among the most read articles today.",
        url=f"https://wiki.example.com/{_slug(title)}",
    )


_LANGUAGES = ("TypeScript", "Python", "Rust", "Go", "C++", "Swift", "Kotlin")


def _github(workspace: Workspace, stream: Stream, entry: Entry) -> Told:
    owner = _somebody(workspace, stream)
    subject = _subject(stream, entry)
    name = f"{_slug(subject)}-{stream.pick(('kit', 'lab', 'core', 'cli', 'zero'))}"
    return Told(
        title=f"{owner.handle}/{name}",
        source_id=f"gh_{owner.handle}_{name}_{entry.number}",
        metadata={"starsToday": entry.score, "language": stream.pick(_LANGUAGES)},
        description=f"A toolkit for {subject}.",
        url=f"https://code.example.com/{owner.handle}/{name}",
    )


_POSTS = ("What is your take on {subject}?", "I tried {subject} for a month", "{Subject}: what nobody tells you")
_SUBREDDITS: Mapping[Category, Sequence[str]] = {
    Category.GENERAL: ("news", "AskReddit"),
    Category.TECH: ("technology", "gadgets"),
    Category.SCIENCE: ("science", "space"),
    Category.CULTURE: ("books", "photography"),
    Category.BUSINESS: ("startups", "SaaS"),
    Category.ENTERTAINMENT: ("movies", "gaming"),
}


def _reddit(workspace: Workspace, stream: Stream, entry: Entry) -> Told:
    subject = _subject(stream, entry)
    title = stream.pick(_POSTS).format(subject=subject, Subject=_titled(subject))
    subreddit = stream.pick(_SUBREDDITS[entry.category])
    author = _somebody(workspace, stream).handle
    return Told(
        title=title,
        source_id=f"reddit_{entry.number:x}",
        metadata={"subreddit": subreddit, "author": author},
        url=f"https://posts.example.com/r/{subreddit}/{entry.number:x}",
        pictured=author if stream.chance(0.4) else None,
    )


_ALL = tuple(Category)
FEEDS: Mapping[Source, Feed] = {
    feed.source: feed
    for feed in (
        Feed(Source.GOOGLE_TRENDS, 0, 5 * MINUTE, 10_000, (Category.GENERAL, Category.ENTERTAINMENT, Category.CULTURE),
             _google_trends, tuple(LANGUAGES)),
        Feed(Source.HACKER_NEWS, 1, 15 * MINUTE, 1_500, (Category.TECH, Category.DEV, Category.SCIENCE), _hacker_news),
        Feed(Source.POLYMARKET, 2, HOUR, 8_000, (Category.POLITICS, Category.BUSINESS, Category.ENTERTAINMENT),
             _polymarket),
        Feed(Source.TRUSTMRR, 3, 90 * MINUTE, 6_000, (Category.BUSINESS,), _trustmrr),
        Feed(Source.WIKIPEDIA, 4, 30 * MINUTE, 9_000, _ALL, _wikipedia, (GLOBAL, GLOBAL, *LANGUAGES)),
        Feed(Source.GITHUB, 5, 40 * MINUTE, 3_000, (Category.DEV, Category.TECH), _github),
        Feed(Source.REDDIT, 6, 15 * MINUTE, 9_500, tuple(_SUBREDDITS), _reddit),
    )
}  # fmt: skip
"""The sources. Their paces are such that no two items have one id."""
