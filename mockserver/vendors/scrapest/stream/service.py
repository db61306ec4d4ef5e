"""Sends every tweet of the world to the sockets whose keys want it. Must not know the handshake."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mockserver.core.json import dumps
from mockserver.core.settings import Edition
from mockserver.engine.media import media_address
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapest.stream import presenters
from mockserver.vendors.scrapest.stream.presenters import Scene
from mockserver.vendors.scrapest.tracking import service as tracking
from mockserver.world.entities import parse
from mockserver.world.events import TweetPublished
from mockserver.world.tweet import Tweet
from mockserver.world.x_json import entities_json, media_json

BARE: Mapping[Edition, str] = MappingProxyType(
    {Edition.DOCUMENTED: "scrapest/documented", Edition.OBSERVED: "scrapest/observed"}
)
"""The channels of tweets without an envelope, by edition."""

FULL, FAST = "scrapest/full", "scrapest/fast"
"""The channels of envelopes: whole tweets, and what is known at once."""

# Assumption: a tweet shows the tweet it points to, and the tweet that one points to, and no further.
_DEEPEST = 2


def listen(workspace: Workspace) -> None:
    """Send on what is published from now on; whoever is tracked tweets more than others."""
    workspace.world.activity.watch(lambda: tracking.everybody(workspace))
    workspace.events.subscribe(TweetPublished, lambda event: send(workspace, event.tweet))


def send(workspace: Workspace, tweet: Tweet) -> None:
    """Send a tweet to everybody who wants it; each form of it is encoded once, if anybody gets it.

    Assumption: the fast message of a tweet goes out before the whole one.
    """
    streams = workspace.streams
    if not any(streams.is_heard(channel) for channel in (FAST, FULL, *BARE.values())):
        return
    scene = scene_of(workspace, tweet)
    if scene is None:
        return
    wanted = tracking.audience(workspace, tweet)
    if streams.is_heard(FAST):
        streams.publish(FAST, dumps(presenters.envelope(scene, "fast-x")), message_id=tweet.id, wanted=wanted)
    if streams.is_heard(FULL):
        streams.publish(FULL, dumps(presenters.envelope(scene, "x")), message_id=tweet.id, wanted=wanted)
    for edition, channel in BARE.items():
        if streams.is_heard(channel):
            streams.publish(channel, dumps(presenters.resolved(scene, edition)), message_id=tweet.id, wanted=wanted)


def scene_of(workspace: Workspace, tweet: Tweet, depth: int = 0) -> Scene | None:
    """A tweet with all that it shows; None when its author is gone."""
    world = workspace.world
    author = world.people.get(tweet.author_handle)
    if author is None:
        return None
    address = media_address(workspace, workspace.origin)
    answered = None if tweet.in_reply_to_id is None else world.tweets.get(tweet.in_reply_to_id)
    return Scene(
        tweet=tweet,
        author=author,
        picture=f"{address.base}/avatar/{author.handle}.png",
        entities=entities_json(parse(tweet.text), world.people),
        media=media_json(tweet, address),
        answered=None if answered is None else answered.author_handle,
        retweeted=_pointed_at(workspace, tweet.retweeted_id, depth),
        quoted=_pointed_at(workspace, tweet.quoted_id, depth),
    )


def _pointed_at(workspace: Workspace, tweet_id: str | None, depth: int) -> Scene | None:
    tweet = None if tweet_id is None or depth >= _DEEPEST else workspace.world.tweets.get(tweet_id)
    return None if tweet is None else scene_of(workspace, tweet, depth + 1)
