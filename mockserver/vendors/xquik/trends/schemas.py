"""What the endpoints of trends take and give. Source: "List Trends"; `/x/trends` is observed."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import QueryParams, WholeNumber
from mockserver.vendors.xquik.trends.places import EVERYWHERE

Rank = Annotated[int, Field(ge=1)]


class TrendsQuery(QueryParams):
    """Where, and how many."""

    woeid: WholeNumber = Field(EVERYWHERE, description="Region: 1 is worldwide, 23424977 the US, and so on")
    count: WholeNumber = Field(30, description="How many trends, 1 to 50; what lies outside is clamped")


class Trend(TypedDict):
    """A hashtag or phrase; `tweetVolume` and `url` are observed only."""

    name: str
    description: str
    rank: Rank
    query: str
    tweetVolume: int
    url: str


class TrendList(TypedDict):
    """The trends of a region, hottest first."""

    trends: list[Trend]
    total: int
    woeid: int


class XTrendList(TypedDict):
    """The same under `/x/trends`."""

    trends: list[Trend]
    count: int
    woeid: int
