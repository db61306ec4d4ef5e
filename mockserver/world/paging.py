"""Pages of anything the world lists, in one shape.

A position is a short text that says where a page ended; it stays right while things are written, and readers may
show it as it is or hide it. Must not know what is listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import takewhile
from typing import Generic, TypeVar

from mockserver.core.ids import SNOWFLAKE_EPOCH
from mockserver.core.times import Instant
from mockserver.world.tweet import Tweet

T = TypeVar("T")

LAST_ID = (1 << 63) - 1
SCAN = 400
"""How many entries a page looks at when few of them fit; it then ends early, with a position to go on from."""


class MalformedPosition(ValueError):
    """A position that no page has given."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some entries of a list, and where the next page begins; `next` is None on the last page."""

    items: tuple[T, ...]
    next: str | None


def position_number(position: str, prefix: str = "") -> int:
    """The number of a position that is `prefix` and digits; raises `MalformedPosition`."""
    digits = position.removeprefix(prefix)
    if not (position.startswith(prefix) and digits.isascii() and digits.isdigit() and len(digits) <= 19):
        raise MalformedPosition(f"{position!r} is no position of this list")
    number = int(digits)
    if number > LAST_ID:
        raise MalformedPosition(f"{position!r} is no position of this list")
    return number


def before_id(position: str | None, until: Instant | None = None) -> int:
    """The bound under which the tweets of a page have their ids: after the last page, and before `until`."""
    bound = LAST_ID if position is None else position_number(position)
    return max(1, bound if until is None else min(bound, first_id_at(until)))


def first_id_at(at: Instant) -> int:
    """The smallest tweet id of an instant."""
    return min(max(0, (at - SNOWFLAKE_EPOCH) << 22), LAST_ID)


def entry_page(
    entries: Iterable[tuple[T, str]], limit: int, keep: Callable[[T], bool] | None = None, scan: int = SCAN
) -> Page[T]:
    """The first `limit` of entries, each with the position after it; those with `keep` only.

    Looks at no more than `scan` of them that do not fit.
    """
    limit = max(1, limit)
    page: list[T] = []
    last, passed = "", 0
    for entry, position in entries:
        if len(page) == limit or passed == scan:
            return Page(tuple(page), last)
        last = position
        if keep is None or keep(entry):
            page.append(entry)
        else:
            passed += 1
    return Page(tuple(page), None)


def tweet_page(
    tweets: Iterable[Tweet], limit: int, *, since: Instant | None = None, keep: Callable[[Tweet], bool] | None = None
) -> Page[Tweet]:
    """The first `limit` of tweets that come by falling id, those with `keep` and not older than `since` only."""
    floor = 0 if since is None else first_id_at(since)
    recent = takewhile(lambda tweet: int(tweet.id) >= floor, tweets)
    return entry_page(((tweet, tweet.id) for tweet in recent), limit, keep)


def pair_position(position: str | None) -> tuple[int, int]:
    """The two numbers of a position `first.second`, the largest of all for None."""
    if position is None:
        return LAST_ID, LAST_ID
    first, point, second = position.partition(".")
    if not point:
        raise MalformedPosition(f"{position!r} is no position of this list")
    return position_number(first), position_number(second)
