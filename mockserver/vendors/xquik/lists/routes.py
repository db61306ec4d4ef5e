"""Lists of X: their members, followers and tweets. Source: observed."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mockserver.contract import Context, Ctx
from mockserver.gateway.marks import Query
from mockserver.vendors.xquik.access import xquik_router
from mockserver.vendors.xquik.errors import NOT_FOUND
from mockserver.vendors.xquik.fields import Cursors
from mockserver.vendors.xquik.users.schemas import MentionsQuery, PeopleQuery
from mockserver.vendors.xquik.x_data.lookup import moment
from mockserver.vendors.xquik.x_data.paging import USUAL, position, tweet_page, user_page
from mockserver.vendors.xquik.x_data.schemas import TweetPage, UserPage

router = xquik_router("X lists")


class ListTweetsQuery(MentionsQuery):
    """Which tweets of a list."""

    includeReplies: bool = Field(False, description="Replies too")  # noqa: N815


@router.get(
    "/x/lists/{id}/members",
    operation_id="getListMembers",
    summary="List members of an X List",
    response_model=UserPage,
    openapi_extra={"x-source": "observed: GET /x/lists/{id}/members"},
)
async def list_members(ctx: Ctx, id: str, query: Annotated[PeopleQuery, Query()]) -> UserPage:
    """Who is on a list. 404 `not_found`. 1 credit a user."""
    _check(ctx, id)
    after, read = position(query.position), ctx.workspace.world.lists.members
    return user_page(ctx, "getListMembers", lambda limit: read(id, limit, after), query.size(USUAL))


@router.get(
    "/x/lists/{id}/followers",
    operation_id="getListFollowers",
    summary="List followers of an X List",
    response_model=UserPage,
    openapi_extra={"x-source": "observed: GET /x/lists/{id}/followers"},
)
async def list_followers(ctx: Ctx, id: str, query: Annotated[Cursors, Query()]) -> UserPage:
    """Who follows a list. 404 `not_found`. 1 credit a user."""
    _check(ctx, id)
    after, read = position(query.position), ctx.workspace.world.lists.followers
    return user_page(ctx, "getListFollowers", lambda limit: read(id, limit, after))


@router.get(
    "/x/lists/{id}/tweets",
    operation_id="getListTweets",
    summary="List tweets from an X List",
    response_model=TweetPage,
    openapi_extra={"x-source": "observed: GET /x/lists/{id}/tweets"},
)
async def list_tweets(ctx: Ctx, id: str, query: Annotated[ListTweetsQuery, Query()]) -> TweetPage:
    """What the members of a list tweet, newest first. 404 `not_found`. 1 credit a tweet."""
    _check(ctx, id)
    since, until = moment("sinceTime", query.sinceTime), moment("untilTime", query.untilTime)
    after, read = position(query.position), ctx.workspace.world.lists.tweets
    return tweet_page(
        ctx,
        "getListTweets",
        lambda limit: read(id, limit, after, since=since, until=until, with_replies=query.includeReplies),
    )


def _check(ctx: Context, list_id: str) -> None:
    """404 `not_found` where there is no such list."""
    if ctx.workspace.world.lists.get(list_id) is None:
        raise NOT_FOUND()
