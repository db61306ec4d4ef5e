"""Endpoints of scheduled tweets. Thin: what they do stands in `service`."""

from __future__ import annotations

from typing import Annotated

from mockserver.contract import Ctx, vendor_router
from mockserver.gateway.marks import Query
from mockserver.gateway.pagination import clamp
from mockserver.vendors.scrapely.tweets import presenters, service
from mockserver.vendors.scrapely.tweets.schemas import (
    CancelTweetRequest,
    CancelTweetResponse,
    ListTweetsQuery,
    ScheduledTweetList,
    ScheduleTweetRequest,
    ScheduleTweetResponse,
    instant,
)

router = vendor_router("Scheduled Tweets")

LARGEST_PAGE = 100


@router.post(
    "/scheduled-tweets",
    operation_id="scheduleTweet",
    summary="Schedule a tweet",
    response_model=ScheduleTweetResponse,
    openapi_extra={"x-source": "documented: Schedule Tweet"},
)
async def schedule_tweet(ctx: Ctx, body: ScheduleTweetRequest) -> ScheduleTweetResponse:
    """Schedule a tweet; at its time it is posted into the world.

    400 for a text that is empty or too long and for a time that is not in the future, 404 for an unknown account.
    Source: "Schedule Tweet".
    """
    tweet = service.schedule(
        ctx.workspace, account_id=body.account_id, text=body.tweet_text, at=instant(body.scheduled_at)
    )
    ctx.created()
    return {
        "success": True,
        "message": "Tweet scheduled successfully",
        "scheduled_tweet": presenters.scheduled_tweet(tweet, ctx.picture("avatar", tweet.account_handle)),
    }


@router.get(
    "/scheduled-tweets",
    operation_id="listScheduledTweets",
    summary="List scheduled tweets",
    response_model=ScheduledTweetList,
    openapi_extra={"x-source": "documented: List Scheduled Tweets"},
)
async def list_scheduled_tweets(ctx: Ctx, query: Annotated[ListTweetsQuery, Query()]) -> ScheduledTweetList:
    """List scheduled tweets by account and status, the soonest first.

    400 for a status that does not exist. Source: "List Scheduled Tweets".
    """
    limit = clamp(query.limit, LARGEST_PAGE)
    rows, total = service.page(
        ctx.workspace, account_id=query.account_id, status=query.status, limit=limit, offset=query.offset
    )
    tweets = [presenters.scheduled_tweet(row, ctx.picture("avatar", row.account_handle)) for row in rows]
    return {
        "scheduled_tweets": tweets,
        "pagination": {"limit": limit, "offset": query.offset, "count": len(tweets), "total": total},
    }


@router.delete(
    "/scheduled-tweets",
    operation_id="cancelScheduledTweet",
    summary="Cancel a scheduled tweet",
    response_model=CancelTweetResponse,
    openapi_extra={"x-source": "documented: Cancel Scheduled Tweet"},
)
async def cancel_scheduled_tweet(ctx: Ctx, body: CancelTweetRequest) -> CancelTweetResponse:
    """Cancel a pending tweet, which takes it off the list.

    400 for one that is posted or failed, 404 for an unknown one. Source: "Cancel Scheduled Tweet".
    """
    service.cancel(ctx.workspace, body.tweet_id)
    return {"success": True, "message": "Scheduled tweet cancelled", "tweet_id": body.tweet_id}
