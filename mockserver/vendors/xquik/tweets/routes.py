"""Lookups of tweets. Thin: what is found stands in the world, what it costs in `x_data.paging`."""

from __future__ import annotations

from typing import Annotated

from mockserver.contract import Ctx
from mockserver.engine.media import media_address
from mockserver.gateway.marks import Query
from mockserver.gateway.pagination import clamp
from mockserver.vendors.xquik import metering
from mockserver.vendors.xquik.access import xquik_router
from mockserver.vendors.xquik.errors import (
    ARTICLE_NOT_FOUND,
    INVALID_INPUT,
    INVALID_TWEET_ID,
    MISSING_IDS,
    MISSING_QUERY,
    TOO_MANY_IDS,
)
from mockserver.vendors.xquik.fields import Cursors
from mockserver.vendors.xquik.tweets import articles
from mockserver.vendors.xquik.tweets.schemas import (
    AroundQuery,
    ArticleAnswer,
    BatchQuery,
    SearchQuery,
    TweetAnswer,
)
from mockserver.vendors.xquik.x_data import magic, presenters
from mockserver.vendors.xquik.x_data.lookup import ORDERS, moment, require_tweet
from mockserver.vendors.xquik.x_data.paging import LARGEST, position, slice_of, tweet_page, user_page
from mockserver.vendors.xquik.x_data.schemas import TweetPage, UserPage
from mockserver.vendors.xquik.x_data.views import Views
from mockserver.world.paging import Page
from mockserver.world.search.query import Malformed
from mockserver.world.tweet import Tweet

router = xquik_router("X tweets")

MOST_IDS = 100


@router.get(
    "/x/tweets/search",
    operation_id="searchTweets",
    summary="Search tweets",
    response_model=TweetPage,
    openapi_extra={"x-source": "documented: Search Tweets"},
)
async def search_tweets(ctx: Ctx, query: Annotated[SearchQuery, Query()]) -> TweetPage:
    """Search tweets with X's operators, newest first or the most noticed first.

    400 `missing_query` without `q`, 400 `invalid_input` for one that X would not understand. 1 credit a tweet.
    """
    if not (query.q or "").strip():
        raise MISSING_QUERY()
    asked = query.q or ""
    magic.check(ctx.workspace, asked)
    order = ORDERS[query.queryType]
    since, until = moment("sinceTime", query.sinceTime), moment("untilTime", query.untilTime)
    after = position(query.position)

    def fetch(limit: int) -> Page[Tweet]:
        found = ctx.workspace.world.search.page(asked, limit, after, order=order, since=since, until=until)
        if isinstance(found, Malformed):
            raise INVALID_INPUT(f"q {found.message}.")
        return found

    return tweet_page(ctx, "searchTweets", fetch, clamp(query.limit, LARGEST))


@router.get(
    "/x/tweets",
    operation_id="getBatchTweets",
    summary="Get multiple tweets by IDs",
    response_model=TweetPage,
    openapi_extra={"x-source": "observed: GET /x/tweets"},
)
async def batch_tweets(ctx: Ctx, query: Annotated[BatchQuery, Query()]) -> TweetPage:
    """Several tweets by their ids, in the order they were asked for; those that are not there are left out.

    400 `missing_ids`, `too_many_ids` above 100, `invalid_tweet_id`. 1 credit a tweet.
    Assumption: what the balance does not pay for is on the next page, as with other lists.
    """
    ids = [each.strip() for each in (query.ids or "").split(",") if each.strip()]
    if not ids:
        raise MISSING_IDS()
    if len(ids) > MOST_IDS:
        raise TOO_MANY_IDS()
    if not all(each.isascii() and each.isdigit() and len(each) <= 20 for each in ids):
        raise INVALID_TWEET_ID()
    found = [tweet for each in dict.fromkeys(ids) if (tweet := ctx.workspace.world.tweets.get(each)) is not None]
    after = position(query.position)
    return tweet_page(ctx, "getBatchTweets", lambda limit: slice_of(found, limit, after), MOST_IDS)


@router.get(
    "/x/tweets/{id}",
    operation_id="lookupTweet",
    summary="Get tweet",
    response_model=TweetAnswer,
    openapi_extra={"x-source": "documented: Get Tweet"},
)
async def get_tweet(ctx: Ctx, id: str) -> TweetAnswer:
    """A tweet with its counts, its media and its author.

    400 `invalid_tweet_id`, 404 `tweet_not_found`. 1 credit.
    """
    tweet = require_tweet(ctx.workspace, id)
    metering.charge(ctx.workspace, "lookupTweet", subject=id)
    shown = presenters.tweet(Views.of(ctx).tweet(tweet))
    answer: TweetAnswer = {"tweet": shown}
    if "author" in shown:
        answer["author"] = shown["author"]
    return answer


@router.get(
    "/x/articles/{id}",
    operation_id="getArticle",
    summary="Get article by tweet ID",
    response_model=ArticleAnswer,
    openapi_extra={"x-source": "documented: Get Article"},
)
async def get_article(ctx: Ctx, id: str) -> ArticleAnswer:
    """The article that a tweet bears.

    400 `invalid_tweet_id`, 404 `tweet_not_found`, 404 `article_not_found` for a tweet without one. 5 credits.
    """
    tweet = require_tweet(ctx.workspace, id)
    content = ctx.workspace.world.tweets.article(tweet)
    if content is None:
        raise ARTICLE_NOT_FOUND()
    metering.charge(ctx.workspace, "getArticle", subject=id)
    address = media_address(ctx.workspace, ctx.request.origin)
    return articles.article(Views.of(ctx).tweet(tweet), content, address)


@router.get(
    "/x/tweets/{id}/replies",
    operation_id="getTweetReplies",
    summary="List replies to a tweet",
    response_model=TweetPage,
    openapi_extra={"x-source": "observed: GET /x/tweets/{id}/replies"},
)
async def tweet_replies(ctx: Ctx, id: str, query: Annotated[AroundQuery, Query()]) -> TweetPage:
    """Replies, newest first. 1 credit a tweet."""
    tweet = require_tweet(ctx.workspace, id)
    since, until = moment("sinceTime", query.sinceTime), moment("untilTime", query.untilTime)
    after, read = position(query.position), ctx.workspace.world.conversations.replies
    return tweet_page(ctx, "getTweetReplies", lambda limit: read(tweet.id, limit, after, since=since, until=until))


@router.get(
    "/x/tweets/{id}/quotes",
    operation_id="getTweetQuotes",
    summary="List quote tweets of a tweet",
    response_model=TweetPage,
    openapi_extra={"x-source": "observed: GET /x/tweets/{id}/quotes"},
)
async def tweet_quotes(ctx: Ctx, id: str, query: Annotated[AroundQuery, Query()]) -> TweetPage:
    """Quotes, newest first; `includeReplies=false` leaves those out that are replies too. 1 credit a tweet."""
    tweet = require_tweet(ctx.workspace, id)
    since, until = moment("sinceTime", query.sinceTime), moment("untilTime", query.untilTime)
    after, read = position(query.position), ctx.workspace.world.conversations.quotes
    return tweet_page(
        ctx,
        "getTweetQuotes",
        lambda limit: read(tweet.id, limit, after, since=since, until=until, with_replies=query.includeReplies),
    )


@router.get(
    "/x/tweets/{id}/thread",
    operation_id="getTweetThread",
    summary="Get full conversation thread for a tweet",
    response_model=TweetPage,
    openapi_extra={"x-source": "observed: GET /x/tweets/{id}/thread"},
)
async def tweet_thread(ctx: Ctx, id: str, query: Annotated[Cursors, Query()]) -> TweetPage:
    """The conversation around a tweet. 1 credit a tweet."""
    tweet, after = require_tweet(ctx.workspace, id), position(query.position)
    read = ctx.workspace.world.conversations.thread
    return tweet_page(ctx, "getTweetThread", lambda limit: read(tweet.id, limit, after))


@router.get(
    "/x/tweets/{id}/favoriters",
    operation_id="getTweetFavoriters",
    summary="List users who liked a tweet",
    response_model=UserPage,
    openapi_extra={"x-source": "documented: Get Tweet Favoriters"},
)
async def tweet_favoriters(ctx: Ctx, id: str, query: Annotated[Cursors, Query()]) -> UserPage:
    """Who liked a tweet, the latest first. 1 credit a user."""
    tweet, after = require_tweet(ctx.workspace, id), position(query.position)
    read = ctx.workspace.world.audience.likers_page
    return user_page(ctx, "getTweetFavoriters", lambda limit: read(tweet, limit, after))


@router.get(
    "/x/tweets/{id}/retweeters",
    operation_id="getTweetRetweeters",
    summary="List users who retweeted a tweet",
    response_model=UserPage,
    openapi_extra={"x-source": "observed: GET /x/tweets/{id}/retweeters"},
)
async def tweet_retweeters(ctx: Ctx, id: str, query: Annotated[Cursors, Query()]) -> UserPage:
    """Who retweeted a tweet, the latest first. 1 credit a user."""
    tweet, after = require_tweet(ctx.workspace, id), position(query.position)
    read = ctx.workspace.world.audience.retweeters_page
    return user_page(ctx, "getTweetRetweeters", lambda limit: read(tweet, limit, after))
