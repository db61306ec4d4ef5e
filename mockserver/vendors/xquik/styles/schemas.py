"""What the endpoints of styles take and give. Source: "Tweet Style Cache"."""

from __future__ import annotations

import re
from typing import Annotated, NotRequired

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import QueryParams, RequestBody
from mockserver.vendors.xquik.fields import Moment, Text

LONGEST_LABEL = 30
LONGEST_TEXT = 25_000
MOST_TWEETS = 100

_LABEL = re.compile(r"[^\W_][\w .'-]*")


def _fits_label(text: str) -> str:
    label = text.strip()
    if not _LABEL.fullmatch(label):
        raise ValueError("must begin with a letter or digit, and have only these, spaces and . - ' _")
    return label


Label = Annotated[str, Field(min_length=1, max_length=LONGEST_LABEL), AfterValidator(_fits_label)]
"""The name of a custom style."""


class AnalyzeRequest(RequestBody):
    """Whose tweets to fetch."""

    username: Text = Field(description="X username, with or without @", examples=["elonmusk"])


class CustomTweet(RequestBody):
    """A text to learn from."""

    text: Text = Field(max_length=LONGEST_TEXT, examples=["Excited to share our latest research findings."])


class SaveStyleRequest(RequestBody):
    """A custom style."""

    label: Label = Field(description="Name of the style, 1 to 30 characters", examples=["Professional Voice"])
    tweets: list[CustomTweet] = Field(min_length=1, max_length=MOST_TWEETS, description="1 to 100 tweets")


class CompareQuery(QueryParams):
    """The two styles; both are needed."""

    username1: str | None = Field(None, description="First username or label")
    username2: str | None = Field(None, description="Second username or label")


class StyleTweet(TypedDict):
    """A tweet of a style; those of a custom style are numbered from 0."""

    id: str
    text: str
    authorUsername: str
    createdAt: Moment


class StyleSummary(TypedDict):
    """A style in the list. `isOwnAccount`: it is that of the X username linked to the account."""

    xUsername: str
    tweetCount: int
    isOwnAccount: bool
    fetchedAt: Moment


class Style(StyleSummary):
    """A style with its tweets, newest first."""

    tweets: list[StyleTweet]


class StyleList(TypedDict):
    """The styles, fetched last first; `hasMore` is observed only."""

    styles: list[StyleSummary]
    hasMore: bool


class Comparison(TypedDict):
    """Two styles side by side."""

    style1: Style
    style2: Style


class MeasuredTweet(TypedDict):
    """A tweet with its metrics as they are now; it has none when it is not on X (any more)."""

    id: str
    text: str
    createdAt: Moment
    likeCount: NotRequired[int]
    retweetCount: NotRequired[int]
    replyCount: NotRequired[int]
    quoteCount: NotRequired[int]
    viewCount: NotRequired[int]
    bookmarkCount: NotRequired[int]


class Performance(TypedDict):
    """How the tweets of a style do."""

    xUsername: str
    tweetCount: int
    tweets: list[MeasuredTweet]
