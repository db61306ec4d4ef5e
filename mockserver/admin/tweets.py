"""Publishing a tweet into a workspace's world."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.admin.context import WORKSPACE, Ws, control_router
from mockserver.admin.errors import refuse
from mockserver.admin.schemas import ControlBody
from mockserver.core.times import iso_ms
from mockserver.world.tweet import Tweet

router = control_router("Events")


class NewTweet(ControlBody):
    """A tweet to publish; its author is anybody with a well-formed handle."""

    author: Annotated[str, Field(description="A handle: 1 to 15 letters, digits and _, with or without @")]
    text: Annotated[str, Field(max_length=25_000, description="Up to 25000 characters")]
    in_reply_to: Annotated[str | None, Field(description="The id of the tweet that it answers")] = None
    quoted: Annotated[str | None, Field(description="The id of the tweet that it quotes")] = None
    media: list[str] = Field(default_factory=list, max_length=10, description="URLs of pictures and films, up to 10")
    lang: Annotated[str, Field(pattern=r"^[a-z]{2,3}$", description="A language code such as en")] = "en"


class TweetView(TypedDict):
    """A tweet as every vendor sees it."""

    id: str
    author: str
    author_id: str
    text: str
    created_at: str
    lang: str
    in_reply_to: str | None
    conversation_id: str
    quoted: str | None
    media: list[str]


@router.post(f"{WORKSPACE}/tweets", status_code=201)
async def publish_tweet(ctx: Ws, body: NewTweet) -> TweetView:
    """Publish a tweet now, and wait until what it led to has been delivered."""
    workspace = ctx.universe.workspace
    made: list[Tweet] = []

    def publish() -> None:
        made.append(
            workspace.world.tweets.publish(
                body.author,
                body.text,
                in_reply_to=body.in_reply_to,
                quoted=body.quoted,
                media=body.media,
                lang=body.lang,
            )
        )

    try:
        workspace.write(publish)
    except (LookupError, ValueError) as error:
        hint = "author is a handle that exists (missing_… ones do not); in_reply_to and quoted are ids of tweets"
        raise refuse(400, "unpublishable", str(error), hint) from None
    await workspace.scheduler.settle()
    return _view(made[0])


def _view(tweet: Tweet) -> TweetView:
    return {
        "id": tweet.id,
        "author": tweet.author_handle,
        "author_id": tweet.author_id,
        "text": tweet.text,
        "created_at": iso_ms(tweet.created_at),
        "lang": tweet.lang,
        "in_reply_to": tweet.in_reply_to_id,
        "conversation_id": tweet.conversation_id,
        "quoted": tweet.quoted_id,
        "media": list(tweet.media),
    }
