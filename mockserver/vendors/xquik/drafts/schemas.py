"""What the endpoints of drafts take and give. Source: "Drafts"."""

from __future__ import annotations

from enum import StrEnum
from typing import NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import PageSize, RequestBody
from mockserver.vendors.xquik.fields import Cursors, Moment, NumericId, Text

LONGEST_TEXT = 25_000
LONGEST_TOPIC = 500


class Goal(StrEnum):
    """What a tweet is to achieve."""

    ENGAGEMENT = "engagement"
    FOLLOWERS = "followers"
    AUTHORITY = "authority"
    CONVERSATION = "conversation"


class CreateDraftRequest(RequestBody):
    """A draft to keep."""

    text: Text = Field(max_length=LONGEST_TEXT, description="Text of the tweet", examples=["draft text"])
    topic: str | None = Field(None, description="What it is about; cut to 500 characters", examples=["product launch"])
    goal: str | None = Field(
        None,
        description="engagement, followers, authority or conversation; anything else is ignored",
        examples=["engagement"],
    )


class ListDraftsQuery(Cursors):
    """Which page of drafts."""

    limit: PageSize = Field(50, description="Results per page, at most 50")


class Draft(TypedDict):
    """A draft; what was not given is absent."""

    id: NumericId
    text: str
    topic: NotRequired[str]
    goal: NotRequired[Goal]
    createdAt: Moment
    updatedAt: Moment


class DraftList(TypedDict):
    """A page of drafts, newest first; the cursor stands under both its names, and is absent on the last page."""

    drafts: list[Draft]
    hasMore: bool
    afterCursor: NotRequired[str]
    nextCursor: NotRequired[str]
