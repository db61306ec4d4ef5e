"""Writes of connected accounts: tweets, likes, retweets, follows. Thin: what they do stands in the world."""

from __future__ import annotations

from mockserver.contract import Ctx
from mockserver.vendors.xquik.access import xquik_router
from mockserver.vendors.xquik.errors import X_REJECTED
from mockserver.vendors.xquik.fields import Success, success
from mockserver.vendors.xquik.writes import service
from mockserver.vendors.xquik.writes.acting import acting
from mockserver.vendors.xquik.writes.schemas import ActingRequest, CreateTweetRequest, TweetMade
from mockserver.vendors.xquik.x_data.lookup import require_tweet, require_user

router = xquik_router("X writes")


@router.post(
    "/x/tweets",
    operation_id="createTweet",
    summary="Create tweet",
    response_model=TweetMade,
    openapi_extra={"x-source": "documented: Create Tweet"},
)
async def create_tweet(ctx: Ctx, body: CreateTweetRequest) -> TweetMade:
    """Post a tweet, a reply, a quote, a long note, or into a community. 10 credits.

    502 `x_write_failed` (500 in the newer edition), and what `service.post` refuses.
    """
    with acting(ctx, "createTweet", body.account, body.text) as person:
        tweet = service.post(ctx.workspace, person, body)
    return {"tweetId": tweet.id, "success": True}


@router.delete(
    "/x/tweets/{id}",
    operation_id="deleteTweet",
    summary="Delete tweet",
    response_model=Success,
    openapi_extra={"x-source": "documented: Delete Tweet"},
)
async def delete_tweet(ctx: Ctx, id: str, body: ActingRequest) -> Success:
    """Delete a tweet of the account. 404 `tweet_not_found`, 422 `x_rejected` for one of somebody else. 10 credits."""
    with acting(ctx, "deleteTweet", body.account) as person:
        tweet = require_tweet(ctx.workspace, id)
        if tweet.author_handle.lower() != person.key:
            raise X_REJECTED()
        ctx.workspace.world.tweets.delete(tweet.id)
    return success()


@router.post(
    "/x/tweets/{id}/like",
    operation_id="likeTweet",
    summary="Like tweet",
    response_model=Success,
    openapi_extra={"x-source": "documented: Like Tweet"},
)
async def like_tweet(ctx: Ctx, id: str, body: ActingRequest) -> Success:
    """Like a tweet; again changes nothing and is charged again. 404 `tweet_not_found`. 10 credits."""
    with acting(ctx, "likeTweet", body.account) as person:
        ctx.workspace.world.tweets.like(person.user_id, require_tweet(ctx.workspace, id).id)
    return success()


@router.delete(
    "/x/tweets/{id}/like",
    operation_id="unlikeTweet",
    summary="Unlike tweet",
    response_model=Success,
    openapi_extra={"x-source": "documented: Unlike Tweet"},
)
async def unlike_tweet(ctx: Ctx, id: str, body: ActingRequest) -> Success:
    """Take a like back. 404 `tweet_not_found`. 10 credits."""
    with acting(ctx, "unlikeTweet", body.account) as person:
        ctx.workspace.world.tweets.unlike(person.user_id, require_tweet(ctx.workspace, id).id)
    return success()


@router.post(
    "/x/tweets/{id}/retweet",
    operation_id="retweet",
    summary="Retweet",
    response_model=Success,
    openapi_extra={"x-source": "documented: Retweet"},
)
async def retweet(ctx: Ctx, id: str, body: ActingRequest) -> Success:
    """Retweet; again changes nothing and is charged again. 404 `tweet_not_found`. 10 credits."""
    with acting(ctx, "retweet", body.account) as person:
        ctx.workspace.world.tweets.retweet(person.handle, require_tweet(ctx.workspace, id).id)
    return success()


@router.delete(
    "/x/tweets/{id}/retweet",
    operation_id="unretweet",
    summary="Unretweet",
    response_model=Success,
    openapi_extra={"x-source": "observed: DELETE /x/tweets/{id}/retweet"},
)
async def unretweet(ctx: Ctx, id: str, body: ActingRequest) -> Success:
    """Take a retweet back. 404 `tweet_not_found`. 10 credits."""
    with acting(ctx, "unretweet", body.account) as person:
        ctx.workspace.world.tweets.unretweet(person.handle, require_tweet(ctx.workspace, id).id)
    return success()


@router.post(
    "/x/users/{id}/follow",
    operation_id="followUser",
    summary="Follow user",
    response_model=Success,
    openapi_extra={"x-source": "documented: Follow User"},
)
async def follow_user(ctx: Ctx, id: str, body: ActingRequest) -> Success:
    """Follow a user, by id or username; nobody follows himself. 404 `user_not_found`. 10 credits."""
    with acting(ctx, "followUser", body.account) as person:
        target = require_user(ctx.workspace, id)
        if target.key == person.key:
            raise X_REJECTED()
        ctx.workspace.world.graph.follow(person, target)
    return success()


@router.delete(
    "/x/users/{id}/follow",
    operation_id="unfollowUser",
    summary="Unfollow user",
    response_model=Success,
    openapi_extra={"x-source": "documented: Unfollow User"},
)
async def unfollow_user(ctx: Ctx, id: str, body: ActingRequest) -> Success:
    """Follow a user no more. 404 `user_not_found`. 10 credits."""
    with acting(ctx, "unfollowUser", body.account) as person:
        ctx.workspace.world.graph.unfollow(person, require_user(ctx.workspace, id))
    return success()


@router.post(
    "/x/users/{id}/remove-follower",
    operation_id="removeFollower",
    summary="Remove follower",
    response_model=Success,
    openapi_extra={"x-source": "documented: Remove Follower"},
)
async def remove_follower(ctx: Ctx, id: str, body: ActingRequest) -> Success:
    """Have a user follow the account no more, without blocking. 404 `user_not_found`. 10 credits."""
    with acting(ctx, "removeFollower", body.account) as person:
        ctx.workspace.world.graph.remove_follower(person, require_user(ctx.workspace, id))
    return success()
