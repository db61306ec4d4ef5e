"""Endpoints of webhooks. Thin: what they do stands in `service`."""

from __future__ import annotations

from mockserver.contract import Context, Ctx
from mockserver.core.times import iso_ms
from mockserver.engine.tables import DeliveryRow, WebhookRow
from mockserver.engine.webhooks.deliveries import DELIVERED
from mockserver.gateway.messages import Deferred
from mockserver.vendors.xquik.access import xquik_router
from mockserver.vendors.xquik.errors import INVALID_INPUT
from mockserver.vendors.xquik.fields import Success, numeric_id, success
from mockserver.vendors.xquik.monitors.schemas import EventType
from mockserver.vendors.xquik.webhooks import service
from mockserver.vendors.xquik.webhooks.schemas import (
    CreateWebhookRequest,
    Delivery,
    DeliveryList,
    DeliveryStatus,
    NewWebhook,
    TestResult,
    UpdateWebhookRequest,
    Webhook,
    WebhookList,
)

router = xquik_router("Webhooks")


@router.post(
    "/webhooks",
    operation_id="createWebhook",
    summary="Create webhook",
    status_code=201,
    response_model=NewWebhook,
    openapi_extra={"x-source": "documented: Create Webhook"},
)
async def create_webhook(ctx: Ctx, body: CreateWebhookRequest) -> NewWebhook:
    """Register a receiver; its secret is in this answer only. 400 `invalid_input`."""
    row = service.register(ctx.workspace, body.url, body.eventTypes)
    return {
        "id": str(row.number),
        "url": row.url,
        "eventTypes": [EventType(each) for each in row.events],
        "secret": row.secret,
        "createdAt": iso_ms(row.created_at),
    }


@router.get(
    "/webhooks",
    operation_id="listWebhooks",
    summary="List webhooks",
    response_model=WebhookList,
    openapi_extra={"x-source": "documented: List Webhooks"},
)
async def list_webhooks(ctx: Ctx) -> WebhookList:
    """Every receiver, newest first, at most 200, without their secrets."""
    return {"webhooks": [_shown(row) for row in service.listed(ctx.workspace)], "hasMore": False}


@router.patch(
    "/webhooks/{id}",
    operation_id="updateWebhook",
    summary="Update webhook",
    response_model=Webhook,
    openapi_extra={"x-source": "documented: Update Webhook"},
)
async def update_webhook(ctx: Ctx, id: str, body: UpdateWebhookRequest) -> Webhook:
    """Change a receiver. 400 `invalid_input` for nothing, `invalid_id`, 404 `not_found`."""
    number = numeric_id(id)
    if body.url is None and body.eventTypes is None and body.isActive is None:
        raise INVALID_INPUT("At least one of url, eventTypes and isActive is required.")
    return _shown(service.change(ctx.workspace, number, body.url, body.eventTypes, body.isActive))


@router.delete(
    "/webhooks/{id}",
    operation_id="deleteWebhook",
    summary="Delete webhook",
    response_model=Success,
    openapi_extra={"x-source": "documented: Delete Webhook"},
)
async def delete_webhook(ctx: Ctx, id: str) -> Success:
    """Take a receiver away; what is under way to it ends. 400 `invalid_id`, 404 `not_found`."""
    service.forget(ctx.workspace, numeric_id(id))
    return success()


@router.post(
    "/webhooks/{id}/test",
    operation_id="testWebhook",
    summary="Test webhook",
    response_model=TestResult,
    openapi_extra={"x-source": "documented: Test Webhook"},
)
async def test_webhook(ctx: Ctx, id: str) -> Deferred:
    """Send a signed `webhook.test` now, once, and tell how the receiver took it.

    400 `invalid_id`, 404 `not_found`, 400 `webhook_inactive`.
    """
    workspace = ctx.workspace
    delivery_id = service.begin_test(workspace, numeric_id(id))

    def answer(outcome: object) -> TestResult:
        status, error = service.end_test(workspace, delivery_id)
        if status is not None and 200 <= status < 300:
            return {"success": True, "statusCode": status}
        return {"success": False, "statusCode": status or 0, "error": error or f"HTTP {status}"}

    return Deferred(workspace.scheduler.settle, answer)


@router.get(
    "/webhooks/{id}/deliveries",
    operation_id="listDeliveries",
    summary="List webhook deliveries",
    response_model=DeliveryList,
    openapi_extra={"x-source": "documented: List Deliveries"},
)
async def list_deliveries(ctx: Ctx, id: str) -> DeliveryList:
    """What was sent to a receiver, newest first, at most 100. 400 `invalid_id`, 404 `not_found`."""
    rows = service.deliveries(ctx.workspace, numeric_id(id))
    return {"deliveries": [_delivery(ctx, row) for row in rows], "hasMore": False}


def _shown(row: WebhookRow) -> Webhook:
    return {
        "id": str(row.number),
        "url": row.url,
        "eventTypes": service.wanted(row),
        "isActive": row.is_active,
        "createdAt": iso_ms(row.created_at),
    }


def _delivery(ctx: Context, row: DeliveryRow) -> Delivery:
    attempts = ctx.workspace.webhooks.attempts(row.id)
    last = attempts[-1] if attempts else None
    shown: Delivery = {
        "id": str(row.number),
        # Observed: always there. A `webhook.test` belongs to no event; events are numbered from 1.
        "streamEventId": str(service.event_of(ctx.workspace, row.id) or 0),
        "status": DeliveryStatus(row.status),
        "attempts": row.attempts,
        "createdAt": iso_ms(row.created_at),
    }
    if last is not None and last.status is not None:
        shown["lastStatusCode"] = last.status
    if last is not None and row.status != DELIVERED:
        shown["lastError"] = last.error or f"HTTP {last.status}"
    if last is not None and row.status == DELIVERED:
        shown["deliveredAt"] = iso_ms(last.at)
    return shown
