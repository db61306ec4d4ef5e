"""What the control API's handlers are given, and the router they are declared on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from mockserver.admin.errors import ErrorBody, unknown
from mockserver.admin.ports import Host, Universe
from mockserver.contract import Vendor
from mockserver.gateway.marks import Depends, Path
from mockserver.gateway.messages import Request
from mockserver.gateway.operation import Router

PREFIX = "/_mock"
WORKSPACE = "/workspaces/{ws}"
"""Where everything of one workspace stands, below `PREFIX`."""


@dataclass(frozen=True, slots=True)
class Control:
    """The server and the request."""

    host: Host
    request: Request

    def vendor(self, name: str) -> Vendor:
        """The vendor of that name; 400 `unknown_vendor`."""
        vendor = self.host.registry.get(name)
        if vendor is None:
            raise unknown("vendor", name, (each.name for each in self.host.registry))
        return vendor


@dataclass(frozen=True, slots=True)
class WorkspaceControl(Control):
    """The same, and the workspace that the path names."""

    universe: Universe


def find_universe(host: Host, workspace_id: str) -> Universe:
    """The workspace of that id; 404 `unknown_workspace`."""
    universe = host.workspaces.get(workspace_id)
    if universe is None:
        raise unknown("workspace", workspace_id, (each.id for each in host.workspaces), status=404)
    return universe


def current_control() -> Control:
    """Stands in the signature for what the application hands over."""
    raise RuntimeError("handlers are run by ControlApp, which hands over their context")


def current_workspace(ws: Annotated[str, Path(description="The workspace's id")]) -> WorkspaceControl:
    """Stands in the signature for what the application hands over; declares the path's `ws`."""
    raise RuntimeError(f"handlers are run by ControlApp, which hands over workspace {ws}")


Ctx = Annotated[Control, Depends(current_control)]
"""The type of a handler's context."""

Ws = Annotated[WorkspaceControl, Depends(current_workspace)]
"""The type of a handler's context below a workspace; the handler takes no `ws` of its own."""


def control_router(tag: str, *, prefix: str = PREFIX) -> Router:
    """A router for one resource."""
    refusal = {"model": ErrorBody, "description": "A refusal, with a hint that mends the problem"}
    return Router(tag, prefix=prefix, responses={"default": refusal})
