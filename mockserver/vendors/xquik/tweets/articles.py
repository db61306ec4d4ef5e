"""Articles as the vendor writes them: one text in HTML, and blocks. Pure. Source: "Get Article"; blocks: observed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from itertools import groupby

from mockserver.core.times import to_datetime
from mockserver.vendors.xquik.tweets.schemas import ArticleAnswer, ArticleAuthor, ArticleBlock
from mockserver.vendors.xquik.x_data.views import TweetView, UserView
from mockserver.world.article import Article, Block, BlockKind
from mockserver.world.media import Address

_TAGS: Mapping[BlockKind, str] = {BlockKind.TEXT: "p", BlockKind.HEADING: "h2", BlockKind.QUOTE: "blockquote"}


def article(view: TweetView, content: Article, address: Address) -> ArticleAnswer:
    """An article with the counts of the tweet that bears it; `address` is where its pictures are."""
    tweet = view.tweet
    shown: ArticleAnswer = {
        "title": content.title,
        "bodyHtml": "".join(_html(content.blocks, address)),
        "likeCount": tweet.like_count,
        "retweetCount": tweet.retweet_count,
        "replyCount": tweet.reply_count,
        "viewCount": tweet.view_count,
        "bookmarkCount": tweet.bookmark_count,
        "article": {
            "title": content.title,
            "previewText": content.preview,
            "contents": [_block(block, address) for block in content.blocks],
            "createdAt": f"{to_datetime(tweet.created_at):%a %b %d %H:%M:%S +0000 %Y}",
            "likeCount": tweet.like_count,
            "replyCount": tweet.reply_count,
            "quoteCount": tweet.quote_count,
            "viewCount": tweet.view_count,
        },
    }
    if content.cover is not None:
        shown["coverImage"] = shown["article"]["coverImageUrl"] = address.picture(content.cover)
    if view.author is not None:
        shown["author"] = _author(view.author)
    return shown


def _block(block: Block, address: Address) -> ArticleBlock:
    shown: ArticleBlock = {"type": block.kind.value, "text": block.text}
    if block.image is not None:
        shown |= {"url": address.picture(block.image), "width": block.image.width, "height": block.image.height}
    return shown


def _html(blocks: tuple[Block, ...], address: Address) -> Iterator[str]:
    """Each block in its tag; points that follow one another make one list."""
    for is_point, group in groupby(blocks, key=lambda block: block.kind is BlockKind.POINT):
        if is_point:
            yield "<ul>" + "".join(f"<li>{escape(block.text)}</li>" for block in group) + "</ul>"
        else:
            for block in group:
                yield _element(block, address)


def _element(block: Block, address: Address) -> str:
    if block.image is not None:
        return f'<img src="{escape(address.picture(block.image))}" alt="{escape(block.text)}">'
    tag = _TAGS[block.kind]
    return f"<{tag}>{escape(block.text)}</{tag}>"


def _author(view: UserView) -> ArticleAuthor:
    person = view.person
    return {
        "id": person.user_id,
        "username": person.handle,
        "name": person.name,
        "followers": person.followers_count,
        "verified": person.has_badge,
        "profilePicture": view.avatar,
    }
