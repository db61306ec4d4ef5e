"""Events made to happen by a tester: a watched account really tweets, and the webhooks follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, NoReturn

from mockserver.contract import Trigger
from mockserver.core.errors import ApiError
from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik.errors import INVALID_INPUT
from mockserver.vendors.xquik.fields import numeric_id, username
from mockserver.vendors.xquik.monitors import service as monitors
from mockserver.vendors.xquik.monitors.schemas import EventType
from mockserver.vendors.xquik.webhooks import service
from mockserver.world.tweet import Tweet


def _impossible(message: str) -> NoReturn:
    raise ApiError(409, "conflict", message)


def _read(data: Mapping[str, Any], *known: str) -> dict[str, str]:
    for name, value in data.items():
        if name not in known:
            raise INVALID_INPUT(f"data.{name} is unknown; there are {', '.join(known)}.")
        if not isinstance(value, str) or not value.strip():
            raise INVALID_INPUT(f"data.{name} must be a text.")
    return dict(data)


def _tweeted(kind: EventType, workspace: Workspace, data: Mapping[str, Any]) -> None:
    """Let a watched account (`username`, or the one watched last) write such a tweet, with a `text` where told."""
    given = _read(data, "username", "text")
    author = _watched(workspace, kind, given.get("username"))
    text, tweets = given.get("text", "Something happened"), workspace.world.tweets
    if kind is EventType.NEW:
        tweets.publish(author, text)
        return
    subject = _another(workspace, author)
    if kind is EventType.REPLY:
        tweets.publish(author, text, in_reply_to=subject.id)
    elif kind is EventType.QUOTE:
        tweets.publish(author, text, quoted=subject.id)
    else:
        tweets.retweet(author, subject.id)


def _watched(workspace: Workspace, kind: EventType, name: str | None) -> str:
    """Whoever is watched for this kind of event."""
    if name is None:
        found = monitors.listed(workspace, monitors.ACCOUNT)
    else:
        one = monitors.find(workspace, monitors.ACCOUNT, username(name))
        found = [] if one is None else [one]
    for row in found:
        if row.is_active and kind.value in row.event_types:
            return row.subject
    _impossible(f"No such account is watched for {kind.value}: create a monitor with POST /monitors first")


def _another(workspace: Workspace, author: str) -> Tweet:
    """A new tweet of somebody else, to answer, quote or repeat."""
    someone, else_ = (workspace.world.people.number(place) for place in range(2))
    person = someone if someone.key != author else else_
    return workspace.world.tweets.publish(person.handle, "What do you think?")


def _tested(workspace: Workspace, data: Mapping[str, Any]) -> None:
    """Send a test to a webhook: the one with the id `webhook_id`, or the newest."""
    given = _read(data, "webhook_id").get("webhook_id")
    if given is not None:
        service.begin_test(workspace, numeric_id(given))
        return
    newest = next(iter(service.listed(workspace)), None)
    if newest is None:
        _impossible("There is no webhook: register one with POST /webhooks first")
    service.begin_test(workspace, newest.number)


TRIGGERS: Mapping[str, Trigger] = {
    **{kind.value: partial(_tweeted, kind) for kind in EventType if kind is not EventType.TEST},
    EventType.TEST.value: _tested,
}
