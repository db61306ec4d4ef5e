"""The pages that a gallery's address opens: its pictures and films, with links to the files."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from mockserver.contract import Context, Ctx, vendor_router
from mockserver.engine.media import media_address
from mockserver.gateway.messages import Response
from mockserver.vendors.xquik.media import galleries
from mockserver.vendors.xquik.media.tables import GalleryRow

router = vendor_router("Pages")

_HTML = "text/html; charset=utf-8"
_STYLE = "body{font:16px/1.5 system-ui;max-width:60rem;margin:3rem auto;padding:0 1rem}img,video{max-width:100%}"


@router.get("/gallery/{workspace}/{slug}", operation_id="galleryPage", openapi_extra={"x-source": "page"})
async def gallery_page(ctx: Ctx, workspace: str, slug: str) -> Response:
    """Show a gallery."""
    row = galleries.gallery(ctx.workspace, slug)
    content = "<p>There is no such gallery.</p>" if row is None else "".join(_figures(ctx, row))
    page = (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>Gallery</title><style>{_STYLE}</style>"
        f"<h1>Gallery</h1>{content}</html>"
    )
    return Response(404 if row is None else 200, page.encode(), _HTML)


def _figures(ctx: Context, row: GalleryRow) -> Iterator[str]:
    address = media_address(ctx.workspace, ctx.request.origin)
    for tweet_id in row.tweet_ids:
        tweet = ctx.workspace.world.tweets.get(tweet_id)
        for media in tweet.media if tweet is not None else ():
            picture = escape(address.picture(media))
            variants = address.variants(media)
            shown = f'<img src="{picture}" alt="">'
            if variants:
                shown = f'<video controls poster="{picture}" src="{escape(variants[0].url)}"></video>'
            caption = "" if tweet is None else escape(f"@{tweet.author_handle}: {tweet.text}")
            yield f"<figure>{shown}<figcaption>{caption}</figcaption></figure>"
