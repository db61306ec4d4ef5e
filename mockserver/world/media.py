"""What is attached to a tweet: photos, films and animated GIFs, their sizes, and where they can be fetched.

Must not know who serves them, nor how any reader shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import gcd
from typing import cast
from urllib.parse import urlsplit

from mockserver.core.times import Millis

PHOTO_WIDTH, PHOTO_HEIGHT = 1200, 675
FILM_WIDTH, FILM_HEIGHT = 1280, 720
FILM_LENGTH: Millis = 10_000
"""The size of what the world itself attaches."""

FILE = "file:"
"""Before the id of a stored file, in `Media.source`."""

_FILMS = (".mp4", ".mov", ".m4v", ".webm", ".m3u8")

# Bits a second of the files that X makes of one film, by the height of its picture.
_BITRATES: tuple[tuple[int, int], ...] = ((270, 256_000), (360, 832_000), (720, 2_176_000), (1080, 10_368_000))


class MediaKind(StrEnum):
    """What is attached, in X's words."""

    PHOTO = "photo"
    VIDEO = "video"
    ANIMATED_GIF = "animated_gif"


@dataclass(frozen=True, slots=True)
class Media:
    """One attachment. `source` is an address elsewhere, `file:` and the id of a stored file, or else the key of
    a picture or film that the world draws itself. Films have a length.
    """

    kind: MediaKind
    source: str
    width: int
    height: int
    duration: Millis = 0

    @property
    def is_film(self) -> bool:
        """Whether it moves."""
        return self.kind is not MediaKind.PHOTO


@dataclass(frozen=True, slots=True)
class Variant:
    """One file of a film; `bitrate` is in bits a second, 0 for an animated GIF."""

    bitrate: int
    content_type: str
    url: str


@dataclass(frozen=True, slots=True)
class Address:
    """Where the media of one workspace are fetched: `base` without a slash at its end, and the stored files."""

    base: str
    file_url: Callable[[str], str]

    def picture(self, media: Media) -> str:
        """A photo, or the picture that stands for a film."""
        return f"{self.base}/poster/{_key(media.source)}.png" if media.is_film else self._url(media, "png")

    def variants(self, media: Media) -> tuple[Variant, ...]:
        """The files of a film, the best first; a photo has none."""
        if not media.is_film:
            return ()
        url = self._url(media, "mp4")
        if media.kind is MediaKind.ANIMATED_GIF:
            return (Variant(0, "video/mp4", url),)
        rates = [rate for height, rate in _BITRATES if height <= media.height] or [_BITRATES[0][1]]
        return tuple(Variant(rate, "video/mp4", url) for rate in reversed(rates))

    def _url(self, media: Media, ending: str) -> str:
        if "://" in media.source:
            return media.source
        if media.source.startswith(FILE):
            return self.file_url(media.source.removeprefix(FILE))
        return f"{self.base}/{media.kind}/{media.source}.{ending}"


def drawn(kind: MediaKind, key: str) -> Media:
    """What the world draws itself; the key is made of letters, digits and hyphens."""
    if kind is MediaKind.PHOTO:
        return Media(kind, key, PHOTO_WIDTH, PHOTO_HEIGHT)
    return Media(kind, key, FILM_WIDTH, FILM_HEIGHT, FILM_LENGTH)


def at_url(url: str) -> Media:
    """What lies at an address, judged by how it ends; raises `ValueError` for what is no address.

    Assumption: its size is not looked at, since that would mean to fetch it.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{url!r} is not the http or https address of a picture or film")
    path = parts.path.lower()
    if path.endswith(".gif"):
        return Media(MediaKind.ANIMATED_GIF, url, FILM_WIDTH, FILM_HEIGHT, FILM_LENGTH)
    if path.endswith(_FILMS):
        return Media(MediaKind.VIDEO, url, FILM_WIDTH, FILM_HEIGHT, FILM_LENGTH)
    return Media(MediaKind.PHOTO, url, PHOTO_WIDTH, PHOTO_HEIGHT)


def to_stored(media: Sequence[Media]) -> list[object]:
    """As a row keeps them."""
    return [
        {"kind": each.kind.value, "source": each.source, "size": [each.width, each.height], "ms": each.duration}
        for each in media
    ]


def from_stored(stored: Sequence[object]) -> tuple[Media, ...]:
    """What `to_stored` gave."""
    return tuple(_read(cast(Mapping[str, object], each)) for each in stored)


def sizes_of(media: Media) -> dict[str, tuple[int, int, str]]:
    """Width, height and way of fitting of the sizes in which X offers a picture, the smallest first."""
    longest = max(media.width, media.height, 1)
    found = {"thumb": (150, 150, "crop")}
    for name, limit in (("small", 680), ("medium", 1200), ("large", 2048)):
        share = min(1.0, limit / longest)
        found[name] = (max(1, round(media.width * share)), max(1, round(media.height * share)), "fit")
    return found


def aspect_of(media: Media) -> tuple[int, int]:
    """Width to height in smallest whole numbers."""
    common = gcd(media.width, media.height) or 1
    return media.width // common, media.height // common


def _read(stored: Mapping[str, object]) -> Media:
    width, height = cast(Sequence[int], stored["size"])
    return Media(MediaKind(str(stored["kind"])), str(stored["source"]), width, height, cast(int, stored["ms"]))


def _key(source: str) -> str:
    """A name for the still picture of a film: its own key, or letters and digits of where it lies."""
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in source)[-100:]
