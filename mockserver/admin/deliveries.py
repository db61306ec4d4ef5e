"""Deliveries of a workspace's webhooks: each attempt with request and answer; sending again, well or spoilt."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.admin.context import WORKSPACE, Ws, control_router
from mockserver.admin.errors import refuse
from mockserver.admin.schemas import ControlBody, PageQuery, Time
from mockserver.core.errors import ApiError
from mockserver.core.times import LATEST, iso_ms
from mockserver.engine.tables import AttemptRow, DeliveryRow
from mockserver.engine.webhooks.delivery_rows import Chosen
from mockserver.engine.webhooks.distortions import Distortion
from mockserver.engine.workspace import Workspace
from mockserver.gateway.journal import content
from mockserver.gateway.marks import Query

router = control_router("Webhooks")

DELIVERIES = f"{WORKSPACE}/deliveries"

MOST_AT_ONCE = 1_000
"""How many deliveries one call sends again."""


class Order(StrEnum):
    """How many deliveries follow one another."""

    AT_ONCE = "at_once"
    NEWEST_FIRST = "newest_first"


Vendor = Annotated[str | None, Field(description="Only those of this vendor")]
Event = Annotated[str | None, Field(description="Only those of this event")]
Status = Annotated[str | None, Field(description="Only those with this status, such as delivered or failed")]
As = Annotated[Distortion | None, Field(strict=False, description=f"Spoilt so: {', '.join(Distortion)}")]


class DeliveriesQuery(PageQuery):
    """Which deliveries are asked for."""

    vendor: Vendor = None
    event: Event = None
    status: Status = None


class Redelivery(ControlBody):
    """How a delivery is sent again."""

    as_: Annotated[As, Field(alias="as")] = None


class Redeliveries(ControlBody):
    """Which deliveries are sent again: those of `ids`, or those that fit everything else that is given."""

    ids: Annotated[
        list[str] | None, Field(min_length=1, max_length=MOST_AT_ONCE, description="Deliveries by their ids")
    ] = None
    vendor: Vendor = None
    event: Event = None
    status: Status = None
    from_: Annotated[Time | None, Field(alias="from", description="Made at this time or later")] = None
    to: Annotated[Time | None, Field(description="Made at this time or earlier")] = None
    order: Annotated[
        Order,
        Field(strict=False, description="at_once, or newest_first: one after the other, in the wrong order"),
    ] = Order.AT_ONCE
    as_: Annotated[As, Field(alias="as")] = None

    @property
    def chosen(self) -> Chosen:
        """What is asked for besides ids."""
        until = LATEST if self.to is None else self.to
        return Chosen(self.vendor, self.event, self.status, self.from_ or 0, until)


class SpoiltView(TypedDict):
    """How an attempt was spoilt, and whether a receiver could tell by signature or form."""

    kind: str
    detectable: bool


class AttemptView(TypedDict):
    """One try: what was sent, and the receiver's status with the beginning of its answer, or why there was none.

    One that was spoilt on request says how, and `body` is what was sent in place of the delivery's.
    """

    at: str
    status: int | None
    duration_ms: int
    headers: dict[str, str]
    error: NotRequired[str]
    response_body: NotRequired[str]
    spoilt: NotRequired[SpoiltView]
    body: NotRequired[object]


class DeliveryView(TypedDict):
    """One event on its way to one receiver; `headers` are those of the last attempt."""

    id: str
    vendor: str
    webhook_id: str
    event: str
    url: str
    status: str
    created_at: str
    attempts: list[AttemptView]
    headers: dict[str, str]
    body: object


class DeliveryList(TypedDict):
    """Deliveries, newest first."""

    deliveries: list[DeliveryView]
    total: int


class Redelivered(TypedDict):
    """Which deliveries were sent again, in order; how many were not, as their receiver is gone, paused or silent."""

    redelivered: int
    skipped: int
    deliveries: list[str]


@router.get(DELIVERIES)
async def list_deliveries(ctx: Ws, query: Annotated[DeliveriesQuery, Query()]) -> DeliveryList:
    """List deliveries, newest first."""
    workspace = ctx.universe.workspace
    chosen = Chosen(query.vendor, query.event, query.status)
    rows = workspace.webhooks.deliveries(chosen, limit=query.limit, offset=query.offset)
    return {
        "deliveries": [_view(workspace, row) for row in rows],
        "total": workspace.webhooks.count_deliveries(chosen),
    }


@router.get(f"{DELIVERIES}/{{delivery_id}}")
async def get_delivery(ctx: Ws, delivery_id: str) -> DeliveryView:
    """Show one delivery; 404 `unknown_delivery`."""
    return _view(ctx.universe.workspace, _find(ctx.universe.workspace, delivery_id))


@router.post(f"{DELIVERIES}/redeliver")
async def redeliver_many(ctx: Ws, body: Redeliveries) -> Redelivered:
    """Send many deliveries again and wait for the answers, at most 1000 of those that fit, the oldest first."""
    workspace = ctx.universe.workspace
    if body.ids is None:
        rows = workspace.webhooks.oldest(body.chosen, MOST_AT_ONCE)
    else:
        rows = [_find(workspace, delivery_id) for delivery_id in dict.fromkeys(body.ids)]
    takes = {row.id for row in workspace.webhooks.all() if row.is_active}
    sent = [row for row in rows if row.webhook_id in takes]
    if body.order is Order.NEWEST_FIRST:
        sent = await _send_one_by_one(workspace, sorted(sent, key=lambda row: -row.number), body.as_)
    else:
        await _send(workspace, sent, body.as_)
    return {"redelivered": len(sent), "skipped": len(rows) - len(sent), "deliveries": [row.id for row in sent]}


@router.post(f"{DELIVERIES}/{{delivery_id}}/redeliver")
async def redeliver(ctx: Ws, delivery_id: str, body: Redelivery) -> DeliveryView:
    """Send the same bytes again, or spoilt on request, and wait for the answer; 409 `receiver_gone`.

    A spoilt one is listed among the attempts and changes neither the delivery's status nor its retries.
    """
    workspace = ctx.universe.workspace
    try:
        await _send(workspace, [_find(workspace, delivery_id)], body.as_)
    except LookupError:
        raise _gone() from None
    return _view(workspace, _find(workspace, delivery_id))


async def _send_one_by_one(
    workspace: Workspace, rows: Sequence[DeliveryRow], distortion: Distortion | None
) -> list[DeliveryRow]:
    """Send each when the one before it was answered; one without an answer ends it, lest each waits for the limit."""
    sent: list[DeliveryRow] = []
    for row in rows:
        await _send(workspace, [row], distortion)
        sent.append(row)
        if workspace.webhooks.attempts(row.id)[-1].status is None:
            break
    return sent


async def _send(workspace: Workspace, rows: Sequence[DeliveryRow], distortion: Distortion | None) -> None:
    def send() -> None:
        for row in rows:
            workspace.webhooks.redeliver(row, distortion)

    workspace.write(send)
    await workspace.scheduler.settle()


def _gone() -> ApiError:
    hint = "Register the receiver again with POST …/webhooks and trigger the event anew, or resume it with PATCH"
    return refuse(409, "receiver_gone", "The webhook of this delivery was removed or is paused", hint)


def _find(workspace: Workspace, delivery_id: str) -> DeliveryRow:
    delivery = workspace.webhooks.delivery(delivery_id)
    if delivery is None:
        hint = "GET …/deliveries lists them, newest first"
        raise refuse(404, "unknown_delivery", f"There is no delivery {delivery_id!r}", hint)
    return delivery


def _view(workspace: Workspace, row: DeliveryRow) -> DeliveryView:
    attempts = workspace.webhooks.attempts(row.id)
    return {
        "id": row.id,
        "vendor": row.vendor,
        "webhook_id": row.webhook_id,
        "event": row.event,
        "url": row.url,
        "status": row.status,
        "created_at": iso_ms(row.created_at),
        "attempts": [_attempt(each) for each in attempts],
        "headers": next((each.headers for each in reversed(attempts) if each.distortion is None), row.headers),
        "body": content(row.body),
    }


def _attempt(row: AttemptRow) -> AttemptView:
    shown: AttemptView = {
        "at": iso_ms(row.at),
        "status": row.status,
        "duration_ms": row.duration_ms,
        "headers": row.headers,
    }
    if row.error is not None:
        shown["error"] = row.error
    if row.response_body is not None:
        shown["response_body"] = row.response_body
    if row.distortion is not None:
        shown["spoilt"] = {"kind": row.distortion, "detectable": bool(row.is_detectable)}
    if row.body is not None:
        shown["body"] = content(row.body)
    return shown
