"""Uploaded pictures and films: judged by their content, kept, served, and borne by tweets and messages."""

from __future__ import annotations

import asyncio
from struct import pack
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.world.pictures import film_mp4
from tests.vendors.xquik.lab import Lab

LOGIN = {"email": "a@example.com", "password": "secret"}
GIF = b"GIF89a" + pack("<HH", 40, 30) + b"\x00\x00\x00;"
JPEG = b"\xff\xd8\xff\xc0\x00\x11\x08" + pack(">HH", 30, 40) + b"\x03" + bytes(9) + b"\xff\xd9"
WEBP = b"RIFF" + pack("<I", 22) + b"WEBPVP8X" + pack("<I", 10) + bytes(4) + (39).to_bytes(3, "little") + b"\x1d\x00\x00"
PNG = b"\x89PNG\r\n\x1a\n" + pack(">I", 13) + b"IHDR" + pack(">II", 40, 30) + bytes(9)
FILM = film_mp4()


@pytest.fixture
def me(either: Lab) -> Lab:
    """A lab with `acme` connected, in each edition."""
    return connected(either)


def connected(lab: Lab) -> Lab:
    assert lab.post("/x/accounts", {"username": "acme", **LOGIN}).status_code == 201
    return lab


def upload(lab: Lab, content: bytes, **fields: str) -> Any:
    return lab.request(
        "POST", "/x/media", files={"file": ("photo.bin", content)}, data={"account": "acme", **fields}
    ).json()


def medium_of(lab: Lab, media_id: str) -> dict[str, Any]:
    """An upload as a tweet shows it."""
    tweet = lab.post("/x/tweets", {"account": "acme", "text": "look", "media_ids": [media_id]})
    assert tweet.status_code == 200, tweet.text
    (medium,) = lab.get(f"/x/tweets/{tweet.json()['tweetId']}").json()["tweet"]["media"]
    return dict(medium)


def long_film(seconds: int) -> bytes:
    """A film that says that it is so long."""
    at = FILM.index(b"mvhd") + 16
    return FILM[:at] + pack(">II", 1000, seconds * 1000) + FILM[at + 8 :]


@pytest.mark.parametrize(
    ("content", "media_type", "kind"),
    [
        (PNG, "image/png", "photo"),
        (JPEG, "image/jpeg", "photo"),
        (WEBP, "image/webp", "photo"),
        (GIF, "image/gif", "animated_gif"),
        (FILM, "video/mp4", "video"),
    ],
)
def test_the_content_says_what_a_file_is(me: Lab, content: bytes, media_type: str, kind: str) -> None:
    sent = upload(me, content)
    served = me.open(sent["mediaUrl"])
    assert (served.content, served.headers["content-type"]) == (content, media_type)
    assert medium_of(me, sent["mediaId"])["type"] == kind
    (row,) = me.rows("xquik_media")
    assert (row["width"], row["height"]) == ((1280, 720) if kind == "video" else (40, 30))
    assert row["duration"] == (0 if kind == "photo" else 10_000)


@pytest.mark.parametrize("content", [b"", b"hello", b"<svg/>", b"\x89PNG\r\n\x1a\n", FILM[:40], b"%PDF-1.7"])
def test_what_is_neither_picture_nor_film(me: Lab, content: bytes) -> None:
    before = me.tables()
    told = upload(me, content)
    assert told["error"] == "invalid_input"
    assert told["message"] == "file must be an AVIF, GIF, JPEG, PNG or WebP picture, or an MP4 video."
    assert me.tables() == before


def test_files_have_sizes_that_x_takes(me: Lab) -> None:
    megabyte = 1024 * 1024
    assert upload(me, PNG + bytes(5 * megabyte))["message"] == "file must be at most 5 MB."
    assert upload(me, GIF + bytes(15 * megabyte))["message"] == "file must be at most 15 MB."
    assert upload(me, FILM + bytes(12 * megabyte))["success"] is True, "the usual limit of a body is 10 MB"
    large = me.request("POST", "/x/tweets", content=b" " * (11 * megabyte))
    assert (large.status_code, large.json()["error"]) == (413, "payload_too_large")


def test_a_long_film_is_announced(me: Lab) -> None:
    assert upload(me, long_film(140))["success"] is True
    assert upload(me, long_film(141), is_long_video="true")["success"] is True
    for content, fields in ((long_film(141), {}), (FILM, {"is_long_video": "true"}), (PNG, {"is_long_video": "true"})):
        told = upload(me, content, **fields)
        assert (told["error"], told["message"][:13]) == ("invalid_input", "is_long_video")
    assert upload(me, PNG, is_long_video="perhaps")["message"] == "is_long_video must be true or false."


def test_what_a_form_lacks_is_named(me: Lab) -> None:
    def message(**sent: Any) -> str:
        return str(me.request("POST", "/x/media", **sent).json()["message"])

    assert message(files={"file": ("a", PNG)}) == "account is required."
    assert message(files={"other": ("a", PNG)}, data={"account": "acme"}) == "file is required."
    assert message(json={"account": "acme"}) == "url is required."
    assert message(json={"url": "https://example.com/a.png"}) == "account is required."
    assert message(content=b"{") == "Invalid JSON in request body."


def test_an_address_of_ours_is_looked_at(me: Lab) -> None:
    first = upload(me, PNG)
    again = me.post("/x/media", {"account": "acme", "url": first["mediaUrl"]}).json()
    assert again["mediaUrl"] == first["mediaUrl"]
    assert again["mediaId"] != first["mediaId"]
    forged = {"account": "acme", "url": first["mediaUrl"][:-4] + "0000"}
    assert me.post("/x/media", forged).json()["mediaUrl"] == forged["url"], "not ours, and not fetched"
    drawn = f"http://localhost:4545/_media/{me.workspace.id}/photo/sunset.png"
    shown = me.post("/x/media", {"account": "acme", "url": drawn}).json()["mediaUrl"]
    assert shown == drawn
    assert me.open(shown).headers["content-type"] == "image/png"


@pytest.mark.parametrize("url", ["ftp://example.com/a.png", "file:///etc/passwd", "a.png", "http://", "http://[", " "])
def test_what_is_no_address(me: Lab, url: str) -> None:
    me.refuses("POST", "/x/media", {"account": "acme", "url": url}, code="invalid_input")
    me.refuses("PATCH", "/x/profile/avatar", {"account": "acme", "url": url}, code="invalid_input")


@pytest.mark.parametrize(("kind", "field"), [("avatar", "profilePicture"), ("banner", "coverPicture")])
def test_a_picture_of_the_profile_by_its_address(me: Lab, kind: str, field: str) -> None:
    def change(url: str) -> None:
        assert me.patch(f"/x/profile/{kind}", {"account": "acme", "url": url}).json() == {"success": True}

    address = me.get("/x/users/acme").json()[field]
    change("https://example.com/é me.png")
    shown = me.open(address)
    assert (shown.status_code, shown.headers["location"]) == (302, "https://example.com/%C3%A9%20me.png")
    change(upload(me, PNG)["mediaUrl"])
    assert me.open(address).content == PNG
    for url in (upload(me, WEBP)["mediaUrl"], "https://example.com/film.mp4"):
        me.refuses("PATCH", f"/x/profile/{kind}", {"account": "acme", "url": url}, code="invalid_input")
    gone = {"account": "acme", "url": "https://unreachable.test/a.png"}
    me.refuses("PATCH", f"/x/profile/{kind}", gone, status=422, code="media_download_failed")
    assert me.open(address).content == PNG


def test_an_upload_can_be_attached_for_a_day(me: Lab) -> None:
    media_id = upload(me, PNG)["mediaId"]
    message = {"account": "acme", "text": "look", "media_ids": [media_id]}
    assert me.post("/x/dm/bob", message).status_code == 200
    me.advance("23h")
    assert medium_of(me, media_id)["type"] == "photo"
    me.advance("1h")
    me.refuses("POST", "/x/tweets", message, code="invalid_input")
    me.refuses("POST", "/x/dm/bob", message, code="invalid_input")
    (sent,) = me.get("/x/dm/bob/history").json()["messages"]
    assert me.open(sent["mediaUrl"]).content == PNG, "what was attached stays"


def test_a_tweet_bears_images_by_address_as_newer_clients_send_them(me: Lab) -> None:
    images = [f"https://example.com/{number}.jpg" for number in range(4)]
    tweet_id = me.post("/x/tweets", {"account": "acme", "media": images}).json()["tweetId"]
    shown = me.get(f"/x/tweets/{tweet_id}").json()["tweet"]["media"]
    assert [each["mediaUrl"] for each in shown] == images
    five = {"account": "acme", "media": [*images, "https://example.com/4.jpg"]}
    me.refuses("POST", "/x/tweets", five, code="invalid_input")
    media_id = upload(me, PNG)["mediaId"]
    both = {"account": "acme", "media": images, "media_ids": [media_id]}
    me.refuses("POST", "/x/tweets", both, code="invalid_input")
    me.refuses("POST", "/x/tweets", {"account": "acme", "media": ["not an address"]}, code="invalid_input")


def test_the_document_has_both_ways(lab: Lab) -> None:
    document = lab.open("http://localhost:4545/xquik/openapi.json").json()
    schemas = document["components"]["schemas"]
    for path, method in (("/x/media", "post"), ("/x/profile/avatar", "patch"), ("/x/profile/banner", "patch")):
        content = document["paths"][f"/api/v1{path}" if f"/api/v1{path}" in document["paths"] else path][method][
            "requestBody"
        ]["content"]
        assert set(content) == {"multipart/form-data", "application/json"}
        form = schemas[content["multipart/form-data"]["schema"]["$ref"].rpartition("/")[2]]
        assert form["required"] == ["account", "file"]
        assert form["properties"]["file"]["format"] == "binary"
        assert "x-media-type" not in form
        address = schemas[content["application/json"]["schema"]["$ref"].rpartition("/")[2]]
        assert address["required"] == ["account", "url"]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([PNG, GIF, JPEG, WEBP, FILM, b""]), st.binary(max_size=60), st.integers(0, 400))
def test_any_bytes_are_taken_or_refused(head: bytes, noise: bytes, at: int) -> None:
    with asyncio.Runner() as runner:
        lab = connected(Lab(runner))
        before = lab.balance
        told = upload(lab, head[:at] + noise + head[at + len(noise) :])
        assert before - lab.balance == (10 if "mediaId" in told else 0)
        assert "mediaId" in told or told["error"] == "invalid_input"
        lab.close()
