"""Keeping styles. What is fetched is charged; what is fresh is not fetched again. Must not know the wire."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.core.times import DAY, iso_ms
from mockserver.engine.workspace import Workspace
from mockserver.gateway.pagination import Slice
from mockserver.vendors.xquik import metering
from mockserver.vendors.xquik.errors import STYLE_NOT_FOUND, USER_NOT_FOUND
from mockserver.vendors.xquik.styles.tables import StyleHead, StyleRow
from mockserver.world.conversations import is_no_reply
from mockserver.world.paging import SCAN
from mockserver.world.person import Person, PersonStatus
from mockserver.world.tweet import Tweet

FETCHED = 20
"""How many tweets make a style."""

FRESH = 7 * DAY
"""How long a style is not fetched again."""

MOST_LISTED = 200

_BY_KEY = Query(lambda: select(StyleRow).where(col(StyleRow.key) == bindparam("key")), StyleRow)
_LATEST = Query(
    lambda: (
        select(*(getattr(StyleRow, name) for name in StyleHead._fields))
        .order_by(col(StyleRow.fetched_at).desc(), col(StyleRow.key).desc())
        .limit(bindparam("limit"))
    ),
    StyleHead,
)


def find(workspace: Workspace, name: str) -> StyleRow | None:
    """The style of a username (with or without `@`) or label, in any case."""
    return workspace.database.first(_BY_KEY, key=_key(name))


def require(workspace: Workspace, name: str) -> StyleRow:
    """The same; 404 `style_not_found`."""
    row = find(workspace, name)
    if row is None:
        raise STYLE_NOT_FOUND()
    return row


def latest(workspace: Workspace, limit: int = MOST_LISTED) -> Slice[StyleHead]:
    """The styles that were fetched last."""
    return Slice.of(workspace.database.all(_LATEST, limit=limit + 1), limit)


def analyze(workspace: Workspace, username: str) -> tuple[StyleRow, bool]:
    """The style of an account, and whether it had to be fetched: what is younger than 7 days is not, and free.

    404 `user_not_found`, 402. A custom style of the same name is replaced.
    """
    kept = find(workspace, username)
    if kept is not None and not kept.is_custom and workspace.now() - kept.fetched_at < FRESH:
        return kept, False
    person = _readable(workspace, username)
    wanted = metering.affordable(workspace, "analyzeStyle", FETCHED)
    tweets = _own(workspace, person, wanted)
    metering.charge(workspace, "analyzeStyle", len(tweets), subject=person.key)
    found = [_kept(tweet.id, tweet.full_text, person.handle, tweet.created_at) for tweet in tweets]
    return _put(workspace, person.key, found, is_custom=False), True


def save(workspace: Workspace, label: str, texts: Sequence[str]) -> StyleRow:
    """Keep a custom style, in the place of one with the same name."""
    now = workspace.now()
    found = [_kept(str(number), text, label, now) for number, text in enumerate(texts)]
    return _put(workspace, _key(label), found, is_custom=True)


def delete(workspace: Workspace, name: str) -> None:
    """Throw a style away; 404 `style_not_found`."""
    if not workspace.database.remove(StyleRow, key=_key(name)):
        raise STYLE_NOT_FOUND()


def measure(workspace: Workspace, row: StyleRow) -> list[tuple[dict[str, object], Tweet | None]]:
    """The tweets of a style, each with what it is on X now; those that are there are charged.

    The list ends where the credits do; 402 where they pay for none.
    Assumption: a tweet that is not on X (any more) is shown without metrics and costs nothing.
    """
    tweets = workspace.world.tweets
    found = [(kept, None if row.is_custom else tweets.get(str(kept["id"]))) for kept in row.tweets]
    paid = sum(tweet is not None for _, tweet in found)
    if paid:
        paid = metering.affordable(workspace, "getStylePerformance", paid)
        metering.charge(workspace, "getStylePerformance", paid, subject=row.key)
    shown = []
    for kept, tweet in found:
        if tweet is not None:
            if paid == 0:
                break
            paid -= 1
        shown.append((kept, tweet))
    return shown


def is_own(workspace: Workspace, row: StyleRow | StyleHead) -> bool:
    """Whether a style is that of the account's own X username."""
    return not row.is_custom and row.key == metering.account(workspace).x_username


def _key(name: str) -> str:
    return name.strip().removeprefix("@").lower()


def _readable(workspace: Workspace, username: str) -> Person:
    """Assumption: the tweets of a suspended or protected account cannot be fetched, so it counts as not found."""
    person = workspace.world.people.get(username)
    if person is None or person.status is not PersonStatus.ACTIVE:
        raise USER_NOT_FOUND()
    return person


def _own(workspace: Workspace, person: Person, limit: int) -> list[Tweet]:
    """What somebody wrote of late without answering anybody, newest first; retweets are not his words."""
    recent = islice(workspace.world.tweets.iter_author(person), SCAN)
    own = (tweet for tweet in recent if tweet.retweeted_id is None and is_no_reply(tweet))
    return list(islice(own, limit))


def _kept(tweet_id: str, text: str, author: str, at: int) -> dict[str, object]:
    return {"id": tweet_id, "text": text, "authorUsername": author, "createdAt": iso_ms(at)}


def _put(workspace: Workspace, key: str, tweets: list[dict[str, object]], *, is_custom: bool) -> StyleRow:
    workspace.database.remove(StyleRow, key=key)
    return workspace.database.insert(
        StyleRow, key=key, is_custom=is_custom, fetched_at=workspace.now(), tweet_count=len(tweets), tweets=tweets
    )
