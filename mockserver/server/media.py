"""Pictures of the world's people and media of its tweets, served by us: `/_media/{workspace}/{kind}/{key}.{ending}`.

Kinds are avatar and banner, whose key is a handle; photo and poster (the picture of a film); video and animated_gif.
Any key has a picture; an avatar or banner that was uploaded stands in its place.
"""

from __future__ import annotations

import re
from string import punctuation
from types import MappingProxyType
from urllib.parse import quote

from mockserver.engine.media import kept_picture
from mockserver.engine.workspace import Workspace
from mockserver.gateway.messages import Response
from mockserver.server.workspaces import Workspaces
from mockserver.world.media import FILE, FILM_HEIGHT, FILM_WIDTH, PHOTO_HEIGHT, PHOTO_WIDTH
from mockserver.world.pictures import avatar_png, banner_png, film_mp4, photo_png

PREFIX = "/_media/"

_PATH = re.compile(
    r"/_media/([\w-]{1,64})/(?:(avatar|banner|photo|poster)/([\w-]{1,100})\.png|(video|animated_gif)/[\w-]{1,100}\.mp4)"
)
_AVATAR_PIXELS = 200
_KEPT = MappingProxyType({"Cache-Control": "public, max-age=86400"})


def picture(workspaces: Workspaces, path: str) -> Response:
    """A picture or film of a workspace; 404 for what is none."""
    match = _PATH.fullmatch(path)
    runtime = workspaces.get(match[1]) if match else None
    if match is None or runtime is None:
        return Response(404, b"Not Found", "text/plain")
    if match[4]:
        return Response(200, film_mp4(), "video/mp4", dict(_KEPT))
    kind, name = match[2], match[3]
    if kind in ("avatar", "banner") and (kept := _kept(runtime.workspace, kind, name.lower())) is not None:
        return kept
    key = runtime.workspace.entropy.digest("picture", kind, name.lower(), size=32)
    if kind == "avatar":
        body = avatar_png(key, _AVATAR_PIXELS)
    elif kind == "banner":
        body = banner_png(key)
    elif kind == "photo":
        body = photo_png(key, PHOTO_WIDTH, PHOTO_HEIGHT)
    else:
        body = photo_png(key, FILM_WIDTH, FILM_HEIGHT)
    return Response(200, body, "image/png", dict(_KEPT))


def _kept(workspace: Workspace, kind: str, key: str) -> Response | None:
    """The picture that somebody put in the place of the one he has anyway; it may change again."""
    source = kept_picture(workspace, kind, key)
    if source is None:
        return None
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    if not source.startswith(FILE):
        return Response(302, headers={**headers, "Location": quote(source, safe=punctuation)})
    row = workspace.files.get(source.removeprefix(FILE))
    if row is None:
        return None
    return Response(200, b"".join(workspace.files.chunks(row.id)), row.media_type, headers)
