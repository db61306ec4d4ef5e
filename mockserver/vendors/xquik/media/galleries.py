"""Galleries of media that were downloaded from tweets. Must not know the wire."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mockserver.core.ids import ALPHANUMERIC
from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik import metering
from mockserver.vendors.xquik.errors import (
    INVALID_TWEET_ID,
    INVALID_TWEET_URL,
    NO_MEDIA,
    TOO_MANY_TWEETS,
    TWEET_NOT_FOUND,
)
from mockserver.vendors.xquik.media.tables import GalleryRow

MOST_TWEETS = 50
MOST_SHOWN = 200

_TWEET_URL = re.compile(r"https?://(?:www\.|mobile\.)?(?:x|twitter)\.com/\w{1,15}/status/([0-9]{1,20})(?:[/?#].*)?")
_BY_KEY = Query(lambda: select(GalleryRow).where(col(GalleryRow.key) == bindparam("key")), GalleryRow)
_NEWEST = Query(
    lambda: select(GalleryRow).order_by(col(GalleryRow.created_at).desc(), col(GalleryRow.slug)).limit(MOST_SHOWN),
    GalleryRow,
)
_BY_SLUG = Query(lambda: select(GalleryRow).where(col(GalleryRow.slug) == bindparam("slug")), GalleryRow)


def tweet_id_of(text: str) -> str:
    """The id in a tweet's address or the id itself; 400 `invalid_tweet_url`, 400 `invalid_tweet_id`."""
    given = text.strip()
    if "/" in given:
        match = _TWEET_URL.fullmatch(given)
        if match is None:
            raise INVALID_TWEET_URL()
        return match[1]
    if not (given.isascii() and given.isdigit() and len(given) <= 20):
        raise INVALID_TWEET_ID()
    return given


def download_one(workspace: Workspace, text: str) -> tuple[str, GalleryRow, bool]:
    """A tweet's id, its gallery, and whether that was there before, which is free.

    404 `tweet_not_found`, 400 `no_media`. A credit for each medium that is fetched.
    """
    tweet_id = tweet_id_of(text)
    kept = workspace.database.first(_BY_KEY, key=tweet_id)
    if kept is not None:
        return tweet_id, kept, True
    tweet = workspace.world.tweets.get(tweet_id)
    if tweet is None:
        raise TWEET_NOT_FOUND()
    if not tweet.media:
        raise NO_MEDIA()
    metering.charge(workspace, "downloadMedia", len(tweet.media), subject=tweet_id)
    return tweet_id, _gallery(workspace, [tweet_id]), False


def download_many(workspace: Workspace, texts: Sequence[str]) -> tuple[GalleryRow, int, int]:
    """One gallery of many tweets, and how many tweets and media are in it; what is no tweet is passed over.

    400 `too_many_tweets` above 50, 400 `no_media` where none has any. A credit for each medium not fetched before.
    """
    if len(texts) > MOST_TWEETS:
        raise TOO_MANY_TWEETS()
    found: dict[str, int] = {}
    fresh = 0
    for text in texts:
        tweet_id = _id_or_none(text)
        tweet = None if tweet_id is None else workspace.world.tweets.get(tweet_id)
        if tweet is None or not tweet.media or tweet.id in found:
            continue
        found[tweet.id] = len(tweet.media)
        if workspace.database.first(_BY_KEY, key=tweet.id) is None:
            fresh += len(tweet.media)
            _gallery(workspace, [tweet.id])
    if not found:
        raise NO_MEDIA()
    metering.charge(workspace, "downloadMedia", fresh, subject=f"{len(found)} tweets")
    return _gallery(workspace, list(found)), len(found), sum(found.values())


def gallery(workspace: Workspace, slug: str) -> GalleryRow | None:
    """A gallery by the name in its address."""
    return workspace.database.first(_BY_SLUG, slug=slug)


def newest(workspace: Workspace) -> list[GalleryRow]:
    """What was downloaded, the newest first, at most 200 galleries."""
    return workspace.database.all(_NEWEST)


def _gallery(workspace: Workspace, tweet_ids: list[str]) -> GalleryRow:
    key = ",".join(tweet_ids)
    kept = workspace.database.first(_BY_KEY, key=key)
    return kept or workspace.database.insert(
        GalleryRow,
        slug=workspace.ids.token("xquik.gallery", 16, alphabet=ALPHANUMERIC),
        key=key,
        tweet_ids=tweet_ids,
        created_at=workspace.now(),
    )


def _id_or_none(text: str) -> str | None:
    given = text.strip()
    match = _TWEET_URL.fullmatch(given)
    if match is not None:
        return match[1]
    return given if given.isascii() and given.isdigit() and len(given) <= 20 else None
