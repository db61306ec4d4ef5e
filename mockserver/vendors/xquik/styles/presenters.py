"""Styles as the API shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from mockserver.core.times import iso_ms
from mockserver.vendors.xquik.styles.schemas import MeasuredTweet, Performance, Style, StyleSummary, StyleTweet
from mockserver.vendors.xquik.styles.tables import StyleHead, StyleRow
from mockserver.world.tweet import Tweet


def summary(row: StyleRow | StyleHead, *, is_own: bool) -> StyleSummary:
    """A style in the list."""
    return {
        "xUsername": row.key,
        "tweetCount": row.tweet_count,
        "isOwnAccount": is_own,
        "fetchedAt": iso_ms(row.fetched_at),
    }


def style(row: StyleRow, *, is_own: bool) -> Style:
    """A style with its tweets."""
    return {**summary(row, is_own=is_own), "tweets": [cast(StyleTweet, tweet) for tweet in row.tweets]}


def performance(row: StyleRow, measured: Sequence[tuple[dict[str, object], Tweet | None]]) -> Performance:
    """The tweets with their metrics."""
    tweets = [_measured(cast(StyleTweet, kept), tweet) for kept, tweet in measured]
    return {"xUsername": row.key, "tweetCount": len(tweets), "tweets": tweets}


def _measured(kept: StyleTweet, tweet: Tweet | None) -> MeasuredTweet:
    shown: MeasuredTweet = {"id": kept["id"], "text": kept["text"], "createdAt": kept["createdAt"]}
    if tweet is not None:
        shown["likeCount"] = tweet.like_count
        shown["retweetCount"] = tweet.retweet_count
        shown["replyCount"] = tweet.reply_count
        shown["quoteCount"] = tweet.quote_count
        shown["viewCount"] = tweet.view_count
        shown["bookmarkCount"] = tweet.bookmark_count
    return shown
