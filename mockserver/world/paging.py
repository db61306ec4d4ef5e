"""Pages of anything the world lists, in one shape.

A position is a short text that says where a page ended; it stays right while things are written, and readers may
show it as it is or hide it. Must not know what is listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
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
    return bound if until is None else min(bound, first_id_at(until))


def first_id_at(at: Instant) -> int:
    """The smallest tweet id of an instant."""
    return min(max(0, (at - SNOWFLAKE_EPOCH) << 22), LAST_ID)


def tweet_page(
    tweets: Iterable[Tweet],
    limit: int,
    *,
    since: Instant | None = None,
    keep: Callable[[Tweet], bool] | None = None,
    scan: int = SCAN,
) -> Page[Tweet]:
    """The first `limit` of tweets that come by falling id, those with `keep` and not older than `since` only.

    Looks at no more than `scan` of them that do not fit.
    """
    limit = max(1, limit)
    floor = 0 if since is None else first_id_at(since)
    page: list[Tweet] = []
    last, passed = "", 0
    for tweet in tweets:
        if int(tweet.id) < floor:
            break
        if len(page) == limit or passed == scan:
            return Page(tuple(page), last)
        last = tweet.id
        if keep is None or keep(tweet):
            page.append(tweet)
        else:
            passed += 1
    return Page(tuple(page), None)


def offset_page(entries: Iterator[T], limit: int, offset: int) -> Page[T]:
    """`limit` of entries that already begin at `offset`, for lists that do not change."""
    page = tuple(islice(entries, max(1, limit)))
    more = next(entries, None) is not None
    return Page(page, str(offset + len(page)) if more else None)
