"""What a file is, judged by its bytes and never by its name: kind, type, size in pixels, length. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from mockserver.core.times import Millis
from mockserver.world.media import FILM_HEIGHT, FILM_LENGTH, FILM_WIDTH, MediaKind

GIF = "image/gif"
PICTURES = frozenset({"image/avif", GIF, "image/jpeg", "image/png", "image/webp"})
FILM = "video/mp4"

_HEAD = 32
"""Bytes that tell the type."""


@dataclass(frozen=True, slots=True)
class Content:
    """What was found. Pictures have no length, but for GIFs, which are taken for animated ones of ten seconds."""

    kind: MediaKind
    media_type: str
    width: int
    height: int
    duration: Millis = 0


def recognised(file: BinaryIO) -> Content | None:
    """What a file is, or None for what is no whole picture or film that X takes. Assumption: films are 1280 by 720."""
    media_type = _type(file.read(_HEAD))
    if media_type is None:
        return None
    if media_type == FILM:
        length = _length(file)
        return None if length is None else Content(MediaKind.VIDEO, FILM, FILM_WIDTH, FILM_HEIGHT, length)
    import imagesize

    file.seek(0)
    width, height = imagesize.get(file)
    if width < 1 or height < 1:
        return None
    if media_type == GIF:
        return Content(MediaKind.ANIMATED_GIF, GIF, width, height, FILM_LENGTH)
    return Content(MediaKind.PHOTO, media_type, width, height)


def _type(head: bytes) -> str | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return "image/avif" if head[8:12] in (b"avif", b"avis") else FILM
    return None


def _length(file: BinaryIO) -> Millis | None:
    """How long a film is, or None for what is none."""
    from tinytag import TinyTag, TinyTagException

    file.seek(0)
    try:
        seconds = TinyTag.get(filename="film.mp4", file_obj=file).duration
    except TinyTagException:
        return None
    return None if not seconds else round(seconds * 1000)
