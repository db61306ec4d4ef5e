"""What the scheduled tweet endpoints take and give. Source: "Schedule Tweet" to "Cancel Scheduled Tweet"."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from mockserver.core.times import Instant, parse_instant
from mockserver.gateway.schemas import Offset, PageSize, QueryParams, RequestBody
from mockserver.vendors.scrapely.fields import Address, Moment, Text, Uuid

LONGEST = 280

_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d([.]\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?")


def instant(text: str) -> Instant:
    """Read an ISO 8601 timestamp with date and time; raises `ValueError`.

    Assumption: a timestamp without a zone is UTC, and a date alone is refused.
    """
    if not _TIMESTAMP.fullmatch(text):
        raise ValueError("must be an ISO 8601 timestamp such as 2026-01-31T12:00:00Z")
    try:
        return parse_instant(text)
    except ValueError:
        raise ValueError("must be an ISO 8601 timestamp such as 2026-01-31T12:00:00Z") from None


def _timestamp(text: str) -> str:
    instant(text)
    return text


Timestamp = Annotated[str, AfterValidator(_timestamp), Field(json_schema_extra={"format": "date-time"})]


class TweetStatus(StrEnum):
    """Where a scheduled tweet stands."""

    PENDING = "pending"
    POSTED = "posted"
    FAILED = "failed"


class ScheduleTweetRequest(RequestBody):
    """A tweet and when to post it."""

    account_id: Uuid = Field(description="Id of the account to post from")
    # Assumption: a character of the 280 is a Unicode code point.
    tweet_text: Text = Field(
        max_length=LONGEST, description="Text of the tweet, at most 280 characters", examples=["Hello world"]
    )
    scheduled_at: Timestamp = Field(
        description="When to post it: ISO 8601, in the future", examples=["2030-03-20T15:00:00Z"]
    )


class ListTweetsQuery(QueryParams):
    """Which scheduled tweets are asked for."""

    account_id: Uuid | None = Field(None, description="Only those of this account")
    status: TweetStatus | None = Field(None, description="Only those with this status")
    limit: PageSize = Field(50, description="Results per page, at most 100")
    offset: Offset = Field(0, description="Results to skip")


class CancelTweetRequest(RequestBody):
    """The tweet to cancel."""

    tweet_id: Uuid = Field(description="Id of the scheduled tweet")


class ScheduledTweet(TypedDict):
    """A scheduled tweet."""

    id: Uuid
    account_id: Uuid
    account_handle: str
    account_name: str
    account_image: Address
    tweet_text: str
    scheduled_at: Moment
    status: TweetStatus
    posted_at: Moment | None
    error_message: str | None
    created_at: Moment


class ScheduleTweetResponse(TypedDict):
    """The tweet was scheduled."""

    success: bool
    message: str
    scheduled_tweet: ScheduledTweet


class Page(TypedDict):
    """Where a page stands in the whole list."""

    limit: int
    offset: int
    count: int
    total: int


class ScheduledTweetList(TypedDict):
    """A page of scheduled tweets."""

    scheduled_tweets: list[ScheduledTweet]
    pagination: Page


class CancelTweetResponse(TypedDict):
    """The tweet was cancelled."""

    success: bool
    message: str
    tweet_id: Uuid
