"""Entities and media in X's own JSON, which vendors pass on as X gives it. Pure: values in, JSON out.

Must not know which vendor shows what.
"""

from __future__ import annotations

from hashlib import blake2b
from types import MappingProxyType
from typing import NotRequired

from typing_extensions import TypedDict

from mockserver.core.ids import ALPHANUMERIC
from mockserver.world.entities import Entities, Tag
from mockserver.world.media import Address, Media, MediaKind, aspect_of, sizes_of
from mockserver.world.people import People
from mockserver.world.tweet import Tweet


class TagJson(TypedDict):
    """A hashtag or cashtag, without its sign."""

    text: str
    indices: list[int]


class MentionJson(TypedDict):
    """A mention of somebody who exists."""

    id_str: str
    name: str
    screen_name: str
    indices: list[int]


class LinkJson(TypedDict):
    """A link in the text."""

    url: str
    expanded_url: str
    display_url: str
    indices: list[int]


class EntitiesJson(TypedDict):
    """What stands in a text; places are code points."""

    hashtags: list[TagJson]
    symbols: list[TagJson]
    user_mentions: list[MentionJson]
    urls: list[LinkJson]


class SizeJson(TypedDict):
    """A size that X offers; `resize` is crop or fit."""

    w: int
    h: int
    resize: str


class DimensionsJson(TypedDict):
    """The size as it was uploaded."""

    width: int
    height: int


class VariantJson(TypedDict):
    """One file of a film; an animated GIF has a bitrate of 0."""

    bitrate: int
    content_type: str
    url: str


class FilmJson(TypedDict):
    """The files of a film; an animated GIF has no duration."""

    aspect_ratio: list[int]
    duration_millis: NotRequired[int]
    variants: list[VariantJson]


class MediaJson(TypedDict):
    """A photo, or a film with the picture that stands for it."""

    id_str: str
    media_key: str
    type: str
    media_url_https: str
    url: str
    display_url: str
    expanded_url: str
    sizes: dict[str, SizeJson]
    original_info: DimensionsJson
    video_info: NotRequired[FilmJson]


# X puts the kind of a medium before its id.
_KEY_PREFIX = MappingProxyType({MediaKind.PHOTO: 3, MediaKind.VIDEO: 7, MediaKind.ANIMATED_GIF: 16})
_LETTERS = bytes(ord(ALPHANUMERIC[byte % len(ALPHANUMERIC)]) for byte in range(256))


def entities_json(entities: Entities, people: People) -> EntitiesJson:
    """Entities of a text; who does not exist is not mentioned."""
    mentions: list[MentionJson] = []
    for mention in entities.mentions:
        person = people.get(mention.handle)
        if person is not None:
            mentions.append(
                {
                    "id_str": person.user_id,
                    "name": person.name,
                    "screen_name": person.handle,
                    "indices": [mention.start, mention.end],
                }
            )
    return {
        "hashtags": [_tag(tag) for tag in entities.hashtags],
        "symbols": [_tag(tag) for tag in entities.cashtags],
        "user_mentions": mentions,
        "urls": [
            {
                "url": link.url,
                "expanded_url": link.expanded_url,
                "display_url": link.display_url,
                "indices": [link.start, link.end],
            }
            for link in entities.links
        ],
    }


def media_json(tweet: Tweet, address: Address) -> list[MediaJson]:
    """What a tweet bears, fetched from `address`; empty for most.

    `indices` is left out: X appends a short link for the media to the text, and texts here have none.
    """
    return [_medium(tweet, place, media, address) for place, media in enumerate(tweet.media, 1)]


def _medium(tweet: Tweet, place: int, media: Media, address: Address) -> MediaJson:
    number = str(int(tweet.id) - (place << 22))  # X takes the id of a medium when it is uploaded, before the tweet
    short = blake2b(number.encode(), digest_size=10).digest().translate(_LETTERS).decode()
    shown = "photo" if media.kind is MediaKind.PHOTO else "video"
    found: MediaJson = {
        "id_str": number,
        "media_key": f"{_KEY_PREFIX[media.kind]}_{number}",
        "type": media.kind.value,
        "media_url_https": address.picture(media),
        "url": f"https://t.co/{short}",
        "display_url": f"pic.x.com/{short}",
        "expanded_url": f"{tweet.url}/{shown}/{place}",
        "sizes": {name: {"w": w, "h": h, "resize": resize} for name, (w, h, resize) in sizes_of(media).items()},
        "original_info": {"width": media.width, "height": media.height},
    }
    if media.is_film:
        film: FilmJson = {
            "aspect_ratio": list(aspect_of(media)),
            "variants": [
                {"bitrate": each.bitrate, "content_type": each.content_type, "url": each.url}
                for each in address.variants(media)
            ],
        }
        if media.kind is MediaKind.VIDEO:
            film["duration_millis"] = media.duration
        found["video_info"] = film
    return found


def _tag(tag: Tag) -> TagJson:
    return {"text": tag.text, "indices": [tag.start, tag.end]}
