"""Trends as the API shows them, by edition."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from mockserver.core.settings import Edition
from mockserver.vendors.xquik.trends import schemas
from mockserver.world.trends import Trend


def trends(ranking: Sequence[Trend], edition: Edition) -> list[schemas.Trend]:
    """A ranking; its queries are written plainly in `documented`, and encoded for a URL in `observed`."""
    return [_trend(trend, rank, edition) for rank, trend in enumerate(ranking, 1)]


def _trend(trend: Trend, rank: int, edition: Edition) -> schemas.Trend:
    encoded = quote(trend.name, safe="")
    return {
        "name": trend.name,
        "description": f"{trend.volume:,} posts",
        "rank": rank,
        "query": encoded if edition is Edition.OBSERVED else trend.name,
        "tweetVolume": trend.volume,
        "url": f"https://x.com/search?q={encoded}",
    }
