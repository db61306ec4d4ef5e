"""What monitors see: every tweet that is published, in the transaction that publishes it. Must not know the wire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mockserver.core.json import dumps_text
from mockserver.core.sql import Select, bindparam, col, func, select
from mockserver.core.statements import Query
from mockserver.core.times import iso_ms
from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik.monitors.schemas import EventType
from mockserver.vendors.xquik.monitors.service import ACCOUNT
from mockserver.vendors.xquik.monitors.tables import AnchorRow, EventRow, MonitorRow
from mockserver.vendors.xquik.webhooks.service import tell
from mockserver.world.events import TweetPublished
from mockserver.world.search.anchors import anchors_of
from mockserver.world.search.parser import parse
from mockserver.world.search.query import Malformed
from mockserver.world.tweet import Tweet

_OF_AUTHOR = Query(
    lambda: select(MonitorRow).where(
        col(MonitorRow.kind) == ACCOUNT,
        col(MonitorRow.subject) == bindparam("key"),
        col(MonitorRow.is_active).is_(True),
    ),
    MonitorRow,
)


def _filed() -> Select[int]:
    """Monitors filed under one of the terms, which are a JSON array."""
    terms = func.json_each(bindparam("terms")).table_valued("value")
    return select(col(AnchorRow.monitor_id)).where(col(AnchorRow.term).in_(select(terms.c.value))).distinct()


_FILED = Query(_filed, int)
_KEYWORD = Query(
    lambda: select(MonitorRow).where(col(MonitorRow.id) == bindparam("id"), col(MonitorRow.is_active).is_(True)),
    MonitorRow,
)
_WATCHED = Query(
    lambda: (
        select(col(MonitorRow.subject))
        .where(col(MonitorRow.kind) == ACCOUNT, col(MonitorRow.is_active).is_(True))
        .order_by(col(MonitorRow.id).desc())
        .limit(_MOST_INTERESTING)
    ),
    str,
)


_MOST_INTERESTING = 200
"""How many of those who are watched tweet more than others."""


def watch(workspace: Workspace) -> None:
    """Look at every tweet from now on; who is watched tweets more than others."""
    workspace.events.observe(TweetPublished, lambda event: see(workspace, event.tweet))
    workspace.world.activity.watch(lambda: workspace.database.all(_WATCHED))


def see(workspace: Workspace, tweet: Tweet) -> None:
    """Write down what monitors make of a tweet, and tell the webhooks."""
    kind = type_of(tweet)
    for monitor in _interested(workspace, tweet):
        if kind.value in monitor.event_types:
            row = workspace.database.insert(
                EventRow,
                monitor_id=monitor.id or 0,
                kind=monitor.kind,
                subject=monitor.subject,
                type=kind.value,
                tweet_id=tweet.id,
                data=dict(told(workspace, tweet)),
                occurred_at=tweet.created_at,
            )
            tell(workspace, row)


def type_of(tweet: Tweet) -> EventType:
    """What a tweet is to a monitor."""
    if tweet.retweeted_id is not None:
        return EventType.RETWEET
    if tweet.in_reply_to_id is not None:
        return EventType.REPLY
    return EventType.NEW if tweet.quoted_id is None else EventType.QUOTE


def told(workspace: Workspace, tweet: Tweet) -> Mapping[str, object]:
    """A tweet as events tell it, under the document's names and the newer ones."""
    person = workspace.world.people.get(tweet.author_handle)
    data: dict[str, object] = {
        "tweetId": tweet.id,
        "text": tweet.full_text,
        "metrics": {"likes": tweet.like_count, "retweets": tweet.retweet_count, "replies": tweet.reply_count},
        "id": tweet.id,
        "author": {
            "id": tweet.author_id,
            "userName": tweet.author_handle,
            "name": tweet.author_handle if person is None else person.name,
        },
        "createdAt": iso_ms(tweet.created_at),
        "isRetweet": tweet.retweeted_id is not None,
        "isReply": tweet.in_reply_to_id is not None,
        "isQuote": tweet.quoted_id is not None,
    }
    for name, tweet_id in (
        ("inReplyTo", tweet.in_reply_to_id),
        ("quoted", tweet.quoted_id),
        ("retweeted", tweet.retweeted_id),
    ):
        if tweet_id is not None:
            data[f"{name}TweetId"] = tweet_id
            other = workspace.world.tweets.get(tweet_id)
            if other is not None:
                data[f"{name}Username"] = other.author_handle
    return data


def _interested(workspace: Workspace, tweet: Tweet) -> Iterator[MonitorRow]:
    """The monitors that mean a tweet, without a look at those that surely do not.

    Assumption: the monitor of a query sees retweets as well, where it wants `tweet.retweet`.
    """
    yield from workspace.database.all(_OF_AUTHOR, key=tweet.author_handle.lower())
    filed = workspace.database.all(_FILED, terms=dumps_text(sorted(anchors_of(tweet))))
    for monitor_id in sorted(filed):
        monitor = workspace.database.first(_KEYWORD, id=monitor_id)
        node = None if monitor is None else parse(monitor.subject)
        if monitor is not None and not isinstance(node, Malformed | None) and workspace.world.search.fits(node, tweet):
            yield monitor
