"""Choosing the radar's items: those of a span of time, by score. Must not know the wire, nor what items say."""

from __future__ import annotations

from collections.abc import Iterator

from mockserver.core.times import HOUR, Instant, parse_instant
from mockserver.engine.workspace import Workspace
from mockserver.gateway.pagination import Slice
from mockserver.vendors.xquik.errors import INVALID_INPUT
from mockserver.vendors.xquik.fields import cursor_parts
from mockserver.vendors.xquik.radar.feeds import FEEDS, GLOBAL, Entry, Feed
from mockserver.vendors.xquik.radar.schemas import Category, Source

Position = tuple[int, Instant, int]
"""The score, time and id by which items are ordered, each the largest first."""


def page(
    workspace: Workspace,
    *,
    source: Source | None,
    category: Category | None,
    region: str,
    hours: int,
    after: Position | None,
    limit: int,
) -> Slice[Entry]:
    """The items of the last `hours` that have come in by now, from the highest score on."""
    feeds = FEEDS.values() if source is None else (FEEDS[source],)
    now = workspace.now()
    found = [
        entry
        for feed in feeds
        for entry in _lately(workspace, feed, now, now - hours * HOUR)
        if (category is None or entry.category is category) and region in (GLOBAL, entry.region)
    ]
    if after is not None:
        found = [entry for entry in found if position(entry) < after]
    found.sort(key=position, reverse=True)
    return Slice.of(found[: limit + 1], limit)


def position(entry: Entry) -> Position:
    """Where an item stands."""
    return entry.score, entry.created_at, entry.id


def read_position(text: str) -> Position:
    """The position that a cursor tells; 400 `invalid_input` for what this server did not give out."""
    score, at, entry_id = cursor_parts(text, 3)
    try:
        if not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in (score, entry_id)):
            raise ValueError(text)
        return int(score), parse_instant(at), int(entry_id)
    except ValueError:
        raise INVALID_INPUT("cursor must be one that a page of this list gave.") from None


def _lately(workspace: Workspace, feed: Feed, now: Instant, since: Instant) -> Iterator[Entry]:
    for number in range(max(0, since // feed.every), now // feed.every + 1):
        entry = feed.entry(workspace, number)
        if entry.published_at >= since and entry.created_at <= now:
            yield entry
