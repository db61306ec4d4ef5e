"""Workspaces: make, list, reset and drop a universe."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints
from typing_extensions import TypedDict

from mockserver.admin.clock import ClockBody, ClockView, chosen_clock, clock_view
from mockserver.admin.context import PREFIX, WORKSPACE, Control, Ctx, Ws, control_router, find_universe
from mockserver.admin.errors import refuse
from mockserver.admin.ports import Universe
from mockserver.admin.schemas import ControlBody
from mockserver.admin.settings import SettingsBody, merged
from mockserver.admin.status import base_url
from mockserver.core.errors import ApiError

router = control_router("Workspaces")

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]

_FIXTURE = "empty, demo, or the path of a YAML file that the server can read"
_SEED = "A whole number from 0; the same seed gives the same world"

Seed = Annotated[int, Field(ge=0, lt=2**63, description=_SEED)]


class NewWorkspace(ControlBody):
    """A workspace to make; what is left out is chosen for you."""

    name: Annotated[
        Name | None,
        Field(description="1 to 64 of a-z, 0-9, _ and -, the first a letter or digit; a free one if absent"),
    ] = None
    seed: Annotated[Seed | None, Field(description=_SEED)] = None
    fixture: Annotated[str, Field(description=_FIXTURE)] = "empty"
    clock: Annotated[ClockBody | None, Field(description="mode, now and speed, as PUT clock takes them")] = None
    settings: Annotated[SettingsBody | None, Field(description="As PATCH settings takes them")] = None


class Reset(ControlBody):
    """What to reset to; what is left out stays."""

    fixture: Annotated[str | None, Field(description=_FIXTURE)] = None
    seed: Annotated[Seed | None, Field(description=_SEED)] = None


class WorkspaceView(TypedDict):
    """A workspace with a working key for each vendor."""

    id: str
    seed: int
    fixture: str
    keys: dict[str, str]
    base_urls: dict[str, str]
    clock: ClockView


class WorkspaceList(TypedDict):
    """Every workspace."""

    workspaces: list[WorkspaceView]


class Deleted(TypedDict):
    """What is gone."""

    deleted: str


@router.post("/workspaces", status_code=201)
async def create_workspace(ctx: Ctx, body: NewWorkspace) -> WorkspaceView:
    """Make a workspace with keys of its own; 409 `name_taken`."""
    workspaces = ctx.host.workspaces
    if body.name is not None and workspaces.get(body.name) is not None:
        raise name_taken(body.name)
    settings = workspaces.lab_of(body.fixture).settings
    mode, now, speed = (None, None, 1.0) if body.clock is None else chosen_clock(body.clock)
    universe = workspaces.create(
        body.name or workspaces.next_id(),
        seed=body.seed,
        fixture=body.fixture,
        mode=mode,
        now=now,
        speed=speed,
        settings=settings if body.settings is None else merged(ctx.host.registry, settings, body.settings),
    )
    return view(ctx, universe)


@router.get("/workspaces")
async def list_workspaces(ctx: Ctx) -> WorkspaceList:
    """List workspaces."""
    return {"workspaces": [view(ctx, universe) for universe in ctx.host.workspaces]}


@router.get(WORKSPACE)
async def get_workspace(ctx: Ws) -> WorkspaceView:
    """Show one workspace."""
    return view(ctx, ctx.universe)


@router.delete(WORKSPACE)
async def delete_workspace(ctx: Ws) -> Deleted:
    """Drop a workspace with all that is in it; 409 `default_workspace` for the one that always exists."""
    name = ctx.universe.id
    if name == ctx.host.workspaces.default:
        raise refuse(
            409,
            "default_workspace",
            f"The workspace {name!r} always exists",
            f"POST {PREFIX}/workspaces/{name}/reset brings it back to its fixture",
        )
    try:
        await ctx.host.workspaces.drop(name)
    except LookupError:
        find_universe(ctx.host, name)
    return {"deleted": name}


@router.post(f"{WORKSPACE}/reset")
async def reset_workspace(ctx: Ws, body: Reset) -> WorkspaceView:
    """Bring a workspace back to its fixture; its id, keys and settings stay."""
    try:
        fresh = await ctx.host.workspaces.reset(ctx.universe.id, fixture=body.fixture, seed=body.seed)
    except LookupError:
        fresh = find_universe(ctx.host, ctx.universe.id)  # it was dropped meanwhile: 404
    return view(ctx, fresh)


def name_taken(name: str) -> ApiError:
    """The refusal of a new workspace whose name is in use."""
    hint = f"Choose another name, leave it out to be given one, or POST {PREFIX}/workspaces/{name}/reset"
    return refuse(409, "name_taken", f"There is already a workspace {name!r}", hint)


def view(ctx: Control, universe: Universe) -> WorkspaceView:
    """A workspace as its calls show it."""
    keys = {vendor.name: universe.keys.first(vendor.name) for vendor in ctx.host.registry}
    return {
        "id": universe.id,
        "seed": universe.workspace.entropy.seed,
        "fixture": ctx.host.workspaces.fixture_of(universe.id),
        "keys": {vendor: row.key for vendor, row in keys.items() if row is not None},
        "base_urls": {vendor.name: base_url(ctx.host, ctx.request.origin, vendor) for vendor in ctx.host.registry},
        "clock": clock_view(universe.workspace.clock),
    }
