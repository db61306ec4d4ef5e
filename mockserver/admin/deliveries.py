"""Deliveries of a workspace's webhooks: each attempt with request and answer, and sending again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, NotRequired

from fastapi import Query
from typing_extensions import TypedDict

from mockserver.admin.context import WORKSPACE, Ws, control_router
from mockserver.admin.errors import refuse
from mockserver.admin.schemas import PageQuery
from mockserver.core.times import iso_ms
from mockserver.engine.tables import AttemptRow, DeliveryRow
from mockserver.engine.workspace import Workspace
from mockserver.gateway.journal import HIDDEN, content

router = control_router("Webhooks")

DELIVERIES = f"{WORKSPACE}/deliveries"


class AttemptView(TypedDict):
    """One try: the receiver's status and the beginning of its answer, or why there was none."""

    at: str
    status: int | None
    duration_ms: int
    error: NotRequired[str]
    response_body: NotRequired[str]


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


@router.get(DELIVERIES)
async def list_deliveries(ctx: Ws, page: Annotated[PageQuery, Query()]) -> DeliveryList:
    """List deliveries, newest first."""
    workspace = ctx.universe.workspace
    rows = workspace.webhooks.deliveries(limit=page.limit, offset=page.offset)
    return {
        "deliveries": [_view(workspace, row) for row in rows],
        "total": workspace.webhooks.count_deliveries(),
    }


@router.get(f"{DELIVERIES}/{{delivery_id}}")
async def get_delivery(ctx: Ws, delivery_id: str) -> DeliveryView:
    """Show one delivery; 404 `unknown_delivery`."""
    return _view(ctx.universe.workspace, _find(ctx.universe.workspace, delivery_id))


@router.post(f"{DELIVERIES}/{{delivery_id}}/redeliver")
async def redeliver(ctx: Ws, delivery_id: str) -> DeliveryView:
    """Send the same bytes again and wait for the answer; 409 `receiver_gone`."""
    workspace = ctx.universe.workspace
    delivery = _find(workspace, delivery_id)
    try:
        workspace.write(lambda: workspace.webhooks.redeliver(delivery))
    except LookupError:
        hint = "Register the receiver again with POST …/webhooks and trigger the event anew"
        raise refuse(409, "receiver_gone", "The webhook of this delivery was removed", hint) from None
    await workspace.scheduler.settle()
    return _view(workspace, _find(workspace, delivery_id))


def _find(workspace: Workspace, delivery_id: str) -> DeliveryRow:
    delivery = workspace.webhooks.delivery(delivery_id)
    if delivery is None:
        hint = "GET …/deliveries lists them, newest first"
        raise refuse(404, "unknown_delivery", f"There is no delivery {delivery_id!r}", hint)
    return delivery


def _view(workspace: Workspace, row: DeliveryRow) -> DeliveryView:
    webhook = workspace.webhooks.find(row.webhook_id)
    return {
        "id": row.id,
        "vendor": row.vendor,
        "webhook_id": row.webhook_id,
        "event": row.event,
        "url": row.url,
        "status": row.status,
        "created_at": iso_ms(row.created_at),
        "attempts": [_attempt(each) for each in workspace.webhooks.attempts(row.id)],
        "headers": _without(row.headers, None if webhook is None else webhook.secret),
        "body": content(row.body),
    }


def _attempt(row: AttemptRow) -> AttemptView:
    shown: AttemptView = {"at": iso_ms(row.at), "status": row.status, "duration_ms": row.duration_ms}
    if row.error is not None:
        shown["error"] = row.error
    if row.response_body is not None:
        shown["response_body"] = row.response_body
    return shown


def _without(headers: Mapping[str, str], secret: str | None) -> dict[str, str]:
    """The headers, with the secret itself hidden where a vendor sends it as it is."""
    return {name: HIDDEN if value == secret else value for name, value in headers.items()}
