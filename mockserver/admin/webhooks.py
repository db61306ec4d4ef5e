"""Receivers of a workspace's webhooks: what a vendor's Settings page does."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.admin.context import WORKSPACE, Ws, control_router
from mockserver.admin.errors import refuse, unknown
from mockserver.admin.schemas import ControlBody
from mockserver.contract import Vendor
from mockserver.core.times import iso_ms
from mockserver.engine.tables import WebhookRow
from mockserver.engine.webhooks.deliveries import ALL_EVENTS
from mockserver.engine.webhooks.policies import WebhookProfile
from mockserver.engine.webhooks.targets import RefusedTarget

router = control_router("Webhooks")

WEBHOOKS = f"{WORKSPACE}/webhooks"

_URL = "An http or https URL that the server can reach, such as http://localhost:3000/hooks"


Secret = Annotated[
    str | None,
    Field(pattern=r"^[\x21-\x7e]{1,256}$", description="1 to 256 visible ASCII characters; made up if absent"),
]


class NewWebhook(ControlBody):
    """A receiver to register."""

    vendor: Annotated[str, Field(description="A name of GET /_mock/vendors")]
    url: Annotated[str, Field(max_length=2_000, description=_URL)]
    events: list[str] = Field(
        default_factory=lambda: [ALL_EVENTS],
        min_length=1,
        max_length=100,
        description="Names of the vendor's events, or * for all",
    )
    secret: Secret = None


class WebhookView(TypedDict):
    """A receiver, without its secret."""

    id: str
    vendor: str
    url: str
    events: list[str]
    is_active: bool
    created_at: str


class NewWebhookView(WebhookView):
    """A receiver with its secret, which is shown this once."""

    secret: str


class WebhookList(TypedDict):
    """Every receiver, oldest first."""

    webhooks: list[WebhookView]


class WebhookChange(ControlBody):
    """What is to be different; what is left out stays."""

    is_active: Annotated[bool | None, Field(description="false pauses the receiver, true resumes it")] = None
    events: Annotated[
        list[str] | None, Field(min_length=1, max_length=100, description="Names of the vendor's events, or * for all")
    ] = None


class NewSecret(ControlBody):
    """A secret in place of the one that the receiver has."""

    secret: Secret = None


class Removed(TypedDict):
    """How many receivers get nothing more."""

    deleted: int


@router.get(WEBHOOKS)
async def list_webhooks(ctx: Ws) -> WebhookList:
    """List the receivers of every vendor."""
    return {"webhooks": [_view(row) for row in ctx.universe.workspace.webhooks.all()]}


@router.post(WEBHOOKS, status_code=201)
async def create_webhook(ctx: Ws, body: NewWebhook) -> NewWebhookView:
    """Register a receiver; its secret is in this answer only."""
    vendor = ctx.vendor(body.vendor)
    events = _known_events(profile_of(ctx, vendor), body.events)
    made: list[WebhookRow] = []
    workspace = ctx.universe.workspace
    try:
        workspace.write(
            lambda: made.append(workspace.webhooks.register(vendor.name, body.url, events, secret=body.secret))
        )
    except RefusedTarget as error:
        raise refuse(400, "refused_url", str(error), f"url: {_URL}") from None
    return {**_view(made[0]), "secret": made[0].secret}


@router.patch(f"{WEBHOOKS}/{{webhook_id}}")
async def change_webhook(ctx: Ws, webhook_id: str, body: WebhookChange) -> WebhookView:
    """Pause or resume a receiver, or change what it subscribes to; 404 `unknown_webhook`.

    A paused receiver gets nothing: events pass it by, and deliveries under way to it end.
    """
    webhook = _find(ctx, webhook_id)
    changes: dict[str, object] = {} if body.is_active is None else {"is_active": body.is_active}
    if body.events is not None:
        changes["events"] = _known_events(profile_of(ctx, ctx.vendor(webhook.vendor)), body.events)
    workspace = ctx.universe.workspace
    if changes:
        workspace.write(lambda: workspace.webhooks.change(webhook_id, **changes))
    return _view(_find(ctx, webhook_id))


@router.post(f"{WEBHOOKS}/{{webhook_id}}/rotate-secret")
async def rotate_secret(ctx: Ws, webhook_id: str, body: NewSecret) -> NewWebhookView:
    """Give a receiver another secret, which signs from the next attempt on; it is in this answer only."""
    webhook = _find(ctx, webhook_id)
    workspace = ctx.universe.workspace

    def rotate() -> None:
        workspace.webhooks.rotate(webhook, body.secret)

    workspace.write(rotate)
    changed = _find(ctx, webhook_id)
    return {**_view(changed), "secret": changed.secret}


@router.delete(WEBHOOKS)
async def delete_webhooks(ctx: Ws) -> Removed:
    """Remove every receiver."""
    webhooks = ctx.universe.workspace.webhooks
    ids = [row.id for row in webhooks.all()]

    def remove() -> None:
        for webhook_id in ids:
            webhooks.remove(webhook_id)

    ctx.universe.workspace.write(remove)
    return {"deleted": len(ids)}


@router.delete(f"{WEBHOOKS}/{{webhook_id}}")
async def delete_webhook(ctx: Ws, webhook_id: str) -> Removed:
    """Remove one receiver; 404 `unknown_webhook`."""
    webhooks = ctx.universe.workspace.webhooks
    _find(ctx, webhook_id)

    def remove() -> None:
        webhooks.remove(webhook_id)

    ctx.universe.workspace.write(remove)
    return {"deleted": 1}


def profile_of(ctx: Ws, vendor: Vendor) -> WebhookProfile:
    """The vendor's webhooks in the workspace's edition; 400 `no_webhooks`."""
    if vendor.webhooks is None:
        having = ", ".join(each.name for each in ctx.host.registry if each.webhooks is not None) or "none"
        raise refuse(400, "no_webhooks", f"{vendor.title} has no webhooks", f"Vendors with webhooks: {having}")
    return vendor.webhooks(ctx.universe.settings.edition(vendor.name))


def _find(ctx: Ws, webhook_id: str) -> WebhookRow:
    webhooks = ctx.universe.workspace.webhooks
    webhook = webhooks.find(webhook_id)
    if webhook is None:
        raise unknown("webhook", webhook_id, (row.id for row in webhooks.all()), status=404)
    return webhook


def _known_events(profile: WebhookProfile, names: list[str]) -> list[str]:
    """The names without repetitions; 400 `unknown_event`."""
    for event in names:
        if event != ALL_EVENTS and event not in profile.events:
            raise unknown("event", event, (*profile.events, ALL_EVENTS))
    return list(dict.fromkeys(names))


def _view(row: WebhookRow) -> WebhookView:
    return {
        "id": row.id,
        "vendor": row.vendor,
        "url": row.url,
        "events": row.events,
        "is_active": row.is_active,
        "created_at": iso_ms(row.created_at),
    }
