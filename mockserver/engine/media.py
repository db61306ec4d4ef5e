"""Where a workspace's media are fetched: pictures and films of its world, its stored files, and pictures that people
put in the place of those they have anyway.

Must not know who asks.
"""

from __future__ import annotations

from mockserver.engine.workspace import Workspace
from mockserver.world.media import Address


def media_address(workspace: Workspace, origin: str | None = None) -> Address:
    """The addresses of media under the origin that a client used, or where the server knows itself to be."""
    base = origin or workspace.origin
    return Address(f"{base}/_media/{workspace.id}", lambda file_id: workspace.files.public_url(file_id, base))


def keep_picture(workspace: Workspace, kind: str, key: str, file_id: str) -> None:
    """Show a stored file as somebody's `avatar` or `banner` from now on, inside the caller's transaction."""
    workspace.database.set_meta(_picture_key(kind, key), file_id)


def kept_picture(workspace: Workspace, kind: str, key: str) -> str | None:
    """The stored file that is somebody's picture, if there is one."""
    found = workspace.database.get_meta(_picture_key(kind, key))
    return None if found is None else str(found)


def _picture_key(kind: str, key: str) -> str:
    return f"picture/{kind}/{key}"
