"""The types of fields that several resources share, and pages as this API counts them. Must not know any resource."""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from mockserver.core.settings import Edition
from mockserver.core.times import Instant, iso_ms, parse_instant
from mockserver.gateway.pagination import clamp

Thousandths = int
"""Credits are held in whole thousandths, so that sums are exact; `in_credits` writes them for the wire."""

ONE_CREDIT: Thousandths = 1_000

MOST_PER_PAGE = 100

Id = Annotated[str, Field(json_schema_extra={"pattern": "^[0-9a-f]{24}$", "examples": ["507f1f77bcf86cd799439011"]})]
"""An id of ours. In a request any text is taken for one: a malformed id names nothing, which is the same as unknown."""

Moment = Annotated[str, Field(json_schema_extra={"format": "date-time", "examples": ["2026-01-31T12:00:00.000Z"]})]
"""A time in ISO 8601 with milliseconds."""

Address = Annotated[str, Field(json_schema_extra={"format": "uri"})]
"""A URL."""


def in_credits(amount: Thousandths) -> float:
    """Credits as a JSON number: whole where they are, else with up to three decimals."""
    whole, rest = divmod(amount, ONE_CREDIT)
    return amount / ONE_CREDIT if rest else whole


def moment(at: Instant | None) -> str | None:
    """A time for the wire."""
    return None if at is None else iso_ms(at)


def _instant(text: str) -> str:
    try:
        parse_instant(text)
    except ValueError:
        raise ValueError("must be an ISO 8601 date or time such as 2026-01-31T12:00:00Z") from None
    return text


IsoTime = Annotated[
    str, AfterValidator(_instant), Field(json_schema_extra={"format": "date-time", "examples": ["2026-01-31"]})
]
"""A date or time in a query, ISO 8601."""


def since(text: str | None) -> Instant:
    """From when on, inclusive."""
    return 0 if text is None else parse_instant(text)


def until(text: str | None) -> Instant:
    """Up to when, inclusive. Assumption: a date without a time means the end of that day."""
    if text is None:
        return 2**62
    at = parse_instant(text)
    return at + 86_399_999 if len(text.strip()) == len("2026-01-31") else at


def comma_list(known: Collection[str]) -> Callable[[str], str]:
    """Check that a text is a comma separated list of known words."""

    def check(text: str) -> str:
        unknown = [word for word in split(text) if word not in known]
        if unknown:
            raise ValueError(f"must be a comma-separated list of {', '.join(known)}; got {', '.join(unknown)}")
        return text

    return check


def split(text: str | None) -> list[str]:
    """The words of a comma separated list."""
    return [word for part in (text or "").split(",") if (word := part.strip())]


class Order(StrEnum):
    """Which end of a list comes first."""

    ASCENDING = "asc"
    DESCENDING = "desc"


def page_size(edition: Edition, per_page: int, older: int | None) -> int:
    """How many items a page has; older clients write `per_page`, which counts in the `observed` edition."""
    wanted = older if older is not None and edition is Edition.OBSERVED else per_page
    return clamp(wanted, MOST_PER_PAGE)


class Pagination(TypedDict):
    """Where a page stands."""

    totalCount: int
    """Total items"""
    totalPages: int
    """Total pages"""
    currentPage: int
    """Current page"""
    perPage: int
    """Items per page"""


def pagination(total: int, page: int, per_page: int) -> Pagination:
    """The metadata of a page. Assumption: no items make no pages."""
    return {"totalCount": total, "totalPages": -(-total // per_page), "currentPage": page, "perPage": per_page}
