"""Tweets as the stream sends them. Source: "Events (Tweet Payload)"; the envelope: observed.

Pure: what a tweet refers to stands in its `Scene` already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from mockserver.core.settings import Edition
from mockserver.core.times import iso_ms, to_datetime
from mockserver.vendors.scrapest.stream.schemas import Author, Entities, Envelope, FastTweet, MediaItem, ResolvedTweet
from mockserver.world.person import Person
from mockserver.world.tweet import Tweet
from mockserver.world.x_json import EntitiesJson, MediaJson

# Assumption: the machine that sends a message is always named vm-1.
VM_NAME = "vm-1"


@dataclass(frozen=True, slots=True)
class Scene:
    """A tweet with all that it shows: its author, the address of his picture, and the tweets it points to."""

    tweet: Tweet
    author: Person
    picture: str
    entities: EntitiesJson
    media: Sequence[MediaJson]
    answered: str | None
    """The handle of whom it answers."""
    retweeted: Scene | None
    quoted: Scene | None


def resolved(scene: Scene, edition: Edition) -> ResolvedTweet:
    """A tweet in full, as the edition writes it."""
    return _documented(scene) if edition is Edition.DOCUMENTED else _observed(scene)


def _documented(scene: Scene) -> ResolvedTweet:
    """Every field; what the tweet has not is null."""
    tweet = scene.tweet
    return {
        "id": tweet.id,
        "text": tweet.text,
        "created_at": iso_ms(tweet.created_at),
        "lang": tweet.lang,
        "favorite_count": tweet.like_count,
        "retweet_count": tweet.retweet_count,
        "reply_count": tweet.reply_count,
        "quote_count": tweet.quote_count,
        "bookmark_count": tweet.bookmark_count,
        "author": _author(scene),
        "entities": _entities(scene.entities),
        "media": [_media(item) for item in scene.media] or None,
        "retweeted_tweet": tweet.retweeted_id is not None,
        "retweeted": None if scene.retweeted is None else _documented(scene.retweeted),
        "quoted_tweet": None if scene.quoted is None else _documented(scene.quoted),
        "note_tweet_text": tweet.note_text,
        "in_reply_to_status_id": tweet.in_reply_to_id,
        "conversation_id": tweet.conversation_id,
    }


def _observed(scene: Scene) -> ResolvedTweet:
    """As X itself has it: dates in its style, what the tweet has not left out, and two fields more."""
    shown: dict[str, Any] = {**_documented(scene)}
    tweet = scene.tweet
    shown |= {
        "created_at": f"{to_datetime(tweet.created_at):%a %b %d %H:%M:%S +0000 %Y}",
        "entities": {**_entities(scene.entities), "symbols": scene.entities["symbols"]},
        "retweeted_tweet": tweet.text.startswith("RT"),
        "retweeted": None if scene.retweeted is None else _observed(scene.retweeted),
        "quoted_tweet": None if scene.quoted is None else _observed(scene.quoted),
        "in_reply_to_screen_name": scene.answered,
        "link": tweet.url,
    }
    return cast(ResolvedTweet, {name: value for name, value in shown.items() if value is not None})


def fast(scene: Scene) -> FastTweet:
    """What is known of a tweet at once."""
    tweet, author = scene.tweet, scene.author
    # Assumption: either transport brings every other tweet, by the last bit of its id.
    transport: Literal["mozilla", "fcm"] = "fcm" if int(tweet.id) & 1 else "mozilla"
    return {
        "id": tweet.id,
        "text": tweet.text,
        "author": {
            "id": author.user_id,
            "name": author.name,
            "screen_name": author.handle,
            "profile_image_url": scene.picture,
        },
        "timestamp": tweet.created_at,
        "url": tweet.url,
        "lang": tweet.lang,
        "transport": transport,
    }


def envelope(scene: Scene, source: Literal["x", "fast-x"]) -> Envelope:
    """A message of the newer edition, with the whole tweet or with what is known of it at once."""
    return {
        "mid": scene.tweet.id,
        "sid": scene.tweet.author_id,
        "source": source,
        "timestamp": scene.tweet.created_at,
        "payload": _observed(scene) if source == "x" else fast(scene),
        "vmName": VM_NAME,
    }


def _author(scene: Scene) -> Author:
    author = scene.author
    return {
        "id": author.user_id,
        "name": author.name,
        "screen_name": author.handle,
        "profile_image_url": scene.picture,
        "verified": author.is_verified,
        "is_blue_verified": author.is_blue_verified,
    }


def _entities(entities: EntitiesJson) -> Entities:
    return {"hashtags": entities["hashtags"], "user_mentions": entities["user_mentions"], "urls": entities["urls"]}


def _media(item: MediaJson) -> MediaItem:
    shown: MediaItem = {"media_url_https": item["media_url_https"], "type": item["type"]}
    if "video_info" in item:
        shown["video_info"] = item["video_info"]
    return shown
