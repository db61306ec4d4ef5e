from __future__ import annotations

import zlib
from struct import unpack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.world.pictures import avatar_png, banner_png


def decoded(png: bytes) -> tuple[int, int, int, bytes]:
    """Width, height, bit depth and raw lines, each chunk's checksum verified."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    chunks: dict[bytes, bytes] = {}
    at = 8
    while at < len(png):
        (length,) = unpack(">I", png[at : at + 4])
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert unpack(">I", png[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + body),)
        chunks[kind] = body
        at += 12 + length
    assert list(chunks) == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    width, height, depth, colour, *_ = unpack(">IIBBBBB", chunks[b"IHDR"])
    assert colour == 3
    assert len(chunks[b"PLTE"]) == 3 << depth
    lines = zlib.decompress(chunks[b"IDAT"])
    assert len(lines) == height * (1 + (width * depth + 7) // 8)
    return width, height, depth, lines


@settings(max_examples=25)
@given(key=st.binary(max_size=64), size=st.integers(1, 400))
def test_an_avatar_is_a_square_of_the_size_asked_for(key: bytes, size: int) -> None:
    assert decoded(avatar_png(key, size))[:3] == (size, size, 1)
    assert avatar_png(key, size) == avatar_png(key, size)


def test_people_look_different() -> None:
    assert len({avatar_png(bytes([n]), 50) for n in range(100)}) == 100
    assert len({banner_png(bytes([n])) for n in range(50)}) == 50


def test_a_banner_is_small_in_bytes() -> None:
    assert decoded(banner_png(b"x"))[:3] == (1500, 500, 2)
    assert len(banner_png(b"x")) < 4_000
    assert len(avatar_png(b"x", 400)) < 2_000


@pytest.mark.parametrize("size", [0, -1, 401])
def test_sizes_are_bounded(size: int) -> None:
    with pytest.raises(ValueError, match="400"):
        avatar_png(b"x", size)
