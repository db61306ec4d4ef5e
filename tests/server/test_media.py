"""Pictures and films: whatever the world shows an address of can be fetched there."""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack

import pytest

from mockserver.engine.media import media_address
from mockserver.world.media import MediaKind, drawn
from tests.admin.lab import HOST, Server


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        server.workspace()
        yield server


@pytest.mark.parametrize("kind", list(MediaKind))
def test_what_the_world_attaches_can_be_fetched(server: Server, kind: MediaKind) -> None:
    runtime = server.app.workspaces.get("w")
    assert runtime is not None
    media, address = drawn(kind, "1893456789012345678-1"), media_address(runtime.workspace, HOST)
    picture = server.call("GET", address.picture(media).removeprefix(HOST))
    assert (picture.status, picture.headers["content-type"]) == (200, "image/png")
    assert unpack(">II", picture.content[16:24]) == (media.width, media.height)
    assert picture.content == server.call("GET", address.picture(media).removeprefix(HOST)).content
    for variant in address.variants(media):
        film = server.call("GET", variant.url.removeprefix(HOST))
        assert (film.status, film.headers["content-type"]) == (200, "video/mp4")
        assert film.content[4:8] == b"ftyp"
        assert b"moov" in film.content
        assert b"avc1" in film.content


@pytest.mark.parametrize(
    "path",
    ["photo/x.mp4", "video/x.png", "nothing/x.png", "photo/.png", "photo/a%2Fb.png", "photo/" + "x" * 101 + ".png"],
)
def test_what_is_no_picture(server: Server, path: str) -> None:
    assert server.call("GET", f"/_media/w/{path}").status == 404
    assert server.call("GET", "/_media/nowhere/photo/x.png").status == 404


def test_pictures_of_workspaces_and_keys_differ(server: Server) -> None:
    server.workspace("v", seed=9)
    paths = (
        "/_media/w/photo/a-1.png",
        "/_media/w/photo/a-2.png",
        "/_media/w/poster/a-1.png",
        "/_media/v/photo/a-1.png",
    )
    assert len({server.call("GET", path).content for path in paths}) == 4
