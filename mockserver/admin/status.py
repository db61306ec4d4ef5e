"""Whether the server is up, and what it stands in for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from typing_extensions import TypedDict

import mockserver
from mockserver.admin.context import Control, Ctx, control_router
from mockserver.admin.errors import refuse
from mockserver.admin.ports import Host
from mockserver.contract import Vendor

router = control_router("Server")

_OPEN: Mapping[str, object] = {"security": []}


class Health(TypedDict):
    """The process answers."""

    status: str


class Ready(TypedDict):
    """The server can be used."""

    status: str
    version: str
    vendors: list[str]


class BaseUrls(TypedDict):
    """Where a vendor's API stands: below a path of ours, and under a host name that leads to this machine."""

    path: str
    host: str


class OperationView(TypedDict):
    """An endpoint that is served, and the place in the vendor's document that it follows."""

    id: str
    method: str
    path: str
    source: object


class SocketView(TypedDict):
    """A path at which websockets are taken."""

    path: str
    source: str


class VendorView(TypedDict):
    """One vendor; events are told for each edition."""

    name: str
    title: str
    description: str
    base_urls: BaseUrls
    hosts: list[str]
    editions: list[str]
    operations: list[OperationView]
    sockets: list[SocketView]
    events: dict[str, list[str]]
    triggers: list[str]
    job_kinds: list[str]
    key_kinds: list[str]


class VendorList(TypedDict):
    """Every vendor."""

    vendors: list[VendorView]


@router.get("/health", openapi_extra=dict(_OPEN))
async def health(ctx: Ctx) -> Health:
    """Say that the process answers."""
    return {"status": "ok"}


@router.get("/ready", openapi_extra=dict(_OPEN))
async def ready(ctx: Ctx) -> Ready:
    """Say that the workspaces are open; 503 `starting` before that."""
    if ctx.host.workspaces.get(ctx.host.workspaces.default) is None:
        raise refuse(503, "starting", "The server is still opening its workspaces", "Ask again in a moment")
    return {
        "status": "ready",
        "version": mockserver.__version__,
        "vendors": [vendor.name for vendor in ctx.host.registry],
    }


@router.get("/vendors")
async def list_vendors(ctx: Ctx) -> VendorList:
    """List vendors with their addresses, endpoints and events."""
    return {"vendors": [_view(ctx, vendor) for vendor in ctx.host.registry]}


def base_url(host: Host, origin: str, vendor: Vendor) -> str:
    """A vendor's API below our own address."""
    return vendor.base_url(f"{(host.config.public_url or origin).rstrip('/')}/{vendor.name}")


def _view(ctx: Control, vendor: Vendor) -> VendorView:
    operations = ctx.host.vendor_apps[vendor.name].surface.routes.routes
    scheme, _, address = ctx.request.origin.partition("://")
    port = address.partition("/")[0].rpartition("]")[2].partition(":")[2]
    return {
        "name": vendor.name,
        "title": vendor.title,
        "description": vendor.description,
        "base_urls": {
            "path": base_url(ctx.host, ctx.request.origin, vendor),
            "host": vendor.base_url(f"{scheme}://{vendor.name}.localhost{f':{port}' if port else ''}"),
        },
        "hosts": [*vendor.hosts, f"{vendor.name}.localhost"],
        "editions": [edition.value for edition in vendor.editions],
        "operations": [
            {"id": each.id, "method": each.method, "path": each.path, "source": each.extras.get("x-source")}
            for each in operations
        ],
        "sockets": [{"path": socket.path, "source": socket.source} for socket in vendor.sockets()],
        "events": _events(vendor),
        "triggers": sorted(vendor.triggers()),
        "job_kinds": list(vendor.job_kinds),
        "key_kinds": list(vendor.keys.kinds),
    }


def _events(vendor: Vendor) -> dict[str, list[str]]:
    if vendor.webhooks is None:
        return {}
    names: dict[str, Sequence[str]] = {edition.value: vendor.webhooks(edition).events for edition in vendor.editions}
    return {edition: list(events) for edition, events in names.items()}
