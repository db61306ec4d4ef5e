"""Endpoints of media. Thin: what they do stands in `service`."""

from __future__ import annotations

from mockserver.contract import Ctx
from mockserver.engine.media import media_address
from mockserver.vendors.xquik.access import xquik_router
from mockserver.vendors.xquik.errors import INVALID_INPUT
from mockserver.vendors.xquik.media import galleries, service
from mockserver.vendors.xquik.media.pages import address_of
from mockserver.vendors.xquik.media.schemas import Downloaded, DownloadRequest, FileAddress, Uploaded, UploadForm
from mockserver.vendors.xquik.writes.acting import acting

router = xquik_router("X media")


@router.post(
    "/x/media",
    operation_id="uploadMedia",
    summary="Upload media",
    response_model=Uploaded,
    openapi_extra={"x-source": "documented: Upload Media", "x-body-limit": service.BODY_LIMIT},
)
async def upload_media(ctx: Ctx, body: UploadForm | FileAddress) -> Uploaded:
    """Keep a picture or film, sent as a form or named by its address, for tweets to bear.

    400 `invalid_input` for what is neither, by its content, 422 `media_download_failed`. 10 credits.
    """
    with acting(ctx, "uploadMedia", body.account):
        row = service.upload(ctx.workspace, body)
    media = service.media_of(row)
    address = media_address(ctx.workspace, ctx.request.origin)
    variants = address.variants(media)
    return {"mediaId": row.id, "mediaUrl": variants[0].url if variants else address.picture(media), "success": True}


@router.post(
    "/x/media/download",
    operation_id="downloadMedia",
    summary="Download tweet media",
    response_model=Downloaded,
    openapi_extra={"x-source": "documented: Download Media"},
)
async def download_media(ctx: Ctx, body: DownloadRequest) -> Downloaded:
    """Put a tweet's media, or those of many tweets, into a gallery that can be opened.

    400 `invalid_input` unless exactly one of `tweetInput` and `tweetIds` is there, `invalid_tweet_url`,
    `invalid_tweet_id`, `no_media`, `too_many_tweets`, 404 `tweet_not_found`. A credit a medium, once.
    """
    one = body.tweetInput or body.tweetId or body.tweetUrl
    if (one is None) == (body.tweetIds is None):
        raise INVALID_INPUT("Exactly one of tweetInput and tweetIds is required.")
    if one is not None:
        tweet_id, row, hit = galleries.download_one(ctx.workspace, one)
        return {"tweetId": tweet_id, "galleryUrl": address_of(ctx, row), "cacheHit": hit}
    row, tweets, media = galleries.download_many(ctx.workspace, body.tweetIds or [])
    return {"galleryUrl": address_of(ctx, row), "totalTweets": tweets, "totalMedia": media}
