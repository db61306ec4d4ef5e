"""The pages that a gallery's address opens: its pictures and films, with links to the files."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from mockserver.contract import Context, Ctx, vendor_router
from mockserver.core.times import iso_ms
from mockserver.engine.media import media_address
from mockserver.gateway.messages import Response
from mockserver.vendors.xquik.media import galleries
from mockserver.vendors.xquik.media.tables import GalleryRow

router = vendor_router("Pages")

_HTML = "text/html; charset=utf-8"
_STYLE = "body{font:16px/1.5 system-ui;max-width:60rem;margin:3rem auto;padding:0 1rem}img,video{max-width:100%}"


@router.get("/gallery/{workspace}", operation_id="galleriesPage", openapi_extra={"x-source": "page"})
async def galleries_page(ctx: Ctx, workspace: str) -> Response:
    """Show everything that was downloaded, by gallery."""
    rows = galleries.newest(ctx.workspace)
    items = "".join(f"<li>{_link(ctx, row)}</li>" for row in rows)
    return _page(f"<ul>{items}</ul>" if rows else "<p>Nothing has been downloaded yet.</p>")


@router.get("/gallery/{workspace}/{slug}", operation_id="galleryPage", openapi_extra={"x-source": "page"})
async def gallery_page(ctx: Ctx, workspace: str, slug: str) -> Response:
    """Show a gallery."""
    row = galleries.gallery(ctx.workspace, slug)
    if row is None:
        return _page("<p>There is no such gallery.</p>", 404)
    every = f'<p><a href="{escape(address_of(ctx))}">Everything that was downloaded</a></p>'
    return _page("".join(_figures(ctx, row)) + every)


def address_of(ctx: Context, row: GalleryRow | None = None) -> str:
    """Where a gallery is opened, or the list of all, on the address that the client used."""
    place = ctx.workspace.id if row is None else f"{ctx.workspace.id}/{row.slug}"
    return f"{ctx.request.origin}{ctx.request.prefix}/gallery/{place}"


def _page(content: str, status: int = 200) -> Response:
    page = (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>Gallery</title><style>{_STYLE}</style>"
        f"<h1>Gallery</h1>{content}</html>"
    )
    return Response(status, page.encode(), _HTML)


def _link(ctx: Context, row: GalleryRow) -> str:
    tweets = "1 tweet" if len(row.tweet_ids) == 1 else f"{len(row.tweet_ids)} tweets"
    return f'<a href="{escape(address_of(ctx, row))}">{tweets}</a>, {iso_ms(row.created_at)}'


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
