"""Scheduling, listing and cancelling tweets. Must not know the wire, nor how a tweet is posted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

from mockserver.core.settings import Progression
from mockserver.core.sql import ColumnElement, Select, bindparam, col, func, select
from mockserver.core.statements import Query
from mockserver.core.times import Instant
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapely.accounts import service as accounts
from mockserver.vendors.scrapely.accounts.tables import AccountRow
from mockserver.vendors.scrapely.errors import bad_request, not_found
from mockserver.vendors.scrapely.tweets.schemas import TweetStatus
from mockserver.vendors.scrapely.tweets.tables import ScheduledTweetRow

KIND = "scheduled_tweet"


class Listed(NamedTuple):
    """A scheduled tweet and the account it is posted from."""

    id: str
    account_id: str
    account_handle: str
    account_name: str
    tweet_text: str
    scheduled_at: Instant
    status: str
    posted_at: Instant | None
    error_message: str | None
    created_at: Instant


@dataclass(frozen=True, slots=True)
class _List:
    rows: Query[Listed]
    total: Query[int]


def _listed() -> Select[*tuple[Any, ...]]:
    return select(
        col(ScheduledTweetRow.id),
        col(ScheduledTweetRow.account_id),
        col(AccountRow.handle),
        col(AccountRow.name),
        col(ScheduledTweetRow.tweet_text),
        col(ScheduledTweetRow.scheduled_at),
        col(ScheduledTweetRow.status),
        col(ScheduledTweetRow.posted_at),
        col(ScheduledTweetRow.error_message),
        col(ScheduledTweetRow.created_at),
    ).join_from(ScheduledTweetRow, AccountRow, col(AccountRow.id) == col(ScheduledTweetRow.account_id))


def _list(*, by_account: bool, by_status: bool) -> _List:
    """The list with the filters asked for, each condition in the statement only where it is, so indexes serve it."""

    def conditions() -> Iterator[ColumnElement[bool]]:
        if by_account:
            yield col(ScheduledTweetRow.account_id) == bindparam("account_id")
        if by_status:
            yield col(ScheduledTweetRow.status) == bindparam("status")

    return _List(
        Query(
            lambda: (
                _listed()
                .where(*conditions())
                .order_by(col(ScheduledTweetRow.scheduled_at), col(ScheduledTweetRow.id))
                .limit(bindparam("limit"))
                .offset(bindparam("offset"))
            ),
            Listed,
        ),
        Query(lambda: select(func.count()).select_from(ScheduledTweetRow).where(*conditions()), int),
    )


_LISTS: Mapping[tuple[bool, bool], _List] = {
    (by_account, by_status): _list(by_account=by_account, by_status=by_status)
    for by_account, by_status in product((False, True), repeat=2)
}
_BY_ID = Query(lambda: select(ScheduledTweetRow).where(col(ScheduledTweetRow.id) == bindparam("id")), ScheduledTweetRow)
_ONE = Query(lambda: _listed().where(col(ScheduledTweetRow.id) == bindparam("id")), Listed)


def find(workspace: Workspace, tweet_id: str) -> ScheduledTweetRow | None:
    """The scheduled tweet of that id."""
    return workspace.database.first(_BY_ID, id=tweet_id)


def schedule(workspace: Workspace, *, account_id: str, text: str, at: Instant) -> Listed:
    """Schedule a tweet; 400 for a time that is not in the future, 404 for an unknown account.

    Assumption: a tweet may be scheduled from a disconnected account, which can be reconnected until it is due.
    """
    now = workspace.now()
    if at <= now:
        raise bad_request("scheduled_at must be in the future")
    account = accounts.require(workspace, account_id)
    tweet_id = workspace.ids.uuid("scrapely.scheduled_tweet")
    workspace.database.insert(
        ScheduledTweetRow,
        id=tweet_id,
        account_id=account.id,
        tweet_text=text,
        scheduled_at=at,
        status=TweetStatus.PENDING.value,
        created_at=now,
    )
    workspace.jobs.create(KIND, tweet_id, f"@{account.handle}", delay_ms=at - now)
    scheduled = workspace.database.first(_ONE, id=tweet_id)
    assert scheduled is not None
    return scheduled


def page(
    workspace: Workspace, *, account_id: str | None, status: TweetStatus | None, limit: int, offset: int
) -> tuple[list[Listed], int]:
    """A page of scheduled tweets and how many there are.

    Assumption: the list is in the order of scheduled_at, the soonest first, and an unknown account has none.
    """
    wanted = _LISTS[account_id is not None, status is not None]
    filters: dict[str, object] = {}
    if account_id is not None:
        filters["account_id"] = account_id
    if status is not None:
        filters["status"] = status.value
    rows = workspace.database.all(wanted.rows, limit=limit, offset=offset, **filters)
    if workspace.settings.pace(KIND) is Progression.POLLS:
        for row in rows:
            if row.status == TweetStatus.PENDING:
                workspace.jobs.polled(row.id)
        rows = workspace.database.all(wanted.rows, limit=limit, offset=offset, **filters)
    return rows, workspace.database.value(wanted.total, **filters)


def cancel(workspace: Workspace, tweet_id: str) -> None:
    """Remove a pending tweet and its timer; 404 for an unknown one, 400 for one that is posted or failed."""
    tweet = find(workspace, tweet_id)
    if tweet is None:
        raise not_found("Scheduled tweet not found")
    if tweet.status != TweetStatus.PENDING:
        raise bad_request(f'tweet_id must name a tweet with status "pending"; this one is {tweet.status}')
    workspace.database.remove(ScheduledTweetRow, id=tweet_id)
    workspace.jobs.finish(tweet_id)
