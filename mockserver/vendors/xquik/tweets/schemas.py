"""What the lookups of tweets take and give. Source: "Get Tweet", "Get Article", "Search Tweets"; the rest: observed."""

from __future__ import annotations

from typing import NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import PageSize
from mockserver.vendors.xquik.fields import Address, Cursors, XId
from mockserver.vendors.xquik.x_data.schemas import QueryType, Tweet, User


class BatchQuery(Cursors):
    """Which tweets."""

    ids: str | None = Field(None, description="Tweet ids, separated by commas, at most 100")


class SearchQuery(Cursors):
    """What to search for."""

    q: str | None = Field(None, description="A query in X's own syntax")
    queryType: QueryType = Field(QueryType.LATEST, description="Newest or most noticed first")  # noqa: N815
    sinceTime: str | None = Field(None, description="Unix seconds or ISO 8601; not older")  # noqa: N815
    untilTime: str | None = Field(None, description="Unix seconds or ISO 8601; older than that")  # noqa: N815
    limit: PageSize = Field(20, description="How many, at most 200")


class AroundQuery(Cursors):
    """Which page of what stands around a tweet."""

    sinceTime: str | None = Field(None, description="Unix seconds or ISO 8601; not older")  # noqa: N815
    untilTime: str | None = Field(None, description="Unix seconds or ISO 8601; older than that")  # noqa: N815
    includeReplies: bool = Field(True, description="Replies too")  # noqa: N815


class TweetAnswer(TypedDict):
    """A tweet and who wrote it."""

    tweet: Tweet
    author: NotRequired[User]


class ArticleBlock(TypedDict):
    """A piece of an article: a paragraph, a heading, a point of a list, or a picture, which has the last three."""

    type: str
    text: str
    url: NotRequired[Address]
    width: NotRequired[int]
    height: NotRequired[int]


class ArticleContent(TypedDict):
    """An article by its blocks."""

    title: str
    previewText: str
    contents: list[ArticleBlock]
    createdAt: str
    likeCount: int
    replyCount: int
    quoteCount: int
    viewCount: int
    coverImageUrl: NotRequired[Address]


class ArticleAuthor(TypedDict):
    """Who wrote an article."""

    id: XId
    username: str
    name: str
    followers: int
    verified: bool
    profilePicture: Address


class ArticleAnswer(TypedDict):
    """An article as one text in HTML, and by its blocks."""

    title: str
    bodyHtml: str
    likeCount: int
    retweetCount: int
    replyCount: int
    viewCount: int
    bookmarkCount: int
    article: ArticleContent
    coverImage: NotRequired[Address]
    author: NotRequired[ArticleAuthor]
