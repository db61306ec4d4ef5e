"""Finding what a request names on X: a tweet, a person, a time. Must not know what is done with it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mockserver.core.times import Instant, parse_instant
from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik.errors import (
    INVALID_INPUT,
    INVALID_TWEET_ID,
    INVALID_USER_ID,
    INVALID_USERNAME,
    TWEET_NOT_FOUND,
    USER_NOT_FOUND,
    Code,
)
from mockserver.vendors.xquik.x_data.magic import check
from mockserver.vendors.xquik.x_data.schemas import QueryType
from mockserver.world.person import Person, PersonStatus, handle_key
from mockserver.world.search.tweets import Order
from mockserver.world.tweet import Tweet

ORDERS: Mapping[QueryType, Order] = {QueryType.LATEST: Order.LATEST, QueryType.TOP: Order.TOP}

_ID = re.compile(r"[0-9]{1,20}")
_SECONDS = re.compile(r"[0-9]{1,11}")


def require_tweet(workspace: Workspace, tweet_id: str) -> Tweet:
    """The tweet; 400 `invalid_tweet_id` for what is no id, 404 `tweet_not_found`."""
    if not _ID.fullmatch(tweet_id):
        raise INVALID_TWEET_ID()
    tweet = workspace.world.tweets.get(tweet_id)
    if tweet is None:
        raise TWEET_NOT_FOUND()
    return tweet


def require_user(workspace: Workspace, name: str, malformed: Code = INVALID_USER_ID) -> Person:
    """The person of a username or a numeric id; 400 `malformed` for what is neither, 404 `user_not_found`.

    A name of digits only is an id.
    """
    text = name.strip()
    if not _ID.fullmatch(text):
        key = handle_key(text)
        if key is None:
            raise malformed()
        check(workspace, key)
    person = find_user(workspace, text)
    if person is None:
        raise USER_NOT_FOUND()
    return person


def find_user(workspace: Workspace, name: str) -> Person | None:
    """The person of a well-formed username or id, if there is one. Assumption: a suspended account is not found."""
    people = workspace.world.people
    person = people.by_id(name) if _ID.fullmatch(name) else people.get(name)
    return None if person is None or person.status is PersonStatus.SUSPENDED else person


def require_username(workspace: Workspace, name: str) -> Person:
    """The same, where the path names a username: 400 `invalid_username`."""
    return require_user(workspace, name, INVALID_USERNAME)


def moment(name: str, text: str | None) -> Instant | None:
    """A time as Unix seconds or ISO 8601; 400 `invalid_input` naming the parameter."""
    if not text:
        return None
    if _SECONDS.fullmatch(text):
        return int(text) * 1000
    try:
        return parse_instant(text)
    except ValueError:
        raise INVALID_INPUT(f"{name} must be Unix seconds or an ISO 8601 time.") from None
