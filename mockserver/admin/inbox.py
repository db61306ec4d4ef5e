"""The built-in receiver: an address for webhooks, what came in, and whether its signature was right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated
from urllib.parse import urlsplit

from typing_extensions import TypedDict

from mockserver.admin.context import PREFIX, WORKSPACE, Ws, control_router
from mockserver.core.times import iso_ms
from mockserver.engine.tables import WebhookRow
from mockserver.gateway.inbox import Received
from mockserver.gateway.journal import content
from mockserver.gateway.marks import Path

router = control_router("Inbox")

INBOX = f"{WORKSPACE}/inbox/{{name}}"

Name = Annotated[str, Path(description="Any name; an inbox is there from its first request on")]


class Receipt(TypedDict):
    """The request was kept."""

    received: bool


class ReceivedView(TypedDict):
    """A request; `verified` is null when no webhook of this workspace has this address."""

    id: int
    at: str
    headers: dict[str, str]
    body: object
    vendor: str | None
    verified: bool | None


class InboxView(TypedDict):
    """What came in under a name, oldest first."""

    name: str
    requests: list[ReceivedView]


class Emptied(TypedDict):
    """How many requests were forgotten."""

    deleted: int


@router.post(INBOX, openapi_extra={"security": [], "requestBody": {"content": {"*/*": {}}}})
async def receive(ctx: Ws, name: Name) -> Receipt:
    """Keep a request of any content type, up to 1 MB; the target of a webhook."""
    universe, request = ctx.universe, ctx.request
    vendor, verified = _verdict(ctx, name)
    universe.inbox.add(
        name, at=universe.now(), headers=request.headers, body=request.body, vendor=vendor, verified=verified
    )
    return {"received": True}


@router.get(INBOX)
async def get_inbox(ctx: Ws, name: Name) -> InboxView:
    """Show what came in; an inbox that nothing was sent to is empty."""
    return {"name": name, "requests": [_view(received) for received in ctx.universe.inbox.list(name)]}


@router.delete(INBOX)
async def empty_inbox(ctx: Ws, name: Name) -> Emptied:
    """Forget what came in."""
    return {"deleted": ctx.universe.inbox.remove(name)}


def _verdict(ctx: Ws, name: str) -> tuple[str | None, bool | None]:
    """Whose request it is and whether it is genuine, by the webhooks that have this address."""
    vendors: list[str] = []
    for webhook in _aimed_here(ctx, name):
        vendor = ctx.host.registry.get(webhook.vendor)
        if vendor is None or vendor.webhooks is None:
            continue
        signer = vendor.webhooks(ctx.universe.settings.edition(vendor.name)).signer
        if signer.verify(webhook.secret, ctx.request.headers, ctx.request.body):
            return vendor.name, True
        vendors.append(vendor.name)
    if not vendors:
        return None, None
    return (vendors[0] if len(set(vendors)) == 1 else None), False


def _aimed_here(ctx: Ws, name: str) -> Iterator[WebhookRow]:
    end = f"{PREFIX}/workspaces/{ctx.universe.id}/inbox/{name}"
    for webhook in ctx.universe.workspace.webhooks.all():
        if urlsplit(webhook.url).path.rstrip("/").endswith(end):
            yield webhook


def _view(received: Received) -> ReceivedView:
    return {
        "id": received.id,
        "at": iso_ms(received.at),
        "headers": received.headers,
        "body": content(received.body),
        "vendor": received.vendor,
        "verified": received.verified,
    }
