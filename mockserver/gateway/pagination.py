"""Pages: limit and offset, page numbers, opaque cursors. Must not know what is listed."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from mockserver.core.json import JSONDecodeError, dumps, loads

T = TypeVar("T")


class MalformedCursor(ValueError):
    """The text is no cursor that this server gave out."""


def clamp(limit: int, maximum: int) -> int:
    """The limit, or the maximum where the client asked for more."""
    return min(limit, maximum)


def encode_cursor(*position: int | str) -> str:
    """An opaque base64url text for the position of a row, such as its sort key and id."""
    return urlsafe_b64encode(dumps(position)).rstrip(b"=").decode()


def decode_cursor(text: str, *types: type) -> tuple[int | str, ...]:
    """The position that `encode_cursor` took; raises `MalformedCursor` unless it has these types."""
    try:
        position = loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (Base64Error, JSONDecodeError, ValueError):
        raise MalformedCursor(text) from None
    if not isinstance(position, list) or [type(part) for part in position] != list(types):
        raise MalformedCursor(text)
    if any(isinstance(part, int) and not -(2**63) <= part < 2**63 for part in position):
        raise MalformedCursor(text)
    return tuple(position)


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """Rows of one page and whether more come after them."""

    rows: Sequence[T]
    has_more: bool

    @classmethod
    def of(cls, rows: Sequence[T], limit: int) -> Slice[T]:
        """From a query that asked for one row more than the limit."""
        return cls(rows[:limit], len(rows) > limit)
