"""What the lookups of users take and give. Source: "Get User", "Check Follower"; the rest: observed."""

from __future__ import annotations

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import PageSize, QueryParams
from mockserver.vendors.xquik.fields import Cursors


class BatchQuery(Cursors):
    """Which users."""

    ids: str | None = Field(None, description="User ids, separated by commas, at most 100")


class UserSearchQuery(Cursors):
    """Whom to search for."""

    q: str | None = Field(None, description="Words of a name or the beginning of a username")


class CheckQuery(QueryParams):
    """Two users."""

    source: str | None = Field(None, description="Username of the one who may follow")
    target: str | None = Field(None, description="Username of the one who may be followed")


class TweetsQuery(Cursors):
    """Which tweets of a user."""

    includeReplies: bool = Field(False, description="Replies too")  # noqa: N815
    includeParentTweet: bool = Field(False, description="With a reply, what it answers")  # noqa: N815


class MentionsQuery(Cursors):
    """Which mentions of a user."""

    sinceTime: str | None = Field(None, description="Unix seconds or ISO 8601; not older")  # noqa: N815
    untilTime: str | None = Field(None, description="Unix seconds or ISO 8601; older than that")  # noqa: N815


class PeopleQuery(Cursors):
    """Which page of a long list of users."""

    pageSize: PageSize | None = Field(None, description="How many, 20 to 200")  # noqa: N815
    limit: PageSize | None = Field(None, description="The same under another name")

    def size(self, usual: int) -> int:
        """How many to give."""
        return max(20, min(200, self.pageSize or self.limit or usual))


class FollowCheck(TypedDict):
    """Whether source follows target, and target source."""

    sourceUsername: str
    targetUsername: str
    isFollowing: bool
    isFollowedBy: bool
