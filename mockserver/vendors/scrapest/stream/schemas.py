"""What the stream sends. Source: "Events (Tweet Payload)"; the envelope and what is marked so: observed."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.world.x_json import FilmJson, LinkJson, MentionJson, TagJson

TweetId = Annotated[str, Field(json_schema_extra={"pattern": "^[0-9]+$"})]


class Author(TypedDict):
    """The account that posted the tweet."""

    id: str
    name: str
    screen_name: str
    profile_image_url: str
    verified: bool
    is_blue_verified: bool


class Entities(TypedDict):
    """Parsed entities extracted from the tweet text; places are code points. `symbols` is observed."""

    hashtags: list[TagJson]
    user_mentions: list[MentionJson]
    urls: list[LinkJson]
    symbols: NotRequired[list[TagJson]]


class MediaItem(TypedDict):
    """A photo, video or GIF."""

    media_url_https: str
    type: str
    video_info: NotRequired[FilmJson]


class ResolvedTweet(TypedDict):
    """One message of the stream.

    What a tweet has not is null; in the newer edition it is left out. `in_reply_to_screen_name` and `link` are
    observed.
    """

    id: TweetId
    text: str
    created_at: str
    lang: str
    favorite_count: int
    retweet_count: int
    reply_count: int
    quote_count: int
    bookmark_count: int
    author: Author
    entities: Entities
    media: NotRequired[list[MediaItem] | None]
    retweeted_tweet: bool
    retweeted: NotRequired[ResolvedTweet | None]
    quoted_tweet: NotRequired[ResolvedTweet | None]
    note_tweet_text: NotRequired[str | None]
    in_reply_to_status_id: NotRequired[TweetId | None]
    conversation_id: TweetId
    in_reply_to_screen_name: NotRequired[str]
    link: NotRequired[str]


class FastAuthor(TypedDict):
    """The author, as far as a fast message knows."""

    id: str
    name: str
    screen_name: str
    profile_image_url: str


class FastTweet(TypedDict):
    """What is known of a tweet at once, without counts; `timestamp` is in milliseconds. Observed."""

    id: TweetId
    text: str
    author: FastAuthor
    timestamp: int
    url: str
    lang: str
    transport: Literal["mozilla", "fcm"]


class Envelope(TypedDict):
    """A message of the newer edition: `mid` is the tweet's id, `sid` its author's, `timestamp` in milliseconds."""

    mid: str
    sid: str
    source: Literal["x", "fast-x"]
    timestamp: int
    payload: ResolvedTweet | FastTweet
    vmName: str
