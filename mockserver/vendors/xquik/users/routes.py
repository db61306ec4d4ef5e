"""Lookups of users. Thin: who is found stands in the world, what it costs in `x_data.paging`."""

from __future__ import annotations

from typing import Annotated

from mockserver.contract import Ctx
from mockserver.gateway.marks import Query
from mockserver.vendors.xquik import metering
from mockserver.vendors.xquik.access import xquik_router
from mockserver.vendors.xquik.errors import (
    INVALID_USER_ID,
    MISSING_IDS,
    MISSING_PARAMS,
    MISSING_QUERY,
    TOO_MANY_IDS,
)
from mockserver.vendors.xquik.fields import Cursors
from mockserver.vendors.xquik.users import service
from mockserver.vendors.xquik.users.schemas import (
    BatchQuery,
    CheckQuery,
    FollowCheck,
    MentionsQuery,
    PeopleQuery,
    TweetsQuery,
    UserSearchQuery,
)
from mockserver.vendors.xquik.x_accounts import service as x_accounts
from mockserver.vendors.xquik.x_data import magic, presenters
from mockserver.vendors.xquik.x_data.lookup import find_user, moment, require_user, require_username
from mockserver.vendors.xquik.x_data.paging import LARGEST, position, slice_of, tweet_page, user_page
from mockserver.vendors.xquik.x_data.schemas import TweetPage, User, UserPage
from mockserver.vendors.xquik.x_data.views import Views
from mockserver.world.paging import Page

router = xquik_router("X users")

MOST_IDS = 100


@router.get(
    "/x/users/batch",
    operation_id="getBatchUsers",
    summary="Look up multiple users by IDs",
    response_model=UserPage,
    openapi_extra={"x-source": "observed: GET /x/users/batch"},
)
async def batch_users(ctx: Ctx, query: Annotated[BatchQuery, Query()]) -> UserPage:
    """Several users by their ids, in the order they were asked for; those that are not there are left out.

    400 `missing_ids`, `too_many_ids` above 100, `invalid_user_id`. 1 credit a user.
    Paged as tweets by their ids are.
    """
    ids = [each.strip() for each in (query.ids or "").split(",") if each.strip()]
    if not ids:
        raise MISSING_IDS()
    if len(ids) > MOST_IDS:
        raise TOO_MANY_IDS()
    if not all(each.isascii() and each.isdigit() and len(each) <= 20 for each in ids):
        raise INVALID_USER_ID()
    found = [person for each in dict.fromkeys(ids) if (person := find_user(ctx.workspace, each)) is not None]
    after = position(query.position)
    return user_page(ctx, "getBatchUsers", lambda limit: slice_of(found, limit, after), MOST_IDS)


@router.get(
    "/x/users/search",
    operation_id="searchUsers",
    summary="Search users by name or username",
    response_model=UserPage,
    openapi_extra={"x-source": "observed: GET /x/users/search"},
)
async def search_users(ctx: Ctx, query: Annotated[UserSearchQuery, Query()]) -> UserPage:
    """Users by words of their name or the beginning of their username. 400 `missing_query`. 1 credit a user."""
    asked = (query.q or "").strip()
    if not asked:
        raise MISSING_QUERY()
    magic.check(ctx.workspace, asked)
    after, read = position(query.position), ctx.workspace.world.people_search.page
    return user_page(ctx, "searchUsers", lambda limit: read(asked, limit, after))


@router.get(
    "/x/followers/check",
    operation_id="checkFollow",
    summary="Check follow relationship",
    response_model=FollowCheck,
    openapi_extra={"x-source": "documented: Check Follower"},
)
async def check_follow(ctx: Ctx, query: Annotated[CheckQuery, Query()]) -> FollowCheck:
    """Whether one user follows another, both ways.

    400 `missing_params` without both, 400 `invalid_username`, 404 `user_not_found`. 5 credits.
    """
    if not query.source or not query.target:
        raise MISSING_PARAMS(required=["source", "target"])
    source = require_username(ctx.workspace, query.source)
    target = require_username(ctx.workspace, query.target)
    metering.charge(ctx.workspace, "checkFollow", subject=f"{source.key} {target.key}")
    follows = ctx.workspace.world.graph.follows
    return {
        "sourceUsername": source.handle,
        "targetUsername": target.handle,
        "isFollowing": follows(source, target),
        "isFollowedBy": follows(target, source),
    }


@router.get(
    "/x/users/{username}",
    operation_id="getUser",
    summary="Look up X user profile",
    response_model=User,
    openapi_extra={"x-source": "documented: Get User"},
)
async def get_user(ctx: Ctx, username: str) -> User:
    """A profile, by username or by id.

    400 `invalid_username`, 404 `user_not_found`. 1 credit.
    """
    person = require_username(ctx.workspace, username)
    metering.charge(ctx.workspace, "getUser", subject=person.key)
    return presenters.user(Views.of(ctx).user(person))


@router.get(
    "/x/users/{id}/tweets",
    operation_id="getUserTweets",
    summary="Get a user's recent tweets",
    response_model=TweetPage,
    openapi_extra={"x-source": "documented: Get User Tweets"},
)
async def user_tweets(ctx: Ctx, id: str, query: Annotated[TweetsQuery, Query()]) -> TweetPage:
    """A user's tweets, newest first; of a protected account none.

    400 `invalid_user_id`, 404 `user_not_found`. 1 credit a tweet.
    """
    person, after = require_user(ctx.workspace, id), position(query.position)
    return tweet_page(
        ctx,
        "getUserTweets",
        lambda limit: service.tweets(
            ctx.workspace, person, limit, after, replies=query.includeReplies, parents=query.includeParentTweet
        ),
    )


@router.get(
    "/x/users/{id}/likes",
    operation_id="getUserLikes",
    summary="Get tweets liked by a user",
    response_model=TweetPage,
    openapi_extra={"x-source": "documented: Get User Likes"},
)
async def user_likes(ctx: Ctx, id: str, query: Annotated[Cursors, Query()]) -> TweetPage:
    """What a user liked, the latest first. 1 credit a tweet."""
    person, after = require_user(ctx.workspace, id), position(query.position)
    read = ctx.workspace.world.interactions.likes
    return tweet_page(ctx, "getUserLikes", lambda limit: read(person, limit, after))


@router.get(
    "/x/users/{id}/media",
    operation_id="getUserMedia",
    summary="Get a user's media tweets",
    response_model=TweetPage,
    openapi_extra={"x-source": "documented: Get User Media"},
)
async def user_media(ctx: Ctx, id: str, query: Annotated[Cursors, Query()]) -> TweetPage:
    """A user's tweets with photos or films, newest first. 1 credit a tweet."""
    person, after = require_user(ctx.workspace, id), position(query.position)
    read = ctx.workspace.world.conversations.with_media
    return tweet_page(ctx, "getUserMedia", lambda limit: service.unless_hidden(person, read(person, limit, after)))


@router.get(
    "/x/users/{id}/mentions",
    operation_id="getUserMentions",
    summary="List tweets mentioning a user",
    response_model=TweetPage,
    openapi_extra={"x-source": "observed: GET /x/users/{id}/mentions"},
)
async def user_mentions(ctx: Ctx, id: str, query: Annotated[MentionsQuery, Query()]) -> TweetPage:
    """Tweets that mention a user, newest first. 1 credit a tweet."""
    person, after = require_user(ctx.workspace, id), position(query.position)
    since, until = moment("sinceTime", query.sinceTime), moment("untilTime", query.untilTime)
    return tweet_page(
        ctx, "getUserMentions", lambda limit: service.mentions(ctx.workspace, person, limit, after, since, until)
    )


@router.get(
    "/x/users/{id}/followers",
    operation_id="getUserFollowers",
    summary="List followers of a user",
    response_model=UserPage,
    openapi_extra={"x-source": "observed: GET /x/users/{id}/followers"},
)
async def user_followers(ctx: Ctx, id: str, query: Annotated[PeopleQuery, Query()]) -> UserPage:
    """Who follows a user, the latest first; 200 to a page unless asked for fewer. 1 credit a user."""
    person, after = require_user(ctx.workspace, id), position(query.position)
    read = ctx.workspace.world.graph.followers_page
    return user_page(ctx, "getUserFollowers", lambda limit: read(person, limit, after), query.size(LARGEST))


@router.get(
    "/x/users/{id}/following",
    operation_id="getUserFollowing",
    summary="List accounts a user follows",
    response_model=UserPage,
    openapi_extra={"x-source": "observed: GET /x/users/{id}/following"},
)
async def user_following(ctx: Ctx, id: str, query: Annotated[PeopleQuery, Query()]) -> UserPage:
    """Whom a user follows, the latest first; 200 to a page unless asked for fewer. 1 credit a user."""
    person, after = require_user(ctx.workspace, id), position(query.position)
    read = ctx.workspace.world.graph.following_page
    return user_page(ctx, "getUserFollowing", lambda limit: read(person, limit, after), query.size(LARGEST))


@router.get(
    "/x/users/{id}/verified-followers",
    operation_id="getUserVerifiedFollowers",
    summary="List verified followers of a user",
    response_model=UserPage,
    openapi_extra={"x-source": "observed: GET /x/users/{id}/verified-followers"},
)
async def user_verified_followers(ctx: Ctx, id: str, query: Annotated[Cursors, Query()]) -> UserPage:
    """Followers with a check mark. 1 credit a user."""
    person, after = require_user(ctx.workspace, id), position(query.position)
    read = ctx.workspace.world.graph.verified_followers
    return user_page(ctx, "getUserVerifiedFollowers", lambda limit: read(person, limit, after))


@router.get(
    "/x/users/{id}/followers-you-know",
    operation_id="getFollowersYouKnow",
    summary="Get mutual followers",
    response_model=UserPage,
    openapi_extra={"x-source": "documented: Get Mutual Followers"},
)
async def followers_you_know(ctx: Ctx, id: str, query: Annotated[Cursors, Query()]) -> UserPage:
    """Followers of a user whom the first connected account follows; none without one. 1 credit a user.

    Assumption: "you" is the account that was connected first.
    """
    person, after = require_user(ctx.workspace, id), position(query.position)
    viewer = x_accounts.first_person(ctx.workspace)
    read = ctx.workspace.world.graph.known_followers
    return user_page(
        ctx,
        "getFollowersYouKnow",
        lambda limit: Page((), None) if viewer is None else read(viewer, person, limit, after),
    )
