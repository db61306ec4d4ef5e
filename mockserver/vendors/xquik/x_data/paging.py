"""Pages of X that cost credits: as much of one as the balance pays for, charged by what is returned.

Cursors are opaque: a prefix as X's own have, and the world's position. Must not know what is listed.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Callable, Sequence
from typing import TypeVar

from mockserver.contract import Context
from mockserver.vendors.xquik import metering
from mockserver.vendors.xquik.errors import INVALID_INPUT
from mockserver.vendors.xquik.x_data import presenters
from mockserver.vendors.xquik.x_data.schemas import TweetPage, UserPage
from mockserver.vendors.xquik.x_data.views import Views
from mockserver.world.paging import MalformedPosition, Page, position_number
from mockserver.world.person import Person
from mockserver.world.tweet import Tweet

T = TypeVar("T")

USUAL = 20
"""Entries of a page where the client cannot say how many."""
LARGEST = 200

_PREFIX = "DAAC"


def metered(ctx: Context, operation_id: str, limit: int, fetch: Callable[[int], Page[T]]) -> Page[T]:
    """A page of at most `limit` entries, shrunk to what the balance affords, and charged for.

    402 as `metering.affordable`; 400 `invalid_input` for a cursor that no page gave.
    """
    units = metering.affordable(ctx.workspace, operation_id, limit)
    try:
        page = fetch(units)
    except MalformedPosition:
        raise malformed_cursor() from None
    metering.charge(ctx.workspace, operation_id, len(page.items), subject=ctx.request.path)
    return page


def tweet_page(ctx: Context, operation_id: str, fetch: Callable[[int], Page[Tweet]], limit: int = USUAL) -> TweetPage:
    """A metered page of tweets."""
    page = metered(ctx, operation_id, limit, fetch)
    shown = presenters.tweets(Views.of(ctx).tweets(page.items))
    return {"tweets": shown, **presenters.mark(given(page.next))}


def user_page(ctx: Context, operation_id: str, fetch: Callable[[int], Page[Person]], limit: int = USUAL) -> UserPage:
    """A metered page of users."""
    page = metered(ctx, operation_id, limit, fetch)
    shown = presenters.users(Views.of(ctx).users(page.items))
    return {"users": shown, **presenters.mark(given(page.next))}


def slice_of(found: Sequence[T], limit: int, position: str | None) -> Page[T]:
    """A page of entries that are all at hand; a position is `i` and how many came before."""
    start = 0 if position is None else position_number(position, "i")
    end = start + limit
    return Page(tuple(found[start:end]), f"i{end}" if end < len(found) else None)


def given(position: str | None) -> str | None:
    """The cursor of a position."""
    return None if position is None else _PREFIX + urlsafe_b64encode(position.encode()).decode().rstrip("=")


def position(cursor: str | None) -> str | None:
    """The position of a cursor; 400 `invalid_input` for what is none."""
    if not cursor:
        return None
    text = cursor.removeprefix(_PREFIX)
    try:
        found = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except (Base64Error, ValueError):
        raise malformed_cursor() from None
    if given(found) != cursor:
        raise malformed_cursor()
    return found


def malformed_cursor() -> Exception:
    """400 `invalid_input`."""
    return INVALID_INPUT("cursor must be one that a page of this list gave.")
