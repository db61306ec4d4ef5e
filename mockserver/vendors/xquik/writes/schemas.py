"""What writes on X take and give. Source: "X Write"."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import RequestBody
from mockserver.vendors.xquik.fields import Text, XId

LONGEST_NOTE = 25_000
MOST_IMAGES = 4


def _web(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or any(map(str.isspace, text)):
        raise ValueError("must be an http or https address")
    return text


WebAddress = Annotated[str, AfterValidator(_web), Field(json_schema_extra={"format": "uri"})]
"""The address of a page."""


class ActingRequest(RequestBody):
    """Who acts."""

    account: Text = Field(max_length=100, description="Username or id of a connected account")


class CreateTweetRequest(ActingRequest):
    """A tweet to post."""

    text: str = Field("", max_length=LONGEST_NOTE, description="280 characters as X counts them, 25,000 of a note")
    reply_to_tweet_id: str | None = Field(None, description="The tweet that it answers")
    attachment_url: WebAddress | None = Field(
        None, max_length=2_000, description="An address to attach; a tweet's is quoted"
    )
    community_id: str | None = Field(None, description="The community to post into")
    is_note_tweet: bool = Field(False, description="A long one")
    media_ids: list[str] | None = Field(None, description="Ids from POST /x/media: 4 images at most, or 1 video")
    media: list[str] | None = Field(None, description="Addresses of images, as newer clients send them")


class TweetMade(TypedDict):
    """A new tweet."""

    tweetId: XId
    success: Literal[True]
