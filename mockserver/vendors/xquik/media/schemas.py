"""What the endpoints of media take and give. Source: "Upload Media", "Download Media"."""

from __future__ import annotations

from typing import Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import RequestBody
from mockserver.vendors.xquik.fields import Address, XId


class DownloadRequest(RequestBody):
    """Whose media to download: one tweet's, or those of many."""

    tweetInput: str | None = Field(None, max_length=500, description="Address or id of a tweet")  # noqa: N815
    tweetId: str | None = Field(None, max_length=500, description="The same under another name")  # noqa: N815
    tweetUrl: str | None = Field(None, max_length=500, description="The same under another name")  # noqa: N815
    tweetIds: list[str] | None = Field(None, description="Addresses or ids of at most 50 tweets")  # noqa: N815


class Uploaded(TypedDict):
    """A medium that can be attached to a tweet."""

    mediaId: XId
    mediaUrl: Address
    success: Literal[True]


class Downloaded(TypedDict):
    """A gallery: of one tweet with whether it was there before, or of many with how much is in it."""

    galleryUrl: Address
    tweetId: NotRequired[XId]
    cacheHit: NotRequired[bool]
    totalTweets: NotRequired[int]
    totalMedia: NotRequired[int]
