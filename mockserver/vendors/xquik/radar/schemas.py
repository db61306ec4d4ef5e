"""What the radar takes and gives. Source: "List Radar Items"; what stands in `metadata` is the vendor's site's."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal, NotRequired

from pydantic import BeforeValidator, Field
from typing_extensions import TypedDict

from mockserver.vendors.xquik.fields import Address, Cursors, Moment, NumericId

HIGHEST_SCORE = 10_000
LONGEST_PAGE = 100
FURTHEST_HOURS = 72


class Source(StrEnum):
    """Where an item was found."""

    GOOGLE_TRENDS = "google_trends"
    HACKER_NEWS = "hacker_news"
    POLYMARKET = "polymarket"
    TRUSTMRR = "trustmrr"
    WIKIPEDIA = "wikipedia"
    GITHUB = "github"
    REDDIT = "reddit"


class Category(StrEnum):
    """What an item is about."""

    GENERAL = "general"
    TECH = "tech"
    DEV = "dev"
    SCIENCE = "science"
    CULTURE = "culture"
    POLITICS = "politics"
    BUSINESS = "business"
    ENTERTAINMENT = "entertainment"


Region = Literal["US", "GB", "TR", "ES", "DE", "FR", "JP", "IN", "BR", "CA", "MX", "global"]


def _number_or(default: int) -> BeforeValidator:
    """As the vendor reads numbers here: what is none is the default."""

    def read(value: object) -> object:
        text = str(value).strip()
        digits = text.removeprefix("-")
        return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else default

    return BeforeValidator(read)


class RadarQuery(Cursors):
    """Which items. Numbers outside their range are clamped, and what is no number is the default."""

    source: Source | None = Field(None, description="Only items of this source")
    category: Category | None = Field(None, description="Only items of this category")
    limit: Annotated[int, _number_or(50)] = Field(50, description="Items per page, 1 to 100")
    hours: Annotated[int, _number_or(6)] = Field(6, description="How many hours to look back, 1 to 72")
    region: Region = Field("global", description="Only items of this region; global is all of them")


class RadarItem(TypedDict):
    """An item. What its source does not have is absent; the keys of `metadata` depend on the source."""

    id: NumericId
    title: str
    description: NotRequired[str]
    url: NotRequired[Address]
    imageUrl: NotRequired[Address]
    source: Source
    sourceId: str
    category: Category
    region: Region
    language: str
    score: int
    metadata: dict[str, Any]
    publishedAt: Moment
    createdAt: Moment


class RadarPage(TypedDict):
    """A page of items, the highest score first; the cursor is absent on the last one."""

    items: list[RadarItem]
    hasMore: bool
    nextCursor: NotRequired[str]
