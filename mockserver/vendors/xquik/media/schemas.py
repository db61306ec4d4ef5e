"""What the endpoints of media take and give. Source: "Upload Media", "Download Media"."""

from __future__ import annotations

from typing import Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.gateway.forms import FormBody, FormFile
from mockserver.gateway.schemas import RequestBody
from mockserver.vendors.xquik.fields import Address, Text, XId

_ACCOUNT = "Username or id of a connected account"


class FileForm(FormBody):
    """A file."""

    account: Text = Field(max_length=100, description=_ACCOUNT)
    file: FormFile = Field(description="The file; its content says what it is, not its name")


class UploadForm(FileForm):
    """A picture or film to upload."""

    is_long_video: bool = Field(False, description="Whether it is a film of more than 140 seconds")


class FileAddress(RequestBody):
    """A file by its address."""

    account: Text = Field(max_length=100, description=_ACCOUNT)
    url: Text = Field(max_length=2_000, description="http or https address of the file")


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
