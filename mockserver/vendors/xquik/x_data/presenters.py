"""Tweets and users as the vendor writes them. Pure. Source: "Get Tweet", "Search Tweets", "Get User"; observed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from mockserver.core.times import iso_ms
from mockserver.vendors.xquik.x_data.schemas import MediaItem, PageMark, Tweet, User
from mockserver.vendors.xquik.x_data.views import TweetView, UserView
from mockserver.world.person import PersonStatus
from mockserver.world.x_json import MediaJson


def user(view: UserView) -> User:
    """A profile; texts that are empty are left out."""
    person = view.person
    shown: User = {
        "id": person.user_id,
        "username": person.handle,
        "name": person.name,
        "followers": person.followers_count,
        "following": person.following_count,
        "verified": person.has_badge,
        "profilePicture": view.avatar,
        "coverPicture": view.banner,
        "createdAt": iso_ms(person.created_at),
        "statusesCount": person.tweets_count,
        "protected": person.status is PersonStatus.PROTECTED,
    }
    if person.bio:
        shown["description"] = person.bio
    if person.location:
        shown["location"] = person.location
    if person.website is not None:
        shown["url"] = person.website
    return shown


def users(views: Sequence[UserView]) -> list[User]:
    """Some profiles."""
    return [user(view) for view in views]


def tweet(view: TweetView) -> Tweet:
    """A tweet; of a note all of it."""
    seen = view.tweet
    shown: Tweet = {
        "id": seen.id,
        "text": seen.full_text,
        "createdAt": iso_ms(seen.created_at),
        "likeCount": seen.like_count,
        "retweetCount": seen.retweet_count,
        "replyCount": seen.reply_count,
        "quoteCount": seen.quote_count,
        "viewCount": seen.view_count,
        "bookmarkCount": seen.bookmark_count,
        "type": "tweet",
        "url": seen.url,
        "lang": seen.lang,
        "source": seen.source,
        "isReply": seen.in_reply_to_id is not None,
        "isQuoteStatus": seen.quoted_id is not None,
        "isNoteTweet": seen.note_text is not None,
        "conversationId": seen.conversation_id,
        "entities": {
            "hashtags": view.entities["hashtags"],
            "symbols": view.entities["symbols"],
            "user_mentions": view.entities["user_mentions"],
            "urls": view.entities["urls"],
        },
    }
    if view.author is not None:
        shown["author"] = user(view.author)
    if seen.in_reply_to_id is not None:
        shown["inReplyToId"] = seen.in_reply_to_id
    if view.answered is not None:
        shown["inReplyToUserId"] = view.answered.author_id
        shown["inReplyToUsername"] = view.answered.author_handle
    if view.media:
        shown["media"] = [_medium(item) for item in view.media]
    if view.quoted is not None:
        shown["quoted_tweet"] = tweet(view.quoted)
    if view.retweeted is not None:
        shown["retweeted_tweet"] = tweet(view.retweeted)
    return shown


def tweets(views: Sequence[TweetView]) -> list[Tweet]:
    """Some tweets."""
    return [tweet(view) for view in views]


def mark(cursor: str | None) -> PageMark:
    """Whether there is more; `cursor` is None on the last page."""
    shown: PageMark = {"has_next_page": cursor is not None, "next_cursor": cursor or "", "hasMore": cursor is not None}
    if cursor is not None:
        shown["nextCursor"] = cursor
    return shown


def _medium(item: MediaJson) -> MediaItem:
    film = item.get("video_info")
    file = item["media_url_https"] if film is None else film["variants"][-1]["url"]
    return cast(MediaItem, {"mediaUrl": file, "type": item["type"], "url": item["expanded_url"]})
