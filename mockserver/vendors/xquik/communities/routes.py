"""Endpoints of communities. Thin: what they hold stands in the world."""

from __future__ import annotations

from typing import Annotated

from mockserver.contract import Context, Ctx
from mockserver.core.settings import Edition
from mockserver.core.times import iso_ms
from mockserver.gateway.marks import Query
from mockserver.vendors.xquik import metering
from mockserver.vendors.xquik.access import xquik_router
from mockserver.vendors.xquik.communities.schemas import (
    Community,
    CommunityInfo,
    CommunityMade,
    CommunitySearchQuery,
    CreateCommunityRequest,
    DeleteCommunityRequest,
)
from mockserver.vendors.xquik.errors import (
    ALREADY_MEMBER,
    INVALID_COMMUNITY_ID,
    INVALID_INPUT,
    MISSING_QUERY,
    NOT_FOUND,
    X_REJECTED,
)
from mockserver.vendors.xquik.fields import Cursors, Success, success
from mockserver.vendors.xquik.users.schemas import PeopleQuery
from mockserver.vendors.xquik.writes.acting import acting
from mockserver.vendors.xquik.writes.schemas import ActingRequest
from mockserver.vendors.xquik.x_data import magic
from mockserver.vendors.xquik.x_data.lookup import ORDERS
from mockserver.vendors.xquik.x_data.paging import USUAL, position, tweet_page, user_page
from mockserver.vendors.xquik.x_data.schemas import TweetPage, UserPage
from mockserver.world import community as seen
from mockserver.world.paging import Page
from mockserver.world.search.query import Malformed
from mockserver.world.tweet import Tweet

router = xquik_router("X communities")


@router.get(
    "/x/communities/search",
    operation_id="searchCommunities",
    summary="Search for communities by keyword",
    response_model=TweetPage,
    openapi_extra={"x-source": "observed: GET /x/communities/search"},
)
async def search_communities(ctx: Ctx, query: Annotated[CommunitySearchQuery, Query()]) -> TweetPage:
    """Tweets of the community that a keyword finds. 400 `missing_query`. 1 credit a tweet.

    The newer specification gives a page of tweets here, not of communities.
    """
    return _searched(ctx, query, "searchCommunities", one=True)


@router.get(
    "/x/communities/tweets",
    operation_id="getAllCommunityTweets",
    summary="List tweets across all communities",
    response_model=TweetPage,
    openapi_extra={"x-source": "observed: GET /x/communities/tweets"},
)
async def all_community_tweets(ctx: Ctx, query: Annotated[CommunitySearchQuery, Query()]) -> TweetPage:
    """Tweets of all communities that a query means. 400 `missing_query`. 1 credit a tweet."""
    return _searched(ctx, query, "getAllCommunityTweets", one=False)


@router.get(
    "/x/communities/{id}/info",
    operation_id="getCommunityInfo",
    summary="Get community name, description and member count",
    response_model=CommunityInfo,
    openapi_extra={"x-source": "observed: GET /x/communities/{id}/info"},
)
async def community_info(ctx: Ctx, id: str) -> CommunityInfo:
    """A community. 400 `invalid_community_id`, 404 `not_found`. 1 credit."""
    found = _require(ctx, id)
    metering.charge(ctx.workspace, "getCommunityInfo", subject=id)
    return {"community": _shown(found)}


@router.get(
    "/x/communities/{id}/members",
    operation_id="getCommunityMembers",
    summary="List members of a community",
    response_model=UserPage,
    openapi_extra={"x-source": "observed: GET /x/communities/{id}/members"},
)
async def community_members(ctx: Ctx, id: str, query: Annotated[PeopleQuery, Query()]) -> UserPage:
    """Who belongs to a community, who joined last first. 1 credit a user."""
    _require(ctx, id)
    after, read = position(query.position), ctx.workspace.world.communities.members
    return user_page(ctx, "getCommunityMembers", lambda limit: read(id, limit, after), query.size(USUAL))


@router.get(
    "/x/communities/{id}/moderators",
    operation_id="getCommunityModerators",
    summary="List moderators of a community",
    response_model=UserPage,
    openapi_extra={"x-source": "observed: GET /x/communities/{id}/moderators"},
)
async def community_moderators(ctx: Ctx, id: str, query: Annotated[Cursors, Query()]) -> UserPage:
    """Who leads a community. 1 credit a user."""
    _require(ctx, id)
    after, read = position(query.position), ctx.workspace.world.communities.moderators
    return user_page(ctx, "getCommunityModerators", lambda limit: read(id, limit, after))


@router.get(
    "/x/communities/{id}/tweets",
    operation_id="getCommunityTweets",
    summary="List tweets posted in a community",
    response_model=TweetPage,
    openapi_extra={"x-source": "observed: GET /x/communities/{id}/tweets"},
)
async def community_tweets(ctx: Ctx, id: str, query: Annotated[Cursors, Query()]) -> TweetPage:
    """What was posted in a community, newest first. 1 credit a tweet."""
    _require(ctx, id)
    after, read = position(query.position), ctx.workspace.world.communities.tweets
    return tweet_page(ctx, "getCommunityTweets", lambda limit: read(id, limit, after))


@router.post(
    "/x/communities",
    operation_id="createCommunity",
    summary="Create community",
    response_model=CommunityMade,
    openapi_extra={"x-source": "documented: Create Community"},
)
async def create_community(ctx: Ctx, body: CreateCommunityRequest) -> CommunityMade:
    """Make a community that the account owns. Without a description 400 `invalid_input` in `documented`. 10 credits."""
    description = (body.description or "").strip()
    if not description and ctx.edition is Edition.DOCUMENTED:
        raise INVALID_INPUT("description is required.")
    with acting(ctx, "createCommunity", body.account, body.name) as person:
        made = ctx.workspace.world.communities.create(person, body.name, description)
    return {"communityId": made.id, "communityName": made.name, "success": True}


@router.delete(
    "/x/communities/{id}",
    operation_id="deleteCommunity",
    summary="Delete community",
    response_model=Success,
    openapi_extra={"x-source": "documented: Delete Community"},
)
async def delete_community(ctx: Ctx, id: str, body: DeleteCommunityRequest) -> Success:
    """Delete a community that the account owns; its name confirms it. 10 credits.

    400 `invalid_input` for another name, 404 `not_found`, 422 `x_rejected` for one of somebody else.
    """
    found = _require(ctx, id)
    if body.community_name != found.name:
        raise INVALID_INPUT("community_name must be the community's name.")
    with acting(ctx, "deleteCommunity", body.account) as person:
        if person.key != found.owner.lower():
            raise X_REJECTED()
        ctx.workspace.world.communities.delete(id)
    return success()


@router.post(
    "/x/communities/{id}/join",
    operation_id="joinCommunity",
    summary="Join community",
    response_model=CommunityMade,
    openapi_extra={"x-source": "documented: Join Community"},
)
async def join_community(ctx: Ctx, id: str, body: ActingRequest) -> CommunityMade:
    """Join a community. 409 `already_member` (422 `x_duplicate_action` in the newer edition). 10 credits."""
    found = _require(ctx, id)
    with acting(ctx, "joinCommunity", body.account) as person:
        if not ctx.workspace.world.communities.join(id, person):
            raise ALREADY_MEMBER(edition=ctx.edition)
    return {"communityId": id, "communityName": found.name, "success": True}


@router.delete(
    "/x/communities/{id}/join",
    operation_id="leaveCommunity",
    summary="Leave community",
    response_model=CommunityMade,
    openapi_extra={"x-source": "documented: Leave Community"},
)
async def leave_community(ctx: Ctx, id: str, body: ActingRequest) -> CommunityMade:
    """Leave a community; whoever is no member has left already. 10 credits."""
    found = _require(ctx, id)
    with acting(ctx, "leaveCommunity", body.account) as person:
        ctx.workspace.world.communities.leave(id, person)
    return {"communityId": id, "communityName": found.name, "success": True}


def _searched(ctx: Context, query: CommunitySearchQuery, operation_id: str, *, one: bool) -> TweetPage:
    asked = (query.q or "").strip()
    if not asked:
        raise MISSING_QUERY()
    magic.check(ctx.workspace, asked)
    order = ORDERS[query.queryType]
    after, communities = position(query.position), ctx.workspace.world.communities

    def fetch(limit: int) -> Page[Tweet]:
        if one:
            found = communities.search(asked, 1).items
            return communities.tweets(found[0].id, limit, after) if found else Page((), None)
        page = communities.search_tweets(asked, limit, after, order=order)
        if isinstance(page, Malformed):
            raise INVALID_INPUT(f"q {page.message}.")
        return page

    return tweet_page(ctx, operation_id, fetch)


def _require(ctx: Context, community_id: str) -> seen.Community:
    """The community; 400 `invalid_community_id`, 404 `not_found`."""
    if not (community_id.isascii() and community_id.isdigit() and len(community_id) <= 20):
        raise INVALID_COMMUNITY_ID()
    found = ctx.workspace.world.communities.get(community_id)
    if found is None:
        raise NOT_FOUND()
    return found


def _shown(found: seen.Community) -> Community:
    return {
        "id": found.id,
        "name": found.name,
        "description": found.description,
        "created_at": iso_ms(found.created_at),
        "join_policy": found.join_policy,
        "member_count": found.member_count,
        "moderator_count": found.moderator_count,
        "primary_topic": {"id": found.topic.lower().replace(" ", "-"), "name": found.topic},
        "rules": [
            {"id": str(place), "name": rule.name, "description": rule.description}
            for place, rule in enumerate(found.rules, 1)
        ],
    }
