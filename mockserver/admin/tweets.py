"""Publishing a tweet into a workspace's world."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.admin.context import WORKSPACE, Ws, control_router
from mockserver.admin.errors import refuse
from mockserver.admin.schemas import TIME_HINT, ControlBody, Time
from mockserver.core.ids import SNOWFLAKE_EPOCH
from mockserver.core.times import Instant, iso_ms
from mockserver.engine.media import media_address
from mockserver.engine.workspace import Workspace
from mockserver.world.length import TWEET_LENGTH, weighted_length
from mockserver.world.media import Address, Media, at_url
from mockserver.world.tweet import Tweet

router = control_router("Events")

_MEDIA = "Addresses of pictures, films (.mp4, .mov, .webm) and GIFs, up to 10"
_HINT = (
    "author is a handle that exists (missing_… ones do not); reply_to, quote and retweet_of are ids of tweets; "
    "media are http or https addresses; a retweet takes author, retweet_of and at alone"
)


class NewTweet(ControlBody):
    """A tweet to publish, or with `retweet_of` a retweet; its author is anybody with a well-formed handle."""

    author: Annotated[str, Field(description="A handle: 1 to 15 letters, digits and _, with or without @")]
    text: Annotated[str | None, Field(max_length=25_000, description="Up to 25000 characters; a retweet has none")] = (
        None
    )
    reply_to: Annotated[str | None, Field(description="The id of the tweet that it answers")] = None
    quote: Annotated[str | None, Field(description="The id of the tweet that it quotes")] = None
    retweet_of: Annotated[str | None, Field(description="The id of the tweet to retweet, beside author alone")] = None
    media: list[str] = Field(default_factory=list, max_length=10, description=_MEDIA)
    note: Annotated[
        bool | None, Field(description="true for a long tweet, shown cut and whole; if absent, when it fits no tweet")
    ] = None
    card_url: Annotated[
        str | None,
        Field(pattern=r"^https?://\S+$", max_length=2_000, description="The http or https address of a page; a card"),
    ] = None
    lang: Annotated[
        str | None, Field(pattern=r"^[a-z]{2,3}$", description="A language code such as en; guessed if absent")
    ] = None
    source: Annotated[str, Field(max_length=100, description="The client it came from")] = "Twitter Web App"
    at: Annotated[Time | None, Field(description=f"{TIME_HINT}, not later than now; now if absent")] = None


class MediumView(TypedDict):
    """What is attached, and where it can be fetched; of a film, `url` is its picture and `film` the best file."""

    type: str
    url: str
    film: str | None


class TweetView(TypedDict):
    """A tweet as every vendor sees it; `note` is the whole text of a long one."""

    id: str
    author: str
    author_id: str
    text: str
    note: str | None
    created_at: str
    lang: str
    reply_to: str | None
    conversation_id: str
    quote: str | None
    retweet_of: str | None
    media: list[MediumView]
    card_url: str | None
    source: str


@router.post(f"{WORKSPACE}/tweets", status_code=201)
async def publish_tweet(ctx: Ws, body: NewTweet) -> TweetView:
    """Publish a tweet, and wait until what it led to has been delivered."""
    workspace = ctx.universe.workspace
    at = _time_of(body, workspace.now())
    made: list[Tweet] = []

    def write() -> None:
        with workspace.clock.pinned(at):
            made.append(_publish(workspace, body))

    try:
        workspace.write(write)
    except (LookupError, ValueError) as error:
        raise refuse(400, "unpublishable", str(error), _HINT) from None
    await workspace.scheduler.settle()
    return _view(made[0], media_address(workspace, ctx.request.origin))


def _publish(workspace: Workspace, body: NewTweet) -> Tweet:
    tweets = workspace.world.tweets
    if body.retweet_of is not None:
        others = body.model_fields_set - {"author", "retweet_of", "at"}
        if others:
            raise ValueError(f"a retweet has no {min(others)}")
        return tweets.retweet(body.author, body.retweet_of)
    if not body.text and not body.media:
        raise ValueError("a tweet has text, media or retweet_of")
    text = body.text or ""
    return tweets.publish(
        body.author,
        text,
        in_reply_to=body.reply_to,
        quoted=body.quote,
        note=weighted_length(text) > TWEET_LENGTH if body.note is None else body.note,
        media=[at_url(url) for url in body.media],
        card_url=body.card_url,
        lang=body.lang,
        source=body.source,
    )


def _time_of(body: NewTweet, now: Instant) -> Instant:
    if body.at is None:
        return now
    if body.at > now:
        hint = "Advance the clock to that time first; a fixture's world.script publishes tweets later"
        raise refuse(400, "time_to_come", f"{iso_ms(body.at)} is after the workspace's time, {iso_ms(now)}", hint)
    if body.at < SNOWFLAKE_EPOCH:
        first = iso_ms(SNOWFLAKE_EPOCH)
        raise refuse(400, "before_ids", f"{iso_ms(body.at)} is before tweets have ids", f"Give a time after {first}")
    return body.at


def _view(tweet: Tweet, address: Address) -> TweetView:
    return {
        "id": tweet.id,
        "author": tweet.author_handle,
        "author_id": tweet.author_id,
        "text": tweet.text,
        "note": tweet.note_text,
        "created_at": iso_ms(tweet.created_at),
        "lang": tweet.lang,
        "reply_to": tweet.in_reply_to_id,
        "conversation_id": tweet.conversation_id,
        "quote": tweet.quoted_id,
        "retweet_of": tweet.retweeted_id,
        "media": [_medium(each, address) for each in tweet.media],
        "card_url": tweet.card_url,
        "source": tweet.source,
    }


def _medium(media: Media, address: Address) -> MediumView:
    variants = address.variants(media)
    return {
        "type": media.kind.value,
        "url": address.picture(media),
        "film": variants[0].url if variants else None,
    }
