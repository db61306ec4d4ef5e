"""Articles as the vendor writes them: one text in HTML, and blocks. Pure. Source: "Get Article"; blocks: observed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from itertools import groupby

from mockserver.core.times import to_datetime
from mockserver.vendors.xquik.tweets.schemas import ArticleAnswer, ArticleAuthor
from mockserver.vendors.xquik.x_data.views import TweetView, UserView
from mockserver.world.article import Article, Block, BlockKind

_TAGS: Mapping[BlockKind, str] = {BlockKind.TEXT: "p", BlockKind.HEADING: "h2", BlockKind.QUOTE: "blockquote"}


def article(view: TweetView, content: Article, cover: str | None) -> ArticleAnswer:
    """An article with the counts of the tweet that bears it."""
    tweet = view.tweet
    shown: ArticleAnswer = {
        "title": content.title,
        "bodyHtml": "".join(_html(content.blocks)),
        "likeCount": tweet.like_count,
        "retweetCount": tweet.retweet_count,
        "replyCount": tweet.reply_count,
        "viewCount": tweet.view_count,
        "bookmarkCount": tweet.bookmark_count,
        "article": {
            "title": content.title,
            "previewText": content.preview,
            "contents": [{"type": block.kind.value, "text": block.text} for block in content.blocks],
            "createdAt": f"{to_datetime(tweet.created_at):%a %b %d %H:%M:%S +0000 %Y}",
            "likeCount": tweet.like_count,
            "replyCount": tweet.reply_count,
            "quoteCount": tweet.quote_count,
            "viewCount": tweet.view_count,
        },
    }
    if cover is not None:
        shown["coverImage"] = shown["article"]["coverImageUrl"] = cover
    if view.author is not None:
        shown["author"] = _author(view.author)
    return shown


def _html(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Each block in its tag; points that follow one another make one list."""
    for is_point, group in groupby(blocks, key=lambda block: block.kind is BlockKind.POINT):
        if is_point:
            yield "<ul>" + "".join(f"<li>{escape(block.text)}</li>" for block in group) + "</ul>"
        else:
            for block in group:
                tag = _TAGS[block.kind]
                yield f"<{tag}>{escape(block.text)}</{tag}>"


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
