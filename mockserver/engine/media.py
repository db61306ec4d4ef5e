"""Where a workspace's media are fetched: pictures and films of its world, its stored files, and pictures that people
put in the place of those they have anyway.

Must not know who asks.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from mockserver.engine.workspace import Workspace
from mockserver.world.media import Address, Media, MediaKind, at_url, drawn

_DRAWN = re.compile(r"/_media/([\w-]{1,64})/(photo|video|animated_gif)/([\w-]{1,100})\.(?:png|mp4)")


def media_address(workspace: Workspace, origin: str | None = None) -> Address:
    """The addresses of media under the origin that a client used, or where the server knows itself to be."""
    base = origin or workspace.origin
    return Address(f"{base}/_media/{workspace.id}", lambda file_id: workspace.files.public_url(file_id, base))


def media_at(workspace: Workspace, url: str) -> Media:
    """What lies at an address: what the world draws, or what lies elsewhere; raises `ValueError` for no address.

    A stored file is none of this function's: `workspace.files.at` finds it.
    """
    match = _DRAWN.fullmatch(urlsplit(url).path)
    if match is not None and match[1] == workspace.id:
        return drawn(MediaKind(match[2]), match[3])
    return at_url(url)


def keep_picture(workspace: Workspace, kind: str, key: str, source: str) -> None:
    """Show a picture as somebody's `avatar` or `banner` from now on, inside the caller's transaction.

    `source` is `file:` and the id of a stored file, or an address.
    """
    workspace.database.set_meta(_picture_key(kind, key), source)


def kept_picture(workspace: Workspace, kind: str, key: str) -> str | None:
    """The source of what was put in the place of somebody's picture, if anything was."""
    found = workspace.database.get_meta(_picture_key(kind, key))
    return None if found is None else str(found)


def _picture_key(kind: str, key: str) -> str:
    return f"picture/{kind}/{key}"
