"""What the feeds of a connected account take and give. Source: "X API (Direct Lookups)"; shapes: observed."""

from __future__ import annotations

from typing import NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.vendors.xquik.fields import Cursors, Moment
from mockserver.vendors.xquik.x_data.schemas import PageMark


class FeedQuery(Cursors):
    """Whose feed."""

    account: str | None = Field(None, description="Username or id of a connected account; the first one if absent")


class TimelineQuery(FeedQuery):
    """Which page of the timeline."""

    seenTweetIds: str | None = Field(None, description="Ids to leave out, separated by commas")  # noqa: N815


class NotificationsQuery(FeedQuery):
    """Which notifications."""

    type: str = Field("All", description="All, Verified or Mentions; anything else is All")


class BookmarksQuery(FeedQuery):
    """Which bookmarks."""

    folderId: str | None = Field(None, description="Those of one folder only")  # noqa: N815


class Notification(TypedDict):
    """One thing that the account is told of."""

    id: str
    type: NotRequired[str]
    message: NotRequired[str]
    timestamp: NotRequired[Moment]


class NotificationPage(PageMark):
    """A page of notifications."""

    notifications: list[Notification]


class Folder(TypedDict):
    """A folder of bookmarks."""

    id: str
    name: str


class FolderPage(PageMark):
    """Every folder."""

    folders: list[Folder]
