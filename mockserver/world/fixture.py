"""The `world` section of a fixture: people, follows, tweets and messages written in YAML.

    people:   {paulg: {name: Paul, followers_count: 25000}}
    follows:  [{follower: paulg, followee: jessica}]
    tweets:   [{author: paulg, text: Hello, ago: 2h, likes: [jessica], replies: [{author: jessica, text: Hi}]}]
    messages: [{sender: paulg, recipient: jessica, text: Hello, ago: 1d}]

A tweet takes `media` (addresses), `card`, `lang` and `note: true` (a long one) besides. Two more sections need timers
and are read by the engine: `script` and `activity`. Must not know the rest of a fixture.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mockserver.core.clock import Clock
from mockserver.core.errors import ConfigurationError
from mockserver.core.times import parse_duration
from mockserver.world.media import at_url
from mockserver.world.tweet import Tweet

if TYPE_CHECKING:
    from mockserver.world.world import World

TIMED = ("script", "activity")
"""What tells of times to come."""

_SECTIONS = ("people", "follows", "tweets", "messages")
_TWEET = frozenset({"author", "text", "ago", "likes", "retweets", "media", "lang", "note", "card", "replies"})
_MESSAGE = frozenset({"sender", "recipient", "text", "ago"})
_FOLLOW = frozenset({"follower", "followee"})


def load(world: World, clock: Clock, section: Mapping[str, object]) -> None:
    """Write a section in the caller's transaction; raises `ConfigurationError` that names the entry at fault."""
    unknown = set(section) - {*_SECTIONS, *TIMED}
    if unknown:
        raise ConfigurationError(f"world.{min(unknown)} is unknown; there are {', '.join((*_SECTIONS, *TIMED))}")
    people = mapping(section.get("people") or {}, "world.people")
    if people:
        world.activity.name(people)
    for handle, attributes in people.items():
        where = f"world.people.{handle}"
        with named(where):
            world.people.put(handle, **mapping(attributes or {}, where))
    for at, follow in enumerate(entries(section, "follows")):
        where = f"world.follows[{at}]"
        with named(where):
            _follow(world, mapping(follow, where, _FOLLOW))
    for at, tweet in enumerate(entries(section, "tweets")):
        where = f"world.tweets[{at}]"
        with named(where):
            _tweet(world, clock, mapping(tweet, where, _TWEET), where, None)
    for at, message in enumerate(entries(section, "messages")):
        where = f"world.messages[{at}]"
        with named(where):
            _message(world, clock, mapping(message, where, _MESSAGE))


@contextmanager
def named(where: str) -> Iterator[None]:
    """Turn what does not fit into a `ConfigurationError` that names the place."""
    try:
        yield
    except (LookupError, ValueError) as error:
        raise ConfigurationError(f"{where}: {error}") from error


def _follow(world: World, entry: Mapping[str, object]) -> None:
    follower, followee = (world.people.remember(text(entry, name)) for name in ("follower", "followee"))
    world.graph.follow(follower, followee)


def _tweet(world: World, clock: Clock, entry: Mapping[str, object], where: str, parent: str | None) -> None:
    with clock.pinned(clock.now() - parse_duration(str(entry.get("ago", "0ms")))):
        tweet = publish(world, entry, parent)
    for handle in entries(entry, "likes"):
        world.tweets.like(world.people.remember(str(handle)).user_id, tweet.id)
    for handle in entries(entry, "retweets"):
        world.tweets.retweet(str(handle), tweet.id)
    for at, reply in enumerate(entries(entry, "replies")):
        inner = f"{where}.replies[{at}]"
        _tweet(world, clock, mapping(reply, inner, _TWEET), inner, tweet.id)


def publish(world: World, entry: Mapping[str, object], parent: str | None) -> Tweet:
    """Write the tweet that an entry tells of, now; raises `LookupError` and `ValueError` as `Tweets.publish`."""
    return world.tweets.publish(
        text(entry, "author"),
        text(entry, "text"),
        in_reply_to=parent,
        note=bool(entry.get("note", False)),
        media=[at_url(str(url)) for url in entries(entry, "media")],
        card_url=None if entry.get("card") is None else str(entry["card"]),
        lang=None if entry.get("lang") is None else str(entry["lang"]),
    )


def _message(world: World, clock: Clock, entry: Mapping[str, object]) -> None:
    sender, recipient = (world.people.remember(text(entry, name)) for name in ("sender", "recipient"))
    with clock.pinned(clock.now() - parse_duration(str(entry.get("ago", "0ms")))):
        world.messages.send(sender.user_id, recipient.user_id, text(entry, "text"))


def mapping(value: object, where: str, known: frozenset[str] | None = None) -> Mapping[str, object]:
    """The value when it is a mapping with no other keys than the known ones; raises `ConfigurationError`."""
    if not isinstance(value, Mapping):
        raise ConfigurationError(f"{where} must be a mapping")
    unknown = set() if known is None else {str(name) for name in value} - known
    if known is not None and unknown:
        raise ConfigurationError(f"{where}: {min(unknown)} is unknown; there are {', '.join(sorted(known))}")
    return {str(name): entry for name, entry in value.items()}


def entries(section: Mapping[str, object], name: str) -> Sequence[object]:
    """The list of that name, empty where there is none; raises `ConfigurationError`."""
    value = section.get(name) or ()
    if not isinstance(value, list | tuple):
        raise ConfigurationError(f"{name} must be a list")
    return value


def text(entry: Mapping[str, object], name: str) -> str:
    """The text of that name; raises `ValueError` where there is none."""
    if entry.get(name) is None:
        raise ValueError(f"{name} is missing")
    return str(entry[name])
