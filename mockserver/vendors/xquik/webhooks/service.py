"""Keeping receivers and telling them of events. The deliveries are the engine's. Must not know the wire."""

from __future__ import annotations

from collections.abc import Sequence

from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.engine.tables import DeliveryRow, WebhookRow
from mockserver.engine.webhooks.deliveries import ALL_EVENTS
from mockserver.engine.webhooks.targets import RefusedTarget, check_url
from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik.errors import INVALID_INPUT, NOT_FOUND, WEBHOOK_INACTIVE
from mockserver.vendors.xquik.monitors.schemas import EventType
from mockserver.vendors.xquik.monitors.service import KEYWORD
from mockserver.vendors.xquik.monitors.tables import EventRow
from mockserver.vendors.xquik.webhooks.tables import DeliveredEventRow

VENDOR = "xquik"
MOST = 200
MOST_DELIVERIES = 100

_RECEIVERS = Query(
    lambda: (
        select(WebhookRow).where(col(WebhookRow.vendor) == VENDOR).order_by(col(WebhookRow.number).desc()).limit(MOST)
    ),
    WebhookRow,
)
_BY_NUMBER = Query(
    lambda: select(WebhookRow).where(col(WebhookRow.vendor) == VENDOR, col(WebhookRow.number) == bindparam("number")),
    WebhookRow,
)
_DELIVERIES = Query(
    lambda: (
        select(DeliveryRow)
        .where(col(DeliveryRow.webhook_id) == bindparam("webhook"))
        .order_by(col(DeliveryRow.number).desc())
        .limit(MOST_DELIVERIES)
    ),
    DeliveryRow,
)
_EVENT_OF = Query(
    lambda: select(col(DeliveredEventRow.event_id)).where(col(DeliveredEventRow.delivery_id) == bindparam("id")), int
)


def register(workspace: Workspace, url: str, event_types: Sequence[str]) -> WebhookRow:
    """Write a receiver down; 400 `invalid_input` for an address that none may have, or for one too many.

    Assumption: addresses over http and of this machine are taken, as a test needs them; the vendor takes neither.
    Assumption: there are as many receivers as a list shows, 200, and no more.
    """
    if len(listed(workspace)) >= MOST:
        raise INVALID_INPUT(f"At most {MOST} webhooks can be registered.")
    try:
        return workspace.webhooks.register(VENDOR, url, list(event_types))
    except RefusedTarget as error:
        raise INVALID_INPUT(f"url: {error}.") from None


def listed(workspace: Workspace) -> list[WebhookRow]:
    """Receivers, newest first."""
    return workspace.database.all(_RECEIVERS)


def wanted(row: WebhookRow) -> list[EventType]:
    """What a receiver is told of; one that a tester registered may want everything."""
    return list(EventType) if ALL_EVENTS in row.events else [EventType(each) for each in row.events]


def require(workspace: Workspace, number: int) -> WebhookRow:
    """The receiver of an id; 404 `not_found`."""
    row = workspace.database.first(_BY_NUMBER, number=number)
    if row is None:
        raise NOT_FOUND()
    return row


def change(
    workspace: Workspace, number: int, url: str | None, event_types: Sequence[str] | None, is_active: bool | None
) -> WebhookRow:
    """Change a receiver; 404 `not_found`, 400 `invalid_input` for an address that none may have."""
    row = require(workspace, number)
    changes: dict[str, object] = {}
    if url is not None:
        try:
            changes["url"] = check_url(url)
        except RefusedTarget as error:
            raise INVALID_INPUT(f"url: {error}.") from None
    if event_types is not None:
        changes["events"] = list(event_types)
    if is_active is not None:
        changes["is_active"] = is_active
    workspace.webhooks.change(row.id, **changes)
    return require(workspace, number)


def forget(workspace: Workspace, number: int) -> None:
    """Take a receiver away; 404 `not_found`."""
    workspace.webhooks.remove(require(workspace, number).id)


def tell(workspace: Workspace, event: EventRow) -> None:
    """Tell every receiver that wants it of an event."""
    watched = {"query": event.subject} if event.kind == KEYWORD else {"username": event.subject}
    for delivery_id in workspace.webhooks.emit(VENDOR, event.type, {**watched, "data": event.data}):
        workspace.database.insert(DeliveredEventRow, delivery_id=delivery_id, event_id=event.id or 0)


def begin_test(workspace: Workspace, number: int) -> str:
    """Send a test to a receiver; the delivery's id. 404 `not_found`, 400 `webhook_inactive`."""
    row = require(workspace, number)
    if not row.is_active:
        raise WEBHOOK_INACTIVE()
    message = workspace.webhooks.profile(VENDOR).compose(workspace, EventType.TEST, {})
    assert message is not None, "a test is sent in every edition"
    return workspace.webhooks.send_to(row, message)


def end_test(workspace: Workspace, delivery_id: str) -> tuple[int | None, str | None]:
    """How a test went: the receiver's status, or why there was none.

    Assumption: a test is tried once; one that failed is `exhausted`.
    """
    workspace.webhooks.give_up(delivery_id)
    attempts = workspace.webhooks.attempts(delivery_id)
    if not attempts:
        return None, "The delivery was not attempted"
    return attempts[-1].status, attempts[-1].error


def deliveries(workspace: Workspace, number: int) -> list[DeliveryRow]:
    """What was sent to a receiver, newest first; 404 `not_found`."""
    return workspace.database.all(_DELIVERIES, webhook=require(workspace, number).id)


def event_of(workspace: Workspace, delivery_id: str) -> int | None:
    """The event that a delivery is of; None of a test."""
    return workspace.database.first(_EVENT_OF, id=delivery_id)
