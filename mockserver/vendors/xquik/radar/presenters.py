"""The radar's items as the API shows them."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from mockserver.core.times import iso_ms
from mockserver.gateway.pagination import Slice
from mockserver.vendors.xquik.fields import cursor
from mockserver.vendors.xquik.radar.feeds import Entry, Told
from mockserver.vendors.xquik.radar.schemas import RadarItem, RadarPage, Region


def page(found: Slice[Entry], tell: Callable[[Entry], Told], picture: Callable[[str], str]) -> RadarPage:
    """A page; `tell` says what an item says, `picture` gives the address of somebody's picture."""
    shown: RadarPage = {
        "items": [_item(entry, tell(entry), picture) for entry in found.rows],
        "hasMore": found.has_more,
    }
    if found.has_more:
        last = found.rows[-1]
        shown["nextCursor"] = cursor(last.score, iso_ms(last.created_at), last.id)
    return shown


def _item(entry: Entry, told: Told, picture: Callable[[str], str]) -> RadarItem:
    shown: RadarItem = {
        "id": str(entry.id),
        "title": told.title,
        "source": entry.feed.source,
        "sourceId": told.source_id,
        "category": entry.category,
        "region": cast(Region, entry.region),
        "language": told.language,
        "score": entry.score,
        "metadata": told.metadata,
        "publishedAt": iso_ms(entry.published_at),
        "createdAt": iso_ms(entry.created_at),
    }
    if told.description is not None:
        shown["description"] = told.description
    if told.url is not None:
        shown["url"] = told.url
    if told.pictured is not None:
        shown["imageUrl"] = picture(told.pictured)
    return shown
