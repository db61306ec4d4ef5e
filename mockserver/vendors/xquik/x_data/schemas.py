"""How tweets and users of X are shown, alone and by the page. Source: "X API (Direct Lookups)"; the rest: observed."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, NotRequired

from typing_extensions import TypedDict

from mockserver.vendors.xquik.fields import Address, Moment, XId
from mockserver.world.x_json import LinkJson, MentionJson, TagJson


class QueryType(StrEnum):
    """How the tweets that a search found are ordered."""

    LATEST = "Latest"
    TOP = "Top"


class User(TypedDict):
    """A profile of X; `id`, `username` and `name` are always there."""

    id: XId
    username: str
    name: str
    description: NotRequired[str]
    followers: NotRequired[int]
    following: NotRequired[int]
    verified: NotRequired[bool]
    profilePicture: NotRequired[Address]
    coverPicture: NotRequired[Address]
    location: NotRequired[str]
    url: NotRequired[str]
    createdAt: NotRequired[Moment]
    statusesCount: NotRequired[int]
    protected: NotRequired[bool]


class Entities(TypedDict):
    """What stands in a tweet's text; places are code points."""

    hashtags: list[TagJson]
    symbols: list[TagJson]
    user_mentions: list[MentionJson]
    urls: list[LinkJson]


class MediaItem(TypedDict):
    """A photo or film of a tweet; `mediaUrl` is the file, `url` where X shows it."""

    mediaUrl: Address
    type: Literal["photo", "video", "animated_gif"]
    url: Address


class Tweet(TypedDict):
    """A tweet with its counts; what it has not is absent."""

    id: XId
    text: str
    createdAt: Moment
    likeCount: int
    retweetCount: int
    replyCount: int
    quoteCount: int
    viewCount: int
    bookmarkCount: int
    type: Literal["tweet"]
    url: Address
    lang: str
    source: str
    isReply: bool
    isQuoteStatus: bool
    isNoteTweet: bool
    conversationId: XId
    entities: Entities
    author: NotRequired[User]
    inReplyToId: NotRequired[XId]
    inReplyToUserId: NotRequired[XId]
    inReplyToUsername: NotRequired[str]
    media: NotRequired[list[MediaItem]]
    quoted_tweet: NotRequired[Tweet]
    retweeted_tweet: NotRequired[Tweet]


class PageMark(TypedDict):
    """Whether there is more, under both names; `next_cursor` is empty and `nextCursor` absent on the last page."""

    has_next_page: bool
    next_cursor: str
    hasMore: bool
    nextCursor: NotRequired[str]


class TweetPage(PageMark):
    """A page of tweets."""

    tweets: list[Tweet]


class UserPage(PageMark):
    """A page of users."""

    users: list[User]
