"""Where a workspace's media are fetched: pictures and films of its world, and its stored files.

Must not know who asks.
"""

from __future__ import annotations

from mockserver.engine.workspace import Workspace
from mockserver.world.media import Address


def media_address(workspace: Workspace, origin: str | None = None) -> Address:
    """The addresses of media under the origin that a client used, or where the server knows itself to be."""
    base = origin or workspace.origin
    return Address(f"{base}/_media/{workspace.id}", lambda file_id: workspace.files.public_url(file_id, base))
