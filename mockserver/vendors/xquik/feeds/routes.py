"""What the owner of a connected account sees: timeline, notifications, bookmarks. Source: "X API (Direct Lookups)".

Assumption: without an account named in the query, the one that was connected first is meant.
"""

from __future__ import annotations

from typing import Annotated

from mockserver.contract import Ctx
from mockserver.core.times import iso_ms
from mockserver.gateway.marks import Query
from mockserver.vendors.xquik import metering
from mockserver.vendors.xquik.access import xquik_router
from mockserver.vendors.xquik.errors import NOT_FOUND
from mockserver.vendors.xquik.feeds.schemas import (
    BookmarksQuery,
    FeedQuery,
    FolderPage,
    NotificationPage,
    NotificationsQuery,
    TimelineQuery,
)
from mockserver.vendors.xquik.x_accounts.service import connected
from mockserver.vendors.xquik.x_data import presenters
from mockserver.vendors.xquik.x_data.paging import USUAL, given, metered, position, tweet_page
from mockserver.vendors.xquik.x_data.schemas import TweetPage
from mockserver.world.notifications import Told
from mockserver.world.paging import Page
from mockserver.world.tweet import Tweet

router = xquik_router("X feeds")


@router.get(
    "/x/timeline",
    operation_id="getTimeline",
    summary="Get home timeline",
    response_model=TweetPage,
    openapi_extra={"x-source": "documented: Get Home Timeline"},
)
async def home_timeline(ctx: Ctx, query: Annotated[TimelineQuery, Query()]) -> TweetPage:
    """What those tweet whom the account follows, newest first, without `seenTweetIds`.

    404 `account_not_found` where no account is connected. 1 credit a tweet.
    """
    person, after = connected(ctx.workspace, query.account), position(query.position)
    seen = [each.strip() for each in (query.seenTweetIds or "").split(",") if each.strip()]
    read = ctx.workspace.world.home.page
    return tweet_page(ctx, "getTimeline", lambda limit: read(person, limit, after, seen=seen))


@router.get(
    "/x/notifications",
    operation_id="getNotifications",
    summary="Get notifications",
    response_model=NotificationPage,
    openapi_extra={"x-source": "documented: Get Notifications"},
)
async def notifications(ctx: Ctx, query: Annotated[NotificationsQuery, Query()]) -> NotificationPage:
    """What the account is told of: All, Verified or Mentions; any other type is All. 1 credit a result."""
    person, after = connected(ctx.workspace, query.account), position(query.position)
    told = next((each for each in Told if each.value.lower() == query.type.lower()), Told.ALL)
    read = ctx.workspace.world.notifications.page
    page = metered(ctx, "getNotifications", USUAL, lambda limit: read(person, limit, after, told=told))
    return {
        "notifications": [
            {"id": each.id, "type": each.kind.value, "message": each.message, "timestamp": iso_ms(each.at)}
            for each in page.items
        ],
        **presenters.mark(given(page.next)),
    }


@router.get(
    "/x/bookmarks",
    operation_id="getBookmarks",
    summary="Get bookmarked tweets",
    response_model=TweetPage,
    openapi_extra={"x-source": "documented: Get Bookmarks"},
)
async def bookmarks(ctx: Ctx, query: Annotated[BookmarksQuery, Query()]) -> TweetPage:
    """What the account bookmarked, the latest first; of one folder with `folderId`. 404 `not_found` for no folder."""
    person, after = connected(ctx.workspace, query.account), position(query.position)
    read = ctx.workspace.world.interactions.bookmarks

    def fetch(limit: int) -> Page[Tweet]:
        try:
            return read(person, limit, after, folder_id=query.folderId or None)
        except LookupError:
            raise NOT_FOUND() from None

    return tweet_page(ctx, "getBookmarks", fetch)


@router.get(
    "/x/bookmarks/folders",
    operation_id="getBookmarkFolders",
    summary="Get bookmark folders",
    response_model=FolderPage,
    openapi_extra={"x-source": "documented: Get Bookmark Folders"},
)
async def bookmark_folders(ctx: Ctx, query: Annotated[FeedQuery, Query()]) -> FolderPage:
    """The account's folders. 1 credit."""
    person = connected(ctx.workspace, query.account)
    metering.charge(ctx.workspace, "getBookmarkFolders")
    folders = ctx.workspace.world.interactions.folders(person)
    return {"folders": [{"id": each.id, "name": each.name} for each in folders], **presenters.mark(None)}
