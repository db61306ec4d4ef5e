"""Cursors: opaque, and refused when they are not ours."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.gateway.pagination import MalformedCursor, Slice, decode_cursor, encode_cursor


@given(st.integers(min_value=-(2**63), max_value=2**63 - 1), st.text())
def test_a_cursor_reads_back(number: int, text: str) -> None:
    cursor = encode_cursor(number, text)
    assert re.fullmatch(r"[A-Za-z0-9_-]+", cursor)
    assert decode_cursor(cursor, int, str) == (number, text)


@given(st.text())
def test_any_other_text_is_refused_and_never_crashes(text: str) -> None:
    with contextlib.suppress(MalformedCursor):
        number, name = decode_cursor(text, int, str)
        assert (type(number), type(name)) == (int, str)


@pytest.mark.parametrize("cursor", [encode_cursor("a", "b"), encode_cursor(1), encode_cursor(1, "a", "b"), "", "%%"])
def test_a_cursor_of_another_list_is_refused(cursor: str) -> None:
    with pytest.raises(MalformedCursor):
        decode_cursor(cursor, int, str)


def test_a_slice_knows_whether_more_comes() -> None:
    assert Slice.of([1, 2, 3], 2) == Slice([1, 2], has_more=True)
    assert Slice.of([1, 2], 2) == Slice([1, 2], has_more=False)
