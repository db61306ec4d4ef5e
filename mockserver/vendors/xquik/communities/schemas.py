"""What the endpoints of communities take and give. Source: "Create Community" and following; reads: observed."""

from __future__ import annotations

from typing import Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.vendors.xquik.fields import Cursors, Moment, Text, XId
from mockserver.vendors.xquik.writes.schemas import ActingRequest
from mockserver.vendors.xquik.x_data.schemas import QueryType


class CommunitySearchQuery(Cursors):
    """What to search for."""

    q: str | None = Field(None, description="A keyword, or a query in X's own syntax for tweets")
    queryType: QueryType = Field(QueryType.LATEST, description="Newest or most noticed first")  # noqa: N815


class CreateCommunityRequest(ActingRequest):
    """A community to make."""

    name: Text = Field(max_length=30, description="Its name, at most 30 characters")
    description: str | None = Field(None, max_length=160, description="What it is about; optional in `observed` only")


class DeleteCommunityRequest(ActingRequest):
    """A community to delete; its name confirms it."""

    community_name: Text = Field(max_length=200, description="Its name, as a confirmation")


class Topic(TypedDict):
    """What a community is about."""

    id: str
    name: str


class Rule(TypedDict):
    """A rule of a community."""

    id: str
    name: str
    description: NotRequired[str]


class Community(TypedDict):
    """A community."""

    id: XId
    name: str
    description: str
    created_at: Moment
    join_policy: str
    member_count: int
    moderator_count: int
    primary_topic: Topic
    rules: list[Rule]


class CommunityInfo(TypedDict):
    """A community, in an envelope."""

    community: Community


class CommunityMade(TypedDict):
    """A new community."""

    communityId: XId
    communityName: str
    success: Literal[True]
