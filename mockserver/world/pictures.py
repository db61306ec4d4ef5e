"""Profile pictures, banners and photos: small palette PNGs drawn from a key; and the film that stands for all films.

Must not know whose picture is drawn, nor where it is served.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from struct import pack

MAX_SIZE = 400
MAX_PHOTO = 2048
BANNER_WIDTH, BANNER_HEIGHT = 1500, 500

_CELLS = 5
_BANDS = 12


def avatar_png(seed_key: bytes, size: int) -> bytes:
    """A square of `size` pixels, 1 to 400: five by five cells, mirrored, in one colour; raises `ValueError` outside."""
    if not 1 <= size <= MAX_SIZE:
        raise ValueError(f"size must lie between 1 and {MAX_SIZE}")
    digest = blake2b(seed_key, digest_size=16, person=b"avatar").digest()
    columns = [min(column, _CELLS - 1 - column) for column in (x * _CELLS // size for x in range(size))]
    lines = []
    for cell_row in range(_CELLS):
        cells = [digest[3 + cell_row * 2 + (column > 1)] >> column & 1 for column in range(3)]
        lines.append(_packed([cells[column] for column in columns], depth=1))
    rows = b"".join(b"\0" + lines[y * _CELLS // size] for y in range(size))
    return _png(size, size, 1, (_pale(digest[:3]), _strong(digest[:3])), rows)


def banner_png(seed_key: bytes) -> bytes:
    """A banner of 1500 by 500 pixels: upright bands in four shades."""
    return _bands(blake2b(seed_key, digest_size=16, person=b"banner").digest(), BANNER_WIDTH, BANNER_HEIGHT)


def photo_png(seed_key: bytes, width: int, height: int) -> bytes:
    """A photo of up to 2048 pixels either way: upright bands too; raises `ValueError` outside."""
    if not (1 <= width <= MAX_PHOTO and 1 <= height <= MAX_PHOTO):
        raise ValueError(f"width and height must lie between 1 and {MAX_PHOTO}")
    return _bands(blake2b(seed_key, digest_size=16, person=b"photo").digest(), width, height)


@cache
def film_mp4() -> bytes:
    """A film of ten seconds, 1280 by 720 pixels, H.264: one colour, so that it is small, and any player shows it."""
    return files("mockserver.world").joinpath("film.mp4").read_bytes()


def _bands(digest: bytes, width: int, height: int) -> bytes:
    line = _packed([digest[3 + x * _BANDS // width] & 3 for x in range(width)], depth=2)
    strong, pale = _strong(digest[:3]), _pale(digest[:3])
    shades = [tuple((s * (3 - step) + p * step) // 3 for s, p in zip(strong, pale, strict=True)) for step in range(4)]
    return _png(width, height, 2, shades, (b"\0" + line) * height)


def _strong(colour: bytes) -> tuple[int, ...]:
    return tuple(40 + part * 140 // 255 for part in colour)


def _pale(colour: bytes) -> tuple[int, ...]:
    return tuple(225 + part * 25 // 255 for part in colour)


def _packed(pixels: list[int], depth: int) -> bytes:
    """Pixels of `depth` bits each as whole bytes, the first in the high bits."""
    each = 8 // depth
    padded = pixels + [0] * (-len(pixels) % each)
    line = bytearray()
    for start in range(0, len(padded), each):
        byte = 0
        for pixel in padded[start : start + each]:
            byte = byte << depth | pixel
        line.append(byte)
    return bytes(line)


def _png(width: int, height: int, depth: int, palette: Sequence[tuple[int, ...]], rows: bytes) -> bytes:
    """The file: header, palette, pixels, end (PNG specification, third edition, 11.2)."""
    colours = b"".join(bytes(colour) for colour in palette)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", pack(">IIBBBBB", width, height, depth, 3, 0, 0, 0)),
            _chunk(b"PLTE", colours),
            _chunk(b"IDAT", zlib.compress(rows, 6)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))
