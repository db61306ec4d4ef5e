"""Keeping uploaded media and attaching them to tweets and messages. Must not know the wire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.core.times import DAY, SECOND
from mockserver.engine.files import CHUNK_BYTES
from mockserver.engine.media import media_at
from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik.errors import INVALID_INPUT, MEDIA_DOWNLOAD_FAILED
from mockserver.vendors.xquik.media.content import FILM, GIF, PICTURES, Content, recognised
from mockserver.vendors.xquik.media.magic import UNREACHABLE
from mockserver.vendors.xquik.media.schemas import FileAddress, FileForm, UploadForm
from mockserver.vendors.xquik.media.tables import UploadRow
from mockserver.world.media import FILE, Media, MediaKind

KB = 1024
MB = 1024 * KB
BODY_LIMIT = 65 * MB
"""Bytes of a body: a file and what is around it."""
LONGEST_USUAL = 140 * SECOND
LIFETIME = DAY
"""How long an uploaded medium can be attached."""
MOST_IMAGES = 4

_UPLOAD = Query(lambda: select(UploadRow).where(col(UploadRow.id) == bindparam("id")), UploadRow)


@dataclass(frozen=True, slots=True)
class Taken:
    """Which files an operation takes: how many bytes by type, and what a refusal calls them."""

    largest: Mapping[str, int]
    name: str


ANY = Taken(
    dict.fromkeys(PICTURES, 5 * MB) | {GIF: 15 * MB, FILM: 64 * MB},
    "an AVIF, GIF, JPEG, PNG or WebP picture, or an MP4 video",
)
"""What tweets and messages bear. Assumption: pictures of 5 MB and GIFs of 15 MB, as on X, and videos of 64 MB."""


def upload(workspace: Workspace, sent: UploadForm | FileAddress) -> UploadRow:
    """Keep a picture or film for tweets; 400 `invalid_input` for what is none, 422 `media_download_failed`.

    Assumption: a film of more than 140 seconds must be announced as a long one, and nothing else may be.
    """
    media = given(workspace, sent, ANY)
    if isinstance(sent, UploadForm) and sent.is_long_video is not (media.duration > LONGEST_USUAL):
        raise INVALID_INPUT("is_long_video must be true for a video of more than 140 seconds, and only then.")
    return workspace.database.insert(
        UploadRow,
        id=str(workspace.ids.snowflake()),
        kind=media.kind.value,
        source=media.source,
        width=media.width,
        height=media.height,
        duration=media.duration,
        created_at=workspace.now(),
    )


def given(workspace: Workspace, sent: FileForm | FileAddress, taken: Taken) -> Media:
    """What was sent or lies at an address; 400 `invalid_input` for what is not taken, 422 `media_download_failed`."""
    if isinstance(sent, FileAddress):
        return at_address(workspace, sent.url, taken)
    files = workspace.files
    file_id = files.create("xquik", sent.file.name[:200] or "media", "application/octet-stream")
    for piece in sent.file.pieces:
        for start in range(0, len(piece), CHUNK_BYTES):
            files.append(file_id, bytes(piece[start : start + CHUNK_BYTES]))
    content = _looked_at(workspace, file_id, sent.file.size, taken)
    files.finish(file_id, content.media_type)
    return _media(file_id, content)


def at_address(workspace: Workspace, url: str, taken: Taken = ANY) -> Media:
    """What lies at an address; 400 `invalid_input` for what is not taken, 422 `media_download_failed`.

    Assumption: only what this server itself serves is looked at; of anything else the address is kept and its kind is
    judged by how it ends, since to fetch it would tie a test to the network.
    """
    stored = workspace.files.at(url)
    if stored is not None:
        return _media(stored.id, _looked_at(workspace, stored.id, stored.size, taken))
    try:
        if urlsplit(url).hostname == UNREACHABLE:
            raise MEDIA_DOWNLOAD_FAILED()
        media = media_at(workspace, url)
    except ValueError:
        raise INVALID_INPUT("url must be the http or https address of a picture or film.") from None
    if media.kind is MediaKind.VIDEO and FILM not in taken.largest:
        raise INVALID_INPUT(f"url must lead to {taken.name}.")
    return media


def _looked_at(workspace: Workspace, file_id: str, size: int, taken: Taken) -> Content:
    with workspace.files.open(file_id) as file:
        found = recognised(file)
    if found is None or found.media_type not in taken.largest:
        raise INVALID_INPUT(f"file must be {taken.name}.")
    limit = taken.largest[found.media_type]
    if size > limit:
        raise INVALID_INPUT(f"file must be at most {f'{limit // MB} MB' if limit >= MB else f'{limit // KB} KB'}.")
    return found


def _media(file_id: str, content: Content) -> Media:
    return Media(content.kind, FILE + file_id, content.width, content.height, content.duration)


def media_of(row: UploadRow) -> Media:
    """As the world has it."""
    return Media(MediaKind(row.kind), row.source, row.width, row.height, row.duration)


def chosen(workspace: Workspace, media_ids: Sequence[str], addresses: Sequence[str] = ()) -> tuple[Media, ...]:
    """What is attached to a tweet or message, by ids and by addresses: 4 images at most, or 1 video or GIF.

    400 `invalid_input`, also for an id of more than a day ago, 422 `media_download_failed`.
    """
    media = tuple(_attachable(workspace, media_id) for media_id in dict.fromkeys(media_ids))
    media += tuple(at_address(workspace, address) for address in dict.fromkeys(addresses))
    if len(media) > MOST_IMAGES or (len(media) > 1 and any(each.is_film for each in media)):
        raise INVALID_INPUT("media_ids must be at most 4 images or 1 video.")
    return media


def attached(workspace: Workspace, media_id: str) -> Media:
    """What was attached, however long ago."""
    row = workspace.database.first(_UPLOAD, id=media_id)
    assert row is not None, "uploads stay"
    return media_of(row)


def _attachable(workspace: Workspace, media_id: str) -> Media:
    row = workspace.database.first(_UPLOAD, id=media_id)
    if row is None or row.created_at + LIFETIME <= workspace.now():
        raise INVALID_INPUT("media_ids must be ids that POST /x/media gave within the last 24 hours.")
    return media_of(row)
