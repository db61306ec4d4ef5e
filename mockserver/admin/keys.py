"""API keys of a workspace: what a vendor's Settings page does."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.admin.context import WORKSPACE, Ws, control_router
from mockserver.admin.errors import refuse, unknown
from mockserver.admin.schemas import ControlBody
from mockserver.core.times import iso_ms
from mockserver.gateway.keys import API, KeyRow

router = control_router("Keys")

KEYS = f"{WORKSPACE}/keys"


class NewKey(ControlBody):
    """A key to make."""

    vendor: Annotated[str, Field(description="A name of GET /_mock/vendors")]
    kind: Annotated[str, Field(description="One of the vendor's key_kinds in GET /_mock/vendors")] = API


class KeyView(TypedDict):
    """A key; this is a laboratory, so it is shown whenever it is asked for."""

    id: str
    vendor: str
    key: str
    kind: str
    created_at: str


class KeyList(TypedDict):
    """Every key, oldest first."""

    keys: list[KeyView]


class Revoked(TypedDict):
    """How many keys work no longer."""

    deleted: int


@router.get(KEYS)
async def list_keys(ctx: Ws) -> KeyList:
    """List the keys of every vendor."""
    return {"keys": [_view(row) for row in ctx.universe.keys.list()]}


@router.post(KEYS, status_code=201)
async def create_key(ctx: Ws, body: NewKey) -> KeyView:
    """Make a key in the vendor's format."""
    vendor = ctx.vendor(body.vendor)
    if body.kind not in vendor.keys.kinds:
        raise unknown("key kind", body.kind, vendor.keys.kinds)
    made: list[KeyRow] = []
    universe = ctx.universe
    universe.workspace.write(lambda: made.append(universe.keys.make(vendor.name, vendor.keys, kind=body.kind)))
    return _view(made[0])


@router.delete(KEYS)
async def revoke_keys(ctx: Ws) -> Revoked:
    """Revoke every key; `X-Mock-Workspace` with a demo key needs one to be left."""
    rows = ctx.universe.keys.list()
    ctx.universe.workspace.write(lambda: ctx.universe.keys.restore(()))
    return {"deleted": len(rows)}


@router.delete(f"{KEYS}/{{key_id}}")
async def revoke_key(ctx: Ws, key_id: str) -> Revoked:
    """Revoke one key; 404 `unknown_key`."""
    if all(row.id != key_id for row in ctx.universe.keys.list()):
        hint = "GET …/keys lists ids; the id is not the key itself"
        raise refuse(404, "unknown_key", f"There is no key with the id {key_id!r}", hint)
    ctx.universe.workspace.write(lambda: _revoke(ctx, key_id))
    return {"deleted": 1}


def _revoke(ctx: Ws, key_id: str) -> None:
    ctx.universe.keys.revoke(key_id)


def _view(row: KeyRow) -> KeyView:
    return {
        "id": row.id,
        "vendor": row.vendor,
        "key": row.key,
        "kind": row.kind,
        "created_at": iso_ms(row.created_at),
    }
