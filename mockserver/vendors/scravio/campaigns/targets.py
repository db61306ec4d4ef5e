"""Who and what in the world a campaign's inputs name. Pure in the seed and the inputs; must not know leads.

Every vendor sees the same people: a username that could be a handle of X is that handle's person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mockserver.engine.workspace import Workspace
from mockserver.world.person import Person, handle_key
from mockserver.world.population import POPULATION
from mockserver.world.tweet import Tweet

_X_POST = re.compile(r"https://(?:www\.|mobile\.)?(?:x|twitter)\.com/([A-Za-z0-9_]{1,15})/status/([0-9]{1,19})")
_OTHER_AUTHOR = re.compile(r"https://[^/]+/@([A-Za-z0-9_.]{1,30})/")
_NO_HANDLE = re.compile(r"[^A-Za-z0-9_]")
_LONGEST_HANDLE = 15


@dataclass(frozen=True, slots=True)
class Post:
    """A post that a URL names: on X a tweet of the world where there is one."""

    id: str
    author: Person
    text: str
    like_count: int
    comment_count: int
    repost_count: int
    tweet: Tweet | None


def person(workspace: Workspace, username: str) -> Person | None:
    """The person of a username, or None where nobody has it.

    Assumption: a username that X does not allow stands for the person of its letters, digits and underscores.
    """
    return workspace.world.people.get(handle_of(username))


def handle_of(username: str) -> str:
    """The handle that stands for a username of any platform."""
    name = username.removeprefix("@")
    return name if handle_key(name) else (_NO_HANDLE.sub("_", name)[:_LONGEST_HANDLE] or "_")


def post(workspace: Workspace, media_url: str) -> Post | None:
    """The post of a URL; None where its author does not exist.

    Assumption: any URL is a post, as any handle is somebody: a tweet of the world where it names one, else one with
    an author and counts drawn from the seed.
    """
    named = _X_POST.match(media_url)
    tweet = None if named is None else workspace.world.tweets.get(named[2])
    if tweet is not None:
        author = workspace.world.people.get(tweet.author_handle)
        return None if author is None else _of_tweet(tweet, author)
    chance = workspace.entropy.stream("scravio.post", media_url)
    handle = named or _OTHER_AUTHOR.match(media_url)
    number = chance.below(POPULATION)
    author = workspace.world.people.number(number) if handle is None else person(workspace, handle[1])
    if author is None:
        return None
    likes = chance.between(200, 20_000)
    topic = author.topics[0] if author.topics else "life"
    return Post(
        id=named[2] if named else str(chance.between(10**18, 10**19 - 1)),
        author=author,
        text=f"Some thoughts on {topic} and what comes next.",
        like_count=likes,
        comment_count=likes * chance.between(5, 30) // 100,
        repost_count=likes * chance.between(5, 30) // 100,
        tweet=None,
    )


def hashtag_media_count(workspace: Workspace, hashtag: str) -> int:
    """How many posts a hashtag has: 10,000 to 50 million."""
    chance = workspace.entropy.stream("scravio.hashtag", hashtag.lower())
    return int(10_000 * 5_000 ** chance.uniform())


def _of_tweet(tweet: Tweet, author: Person) -> Post:
    return Post(
        tweet.id,
        author,
        tweet.text,
        tweet.like_count,
        tweet.reply_count,
        tweet.retweet_count + tweet.quote_count,
        tweet,
    )


def is_business(person: Person) -> bool:
    """Whether somebody runs a business account. Assumption: those who name a website do."""
    return person.website is not None
