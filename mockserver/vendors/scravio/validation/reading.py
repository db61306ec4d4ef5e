"""Uploaded text as it is read: whatever its encoding, in bounded memory, and refused if it is no text.

Must not know what the text says.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable

Source = Callable[[], io.BufferedReader]
"""Opens the uploaded bytes at their beginning."""

_PIECE = 256 * 1024
_HEAD = 4_096
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NUL_SHARE = 0.3
"""So many bytes of one parity are NUL in UTF-16 that is mostly ASCII, as lists of emails are."""


class Unreadable(Exception):
    """The file is not what its name says; the message tells the client why."""


def encoding_of(source: Source) -> str:
    """The encoding in which all of the file is text; raises `Unreadable` if there is none.

    Assumption: what is neither marked nor UTF-8 nor UTF-16 is Windows-1252, which says the same as Latin-1.
    """
    with source() as file:
        head = file.read(_HEAD)
    for encoding in _candidates(head):
        try:
            _check(source, encoding)
        except UnicodeError:
            continue
        return encoding
    raise Unreadable("File is not text in UTF-8, UTF-16 or Latin-1")


def opened(source: Source, encoding: str) -> io.TextIOWrapper:
    """The file as text, with its line ends as they are."""
    return io.TextIOWrapper(source(), encoding=encoding, newline="")


def _candidates(head: bytes) -> tuple[str, ...]:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return (encoding,)
    enough = len(head) // 2 * _NUL_SHARE
    if head[1::2].count(0) > enough:
        return ("utf-16-le",)
    if head[0::2].count(0) > enough:
        return ("utf-16-be",)
    return ("utf-8", "cp1252")


def _check(source: Source, encoding: str) -> None:
    """Decode the whole file; raises `UnicodeError` where it cannot, `Unreadable` where no text has such characters."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with source() as file:
        while piece := file.read(_PIECE):
            _refuse_control(decoder.decode(piece))
        _refuse_control(decoder.decode(b"", final=True))


def _refuse_control(text: str) -> None:
    if found := _CONTROL.search(text):
        raise Unreadable(f"File is not text: it has a control character ({ord(found[0]):#04x})")
