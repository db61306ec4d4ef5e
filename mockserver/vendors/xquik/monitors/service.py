"""Keeping monitors, paying for their hours, and writing down what they see. Must not know the wire."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mockserver.core.errors import ApiError
from mockserver.core.sql import and_, bindparam, col, func, select
from mockserver.core.statements import Query
from mockserver.core.times import HOUR, Instant
from mockserver.engine.workspace import Workspace
from mockserver.gateway.pagination import Slice
from mockserver.vendors.xquik import metering
from mockserver.vendors.xquik.errors import INVALID_INPUT, MONITOR_ALREADY_EXISTS, NOT_FOUND
from mockserver.vendors.xquik.monitors.tables import AnchorRow, EventRow, MonitorRow
from mockserver.vendors.xquik.prices import MONITOR_HOUR
from mockserver.world.paging import LAST_ID
from mockserver.world.person import Person
from mockserver.world.search.anchors import anchors
from mockserver.world.search.parser import parse
from mockserver.world.search.query import Malformed

ACCOUNT, KEYWORD = "account", "keyword"
BILLING = "xquik.monitor_hour"
MOST_LISTED = 200

_BY_ID = Query(
    lambda: select(MonitorRow).where(col(MonitorRow.id) == bindparam("id"), col(MonitorRow.kind) == bindparam("kind")),
    MonitorRow,
)
_ANY = Query(lambda: select(MonitorRow).where(col(MonitorRow.id) == bindparam("id")), MonitorRow)
_BY_SUBJECT = Query(
    lambda: select(MonitorRow).where(
        col(MonitorRow.kind) == bindparam("kind"), col(MonitorRow.subject) == bindparam("subject")
    ),
    MonitorRow,
)
_LISTED = Query(
    lambda: (
        select(MonitorRow)
        .where(col(MonitorRow.kind) == bindparam("kind"))
        .order_by(col(MonitorRow.id).desc())
        .limit(bindparam("limit"))
    ),
    MonitorRow,
)


class Counts(NamedTuple):
    """How many monitors there are, and how many watch."""

    all: int
    active: int


_COUNTS = Query(
    lambda: select(func.count(), func.count().filter(col(MonitorRow.is_active).is_(True))).select_from(MonitorRow),
    Counts,
)
_OF_KIND = Query(
    lambda: select(func.count()).select_from(MonitorRow).where(col(MonitorRow.kind) == bindparam("kind")), int
)


def _page(*, of_monitor: bool, of_type: bool) -> Query[EventRow]:
    """The query of a page with these filters, so that each has its index."""

    def build() -> object:
        wanted = [col(EventRow.id) < bindparam("before")]
        if of_monitor:
            wanted.append(col(EventRow.monitor_id) == bindparam("monitor"))
        if of_type:
            wanted.append(col(EventRow.type) == bindparam("type"))
        return select(EventRow).where(and_(*wanted)).order_by(col(EventRow.id).desc()).limit(bindparam("limit"))

    return Query(build, EventRow)  # type: ignore[arg-type]


_ALL_EVENTS, _OF_MONITOR = _page(of_monitor=False, of_type=False), _page(of_monitor=True, of_type=False)
_OF_TYPE, _OF_BOTH = _page(of_monitor=False, of_type=True), _page(of_monitor=True, of_type=True)
_EVENT = Query(lambda: select(EventRow).where(col(EventRow.id) == bindparam("id")), EventRow)


def watch_account(workspace: Workspace, person: Person, event_types: Sequence[str]) -> MonitorRow:
    """Watch an account; 409 `monitor_already_exists`, 402. Paid for: the lookup and the first hour."""
    person = workspace.world.people.remember(person.handle)
    return _watch(workspace, ACCOUNT, person.key, event_types, "createMonitor", person.user_id)


def watch_keyword(workspace: Workspace, query: str, event_types: Sequence[str]) -> MonitorRow:
    """Watch a query; 400 `invalid_input` for one that X would not understand, 409, 402."""
    node = parse(query)
    if isinstance(node, Malformed):
        raise INVALID_INPUT(f"query: {node.message}.")
    row = _watch(workspace, KEYWORD, query.strip(), event_types, "createKeywordMonitor", None)
    workspace.database.add_many(AnchorRow, ({"term": each, "monitor_id": row.id} for each in sorted(anchors(node))))
    return row


def _watch(
    workspace: Workspace, kind: str, subject: str, event_types: Sequence[str], charged: str, x_user_id: str | None
) -> MonitorRow:
    if find(workspace, kind, subject) is not None:
        raise MONITOR_ALREADY_EXISTS()
    metering.charge(workspace, charged, subject=subject)
    metering.charge(workspace, MONITOR_HOUR, subject=subject)
    now = workspace.now()
    row = workspace.database.insert(
        MonitorRow,
        kind=kind,
        subject=subject,
        x_user_id=x_user_id,
        event_types=list(event_types),
        next_billing_at=now + HOUR,
        created_at=now,
    )
    assert row.id is not None, "the database numbers it"
    _schedule(workspace, row.id, row.next_billing_at)
    return row


def find(workspace: Workspace, kind: str, subject: str) -> MonitorRow | None:
    """The monitor of an account or query."""
    return workspace.database.first(_BY_SUBJECT, kind=kind, subject=subject)


def require(workspace: Workspace, kind: str, monitor_id: int) -> MonitorRow:
    """The monitor of an id; 404 `not_found`."""
    row = workspace.database.first(_BY_ID, kind=kind, id=monitor_id)
    if row is None:
        raise NOT_FOUND()
    return row


def listed(workspace: Workspace, kind: str) -> list[MonitorRow]:
    """Monitors, newest first, as many as a list shows."""
    return workspace.database.all(_LISTED, kind=kind, limit=MOST_LISTED)


def count(workspace: Workspace, kind: str) -> int:
    """How many monitors of a kind there are."""
    return workspace.database.value(_OF_KIND, kind=kind)


def counts(workspace: Workspace) -> Counts:
    """How many there are."""
    return workspace.database.value(_COUNTS)


def change(
    workspace: Workspace, kind: str, monitor_id: int, event_types: Sequence[str] | None, is_active: bool | None
) -> MonitorRow:
    """Change what is told of, pause or go on; going on pays for an hour where none is paid for. 404, 402."""
    row = require(workspace, kind, monitor_id)
    changes: dict[str, object] = {}
    if event_types is not None:
        changes["event_types"] = list(event_types)
    if is_active is not None and is_active != row.is_active:
        changes["is_active"] = is_active
        workspace.scheduler.cancel(BILLING, str(row.id))
        if is_active and row.next_billing_at <= workspace.now():
            metering.charge(workspace, MONITOR_HOUR, subject=row.subject)
            changes["next_billing_at"] = workspace.now() + HOUR
    if changes:
        workspace.database.change(MonitorRow, {"id": row.id}, **changes)
    changed = require(workspace, kind, monitor_id)
    if changes.get("is_active"):
        _schedule(workspace, monitor_id, changed.next_billing_at)
    return changed


def forget(workspace: Workspace, kind: str, monitor_id: int) -> None:
    """Stop watching and forget what was seen; 404 `not_found`."""
    row = require(workspace, kind, monitor_id)
    workspace.scheduler.cancel(BILLING, str(row.id))
    workspace.database.remove(EventRow, monitor_id=row.id)
    workspace.database.remove(AnchorRow, monitor_id=row.id)
    workspace.database.remove(MonitorRow, id=row.id)


def bill(workspace: Workspace, monitor_id: int) -> None:
    """Pay for the next hour. Assumption: a monitor whose hour cannot be paid for is paused."""
    row = workspace.database.first(_ANY, id=monitor_id)
    if row is None or not row.is_active:
        return
    try:
        metering.charge(workspace, MONITOR_HOUR, subject=row.subject)
    except ApiError:
        workspace.database.change(MonitorRow, {"id": row.id}, is_active=False)
        return
    due = workspace.now() + HOUR
    workspace.database.change(MonitorRow, {"id": row.id}, next_billing_at=due)
    _schedule(workspace, monitor_id, due)


def events(
    workspace: Workspace, monitor_id: int | None, event_type: str | None, before: int | None, limit: int
) -> Slice[EventRow]:
    """What was seen, newest first, below the event of an id."""
    query = (
        (_OF_BOTH if event_type is not None else _OF_MONITOR)
        if monitor_id is not None
        else (_OF_TYPE if event_type is not None else _ALL_EVENTS)
    )
    params: dict[str, object] = {"before": LAST_ID if before is None else before, "limit": limit + 1}
    if monitor_id is not None:
        params["monitor"] = monitor_id
    if event_type is not None:
        params["type"] = event_type
    return Slice.of(workspace.database.all(query, **params), limit)


def require_event(workspace: Workspace, event_id: int) -> EventRow:
    """The event of an id; 404 `not_found`."""
    row = workspace.database.first(_EVENT, id=event_id)
    if row is None:
        raise NOT_FOUND()
    return row


def _schedule(workspace: Workspace, monitor_id: int, due: Instant) -> None:
    workspace.scheduler.schedule(BILLING, str(monitor_id), due, background=True)
