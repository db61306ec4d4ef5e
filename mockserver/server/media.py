"""Pictures of the world's people, served by us: `/_media/{workspace}/{avatar|banner}/{handle}.png`."""

from __future__ import annotations

import re

from mockserver.gateway.messages import Response
from mockserver.server.workspaces import Workspaces
from mockserver.world.pictures import avatar_png, banner_png

PREFIX = "/_media/"

_PATH = re.compile(r"/_media/([\w-]{1,64})/(avatar|banner)/(\w{1,64})\.png")
_AVATAR_PIXELS = 200


def picture(workspaces: Workspaces, path: str) -> Response:
    """A person's avatar or banner; any handle has one, and it never changes."""
    match = _PATH.fullmatch(path)
    runtime = workspaces.get(match[1]) if match else None
    if match is None or runtime is None:
        return Response(404, b"Not Found", "text/plain")
    key = runtime.workspace.entropy.digest("picture", match[2], match[3].lower(), size=32)
    body = avatar_png(key, _AVATAR_PIXELS) if match[2] == "avatar" else banner_png(key)
    return Response(200, body, "image/png", {"Cache-Control": "public, max-age=86400"})
