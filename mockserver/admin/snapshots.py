"""Saved states of a workspace: keep, go back, branch, compare, carry elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.admin.context import WORKSPACE, Ws, control_router, find_universe
from mockserver.admin.errors import refuse, unknown
from mockserver.admin.ports import Saved
from mockserver.admin.rows import Presenter
from mockserver.admin.schemas import ControlBody
from mockserver.admin.workspaces import Name, WorkspaceView, name_taken, view
from mockserver.core.database import FormatMismatch
from mockserver.core.snapshot import TableDifference
from mockserver.core.times import iso_ms
from mockserver.gateway.messages import Response

router = control_router("Snapshots")

SNAPSHOTS = f"{WORKSPACE}/snapshots"

NOW = "now"
"""Stands for the present state in a comparison; no snapshot can have this name."""

_NAME = "1 to 64 of a-z, 0-9, _ and -, the first a letter or digit; not now"
_LISTED = 100
_CARRIED = 256 * 1024 * 1024
"""Bytes of a snapshot that can be carried here."""
_TYPE = "application/vnd.sqlite3"

_BODY: Mapping[str, object] = {
    "required": True,
    "content": {_TYPE: {"schema": {"type": "string", "format": "binary"}}},
}


class NewSnapshot(ControlBody):
    """A state to keep."""

    name: Annotated[Name, Field(description=_NAME)]


class Fork(ControlBody):
    """A workspace to branch into."""

    name: Annotated[Name | None, Field(description="A name for the new workspace; a free one if absent")] = None


class SnapshotView(TypedDict):
    """A saved state: the workspace's time then, and the bytes it takes."""

    name: str
    created_at: str
    size: int


class SnapshotList(TypedDict):
    """Every saved state, in the order of their names."""

    snapshots: list[SnapshotView]


class ChangeView(TypedDict):
    """A row before and after."""

    before: dict[str, object]
    after: dict[str, object]


class TableView(TypedDict):
    """Rows of one table; each list has the first hundred."""

    added: list[dict[str, object]]
    removed: list[dict[str, object]]
    changed: list[ChangeView]
    added_total: int
    removed_total: int
    changed_total: int


class Difference(TypedDict):
    """The tables that differ."""

    tables: dict[str, TableView]


class Removed(TypedDict):
    """What is gone."""

    deleted: str


@router.get(SNAPSHOTS)
async def list_snapshots(ctx: Ws) -> SnapshotList:
    """List saved states."""
    return {"snapshots": [_view(saved) for saved in ctx.host.snapshots.list(ctx.universe.id)]}


@router.post(SNAPSHOTS, status_code=201)
async def save_snapshot(ctx: Ws, body: NewSnapshot) -> SnapshotView:
    """Keep the state as it is, in the place of an older one of that name."""
    _check_name(ctx, body.name)
    return _view(ctx.host.snapshots.save(ctx.universe, body.name))


@router.delete(f"{SNAPSHOTS}/{{name}}")
async def delete_snapshot(ctx: Ws, name: str) -> Removed:
    """Forget a saved state; 404 `unknown_snapshot`."""
    _known(ctx, name)
    ctx.host.snapshots.remove(ctx.universe.id, name)
    return {"deleted": name}


@router.post(f"{SNAPSHOTS}/{{name}}/restore")
async def restore_snapshot(ctx: Ws, name: str) -> WorkspaceView:
    """Bring the workspace back to a saved state, its clock, keys and settings too; 404 `unknown_snapshot`."""
    _known(ctx, name)
    try:
        restored = await ctx.host.snapshots.restore(ctx.universe.id, name)
    except LookupError:
        restored = find_universe(ctx.host, ctx.universe.id)  # it was dropped meanwhile: 404
    return view(ctx, restored)


@router.post(f"{SNAPSHOTS}/{{name}}/fork", status_code=201)
async def fork_snapshot(ctx: Ws, name: str, body: Fork) -> WorkspaceView:
    """Make a new workspace of a saved state, with keys of its own; 404 `unknown_snapshot`, 409 `name_taken`."""
    _known(ctx, name)
    workspaces = ctx.host.workspaces
    if body.name is not None and workspaces.get(body.name) is not None:
        raise name_taken(body.name)
    return view(ctx, ctx.host.snapshots.fork(ctx.universe.id, name, body.name or workspaces.next_id()))


@router.get(f"{SNAPSHOTS}/{{name}}/diff/{{other}}")
async def compare_snapshots(ctx: Ws, name: str, other: str) -> Difference:
    """Say in which rows a later state differs from an earlier one; `now` is the present state."""
    _known(ctx, name)
    if other != NOW:
        _known(ctx, other)
    found = ctx.host.snapshots.differences(ctx.universe, name, None if other == NOW else other, limit=_LISTED)
    return {"tables": {table: _shown(ctx, table, difference) for table, difference in found.items()}}


@router.get(f"{SNAPSHOTS}/{{name}}/export", response_model=None)
async def export_snapshot(ctx: Ws, name: str) -> Response:
    """Give a saved state as one file, a SQLite database; 404 `unknown_snapshot`."""
    _known(ctx, name)
    headers = {"Content-Disposition": f'attachment; filename="{ctx.universe.id}-{name}.mockserver"'}
    return Response(200, ctx.host.snapshots.image(ctx.universe.id, name), _TYPE, headers)


@router.put(f"{SNAPSHOTS}/{{name}}", status_code=201, openapi_extra={"x-body-limit": _CARRIED, "requestBody": _BODY})
async def import_snapshot(ctx: Ws, name: str) -> SnapshotView:
    """Keep a state that `export` gave, here or on another server of this version; 400 `bad_snapshot`."""
    _check_name(ctx, name)
    try:
        return _view(ctx.host.snapshots.take_in(ctx.universe, name, ctx.request.body))
    except FormatMismatch as error:
        hint = "Send the bytes that GET …/snapshots/{name}/export gave, from a server of this version"
        raise refuse(400, "bad_snapshot", f"This cannot be a snapshot: {error}", hint) from None


def _check_name(ctx: Ws, name: str) -> None:
    valid = name != NOW and 0 < len(name) <= 64 and name.isascii() and name[0].isalnum() and name == name.lower()
    if not valid or not name.replace("_", "").replace("-", "").isalnum():
        raise refuse(400, "invalid_request", f"{name!r} cannot be a snapshot's name", f"name: {_NAME}")
    snapshots = ctx.host.snapshots
    if len(names := [saved.name for saved in snapshots.list(ctx.universe.id)]) >= snapshots.limit and name not in names:
        hint = "DELETE …/snapshots/{name} makes room"
        raise refuse(409, "too_many_snapshots", f"There are {snapshots.limit} snapshots already", hint)


def _known(ctx: Ws, name: str) -> None:
    names = [saved.name for saved in ctx.host.snapshots.list(ctx.universe.id)]
    if name not in names:
        raise unknown("snapshot", name, names, status=404)


def _shown(ctx: Ws, table: str, difference: TableDifference) -> TableView:
    shown = Presenter(ctx.host.registry, ctx.universe, table).shown
    return {
        "added": [shown(row) for row in difference.added],
        "removed": [shown(row) for row in difference.removed],
        "changed": [{"before": shown(each.before), "after": shown(each.after)} for each in difference.changed],
        "added_total": difference.added_total,
        "removed_total": difference.removed_total,
        "changed_total": difference.changed_total,
    }


def _view(saved: Saved) -> SnapshotView:
    return {"name": saved.name, "created_at": iso_ms(saved.created_at), "size": saved.size}
