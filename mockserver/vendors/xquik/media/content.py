"""What a file is, judged by its bytes and never by its name: kind, type and size in pixels. Pure.

Sources: the formats' own specifications (PNG, GIF89a, JPEG, WebP container, ISO base media).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from mockserver.world.media import FILM_HEIGHT, FILM_LENGTH, FILM_WIDTH, MediaKind

_JPEG_SIZES = frozenset({*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})
"""Markers of JPEG that are followed by the size."""


@dataclass(frozen=True, slots=True)
class Content:
    """What was found; films are taken for ten seconds, since their length stands deep inside."""

    kind: MediaKind
    media_type: str
    width: int
    height: int
    duration: int = 0


def recognised(data: bytes) -> Content | None:
    """What the bytes are, or None for what is no picture and no film that X takes."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return Content(MediaKind.PHOTO, "image/png", width, height)
    if data.startswith((b"GIF87a", b"GIF89a")) and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return Content(MediaKind.ANIMATED_GIF, "image/gif", width, height, FILM_LENGTH)
    if data.startswith(b"\xff\xd8\xff"):
        return Content(MediaKind.PHOTO, "image/jpeg", *_jpeg_size(data))
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return Content(MediaKind.PHOTO, "image/webp", FILM_WIDTH, FILM_HEIGHT)
    if data[4:8] == b"ftyp":
        return Content(MediaKind.VIDEO, "video/mp4", FILM_WIDTH, FILM_HEIGHT, FILM_LENGTH)
    return None


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Width and height of a JPEG; 1 by 1 where it is cut."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker in _JPEG_SIZES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + max(2, length)
    return 1, 1
