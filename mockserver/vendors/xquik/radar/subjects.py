"""What the radar's items are about, by category, and which sources tell of a topic. Data, and nothing of time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from mockserver.vendors.xquik.radar.schemas import Category, Source

SUBJECTS: Mapping[Category, Sequence[str]] = {
    Category.GENERAL: ("a heat wave", "airport delays", "the lottery", "school holidays", "rail strikes",
                       "the eclipse"),
    Category.TECH: ("AI agents", "solid-state batteries", "smart glasses", "chip exports", "satellite internet",
                    "home robots", "passkeys", "open-weight models"),
    Category.DEV: ("Rust", "SQLite", "TypeScript", "WebAssembly", "Postgres", "Kubernetes", "Python packaging",
                   "vector search", "terminal tools"),
    Category.SCIENCE: ("exoplanets", "gene therapy", "fusion energy", "deep-sea life", "dark matter", "sleep research",
                       "glacier melt"),
    Category.CULTURE: ("street photography", "vinyl records", "modern art", "slow food", "book fairs", "city cycling"),
    Category.POLITICS: ("the election", "trade tariffs", "the climate summit", "the budget vote", "data privacy law"),
    Category.BUSINESS: ("SaaS pricing", "startup layoffs", "interest rates", "creator newsletters", "B2B marketing",
                        "oil prices", "four-day weeks"),
    Category.ENTERTAINMENT: ("the finale", "the film festival", "the world tour", "the football final", "a game remake",
                             "the awards night"),
}  # fmt: skip

TOLD_BY: Mapping[Category, Sequence[Source]] = {
    Category.GENERAL: (Source.GOOGLE_TRENDS, Source.WIKIPEDIA),
    Category.TECH: (Source.HACKER_NEWS, Source.REDDIT),
    Category.DEV: (Source.GITHUB, Source.HACKER_NEWS),
    Category.SCIENCE: (Source.WIKIPEDIA, Source.REDDIT),
    Category.CULTURE: (Source.REDDIT, Source.WIKIPEDIA),
    Category.POLITICS: (Source.POLYMARKET, Source.GOOGLE_TRENDS),
    Category.BUSINESS: (Source.TRUSTMRR, Source.POLYMARKET),
    Category.ENTERTAINMENT: (Source.GOOGLE_TRENDS, Source.REDDIT),
}

_USES: Mapping[Source, str] = {
    Source.GOOGLE_TRENDS: "what people search for today",
    Source.HACKER_NEWS: "what engineers discuss",
    Source.POLYMARKET: "what people bet will happen",
    Source.TRUSTMRR: "which startups grow",
    Source.WIKIPEDIA: "what people read up on",
    Source.GITHUB: "which projects gain stars",
    Source.REDDIT: "what communities talk about",
}
_WORDS: Mapping[Category, AbstractSet[str]] = {
    Category.TECH: {
        "ai",
        "agent",
        "agents",
        "model",
        "models",
        "robot",
        "robots",
        "chip",
        "battery",
        "phone",
        "software",
        "gadget",
        "tech",
    },
    Category.DEV: {
        "code",
        "coding",
        "developer",
        "developers",
        "api",
        "rust",
        "python",
        "typescript",
        "database",
        "github",
        "open",
    },
    Category.SCIENCE: {"science", "research", "study", "space", "physics", "biology", "climate", "energy", "health"},
    Category.CULTURE: {"art", "book", "books", "music", "photography", "food", "city", "design", "culture"},
    Category.POLITICS: {"election", "vote", "law", "policy", "government", "president", "tax", "tariffs", "politics"},
    Category.BUSINESS: {
        "saas",
        "startup",
        "startups",
        "business",
        "marketing",
        "sales",
        "pricing",
        "revenue",
        "product",
        "market",
    },
    Category.ENTERTAINMENT: {"film", "movie", "series", "game", "games", "football", "sport", "concert", "show"},
}


def recommended(text: str) -> list[tuple[Source, str]]:
    """The sources that tell of a topic, and what for; those of the category most of its words belong to."""
    words = {word.strip(".,:;!?\"'()#").lower() for word in text.split()}
    hits = {category: len(words & known) for category, known in _WORDS.items()}
    best = max(hits, key=lambda category: hits[category])
    found = TOLD_BY[best if hits[best] else Category.GENERAL]
    return [(source, _USES[source]) for source in found]
