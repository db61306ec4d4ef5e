"""Files of a workspace: uploads, exports, media. Kept in its store in chunks, so a snapshot has them and a crash
leaves none half written; read and written piece by piece, so memory does not grow with them.

Addresses of files are signed and may expire on the workspace's clock. Must not know what a file is for, nor how
its address is answered.
"""

from __future__ import annotations

import hmac
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, urlsplit

from typing_extensions import Buffer

from mockserver.core.clock import Clock
from mockserver.core.database import Database
from mockserver.core.entropy import Entropy
from mockserver.core.ids import Ids
from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Command, Query, columns_of
from mockserver.core.times import Instant
from mockserver.engine.tables import FileChunkRow, FileRow

PREFIX = "/_files/"
PATH = re.compile(re.escape(PREFIX) + r"([\w-]{1,64})/(\w{1,64})/[^/]{1,1024}")
"""The path of a file's address: its workspace and its id."""
CHUNK_BYTES = 256 * 1024

_GENERATION = "file generation"

_ONE = Query(lambda: select(FileRow).where(col(FileRow.id) == bindparam("id")), FileRow)


class _Chunk(NamedTuple):
    position: int
    data: bytes


_HOLDING = Query(
    lambda: (
        select(col(FileChunkRow.position), col(FileChunkRow.data))
        .where(
            col(FileChunkRow.file_id) == bindparam("file_id"),
            col(FileChunkRow.generation) == bindparam("generation"),
            col(FileChunkRow.position) <= bindparam("position"),
        )
        .order_by(col(FileChunkRow.position).desc())
        .limit(1)
    ),
    _Chunk,
)
_FORGET_OTHERS = Command(
    lambda: (
        columns_of(FileChunkRow)
        .delete()
        .where(
            col(FileChunkRow.file_id) == bindparam("file_id"),
            col(FileChunkRow.generation) != bindparam("generation"),
        )
    )
)


class TooLarge(Exception):
    """A file would grow over its limit."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"the file is larger than {limit} bytes")
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Access:
    """What a signed address allows: `PUT` or `GET` of one file, until an instant or for ever."""

    method: str
    file_id: str
    expires_at: Instant | None


class Files:
    """Every file of one workspace. Writes belong inside a transaction."""

    def __init__(self, workspace_id: str, database: Database, clock: Clock, entropy: Entropy, ids: Ids) -> None:
        self._workspace_id = workspace_id
        self._database = database
        self._clock = clock
        self._ids = ids
        self._secret = entropy.digest("files", size=32)

    # Content

    def create(
        self, vendor: str, name: str, media_type: str, *, announced_size: int | None = None, limit: int | None = None
    ) -> str:
        """A new, empty file, open for writing; returns its id. It never grows over `limit` bytes."""
        row = self._database.insert(
            FileRow,
            id=self._ids.token("file", 24),
            vendor=vendor,
            name=name,
            media_type=media_type,
            announced_size=announced_size,
            limit=limit,
            created_at=self._clock.now(),
        )
        return row.id

    def get(self, file_id: str) -> FileRow | None:
        """What is known of a file, or None."""
        return self._database.first(_ONE, id=file_id)

    def append(self, file_id: str, data: bytes) -> None:
        """Add to the end of a file that is not finished; raises `TooLarge`."""
        row = self._known(file_id)
        if row.complete:
            raise ValueError(f"file {file_id} is finished")
        self._store(row, row.generation, row.size, data)
        self._database.change(FileRow, {"id": file_id}, size=row.size + len(data))

    def finish(self, file_id: str, media_type: str | None = None) -> None:
        """Say that all of a file has been written, and what it turned out to be."""
        told = {} if media_type is None else {"media_type": media_type}
        self._database.change(FileRow, {"id": file_id}, complete=True, **told)

    def remove(self, file_id: str) -> None:
        """Forget a file and its content."""
        self._database.remove(FileChunkRow, file_id=file_id)
        self._database.remove(FileRow, id=file_id)

    def replace(self, file_id: str) -> Replacement:
        """Write a file's content anew; until that is finished, the old one stays."""
        return Replacement(self, self._known(file_id), self._database.next_value(_GENERATION))

    def chunks(self, file_id: str) -> Iterator[bytes]:
        """A file's content, piece by piece."""
        row = self._known(file_id)
        position = 0
        while position < row.size:
            data = self._from(row, position)
            yield data
            position += len(data)

    def open(self, file_id: str) -> io.BufferedReader:
        """A file to read as libraries do, at any place."""
        return io.BufferedReader(_Reader(self, self._known(file_id)), CHUNK_BYTES)

    def writer(self, file_id: str) -> io.BufferedWriter:
        """The end of an unfinished file to write to as libraries do; flush it inside the same transaction."""
        return io.BufferedWriter(_Writer(self, file_id), CHUNK_BYTES)

    def _known(self, file_id: str) -> FileRow:
        row = self.get(file_id)
        if row is None:
            raise LookupError(file_id)
        return row

    def _from(self, row: FileRow, position: int) -> bytes:
        """The rest of the chunk that holds a position."""
        chunk = self._database.first(_HOLDING, file_id=row.id, generation=row.generation, position=position)
        if chunk is None or position >= chunk.position + len(chunk.data):
            raise LookupError(f"file {row.id} has lost what stands at {position}")
        return chunk.data[position - chunk.position :]

    def _store(self, row: FileRow, generation: int, position: int, data: bytes) -> None:
        if row.limit is not None and position + len(data) > row.limit:
            raise TooLarge(row.limit)
        for start in range(0, len(data), CHUNK_BYTES):
            piece = data[start : start + CHUNK_BYTES]
            self._database.insert(
                FileChunkRow, file_id=row.id, generation=generation, position=position + start, data=piece
            )

    # Addresses

    def upload_url(self, file_id: str, origin: str, expires_at: Instant) -> str:
        """An address that takes the file's content by PUT until it expires."""
        return self._url(Access("PUT", file_id, expires_at), origin)

    def download_url(self, file_id: str, origin: str, expires_at: Instant) -> str:
        """An address that gives the file by GET until it expires."""
        return self._url(Access("GET", file_id, expires_at), origin)

    def public_url(self, file_id: str, origin: str) -> str:
        """An address that gives the file for ever."""
        return self._url(Access("GET", file_id, None), origin)

    def at(self, url: str) -> FileRow | None:
        """The file that is to be had at an address, whichever host it names; None for any other address."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        match = PATH.fullmatch(parts.path)
        row = self.get(match[2]) if match is not None and match[1] == self._workspace_id else None
        if row is None or not row.complete or not self.admits("GET", row.id, dict(parse_qsl(parts.query))):
            return None
        return row

    def admits(self, method: str, file_id: str, query: Mapping[str, str]) -> bool:
        """Whether the query of an address was signed by us for this, and has not expired."""
        expires = query.get("expires")
        if expires is not None and not re.fullmatch(r"[0-9]{1,16}", expires):
            return False
        access = Access(method, file_id, None if expires is None else int(expires))
        return self._allows(access, query.get("signature", ""))

    def _allows(self, access: Access, signature: str) -> bool:
        if not hmac.compare_digest(self._sign(access).encode(), signature.encode("utf-8", "replace")):
            return False
        return access.expires_at is None or self._clock.now() < access.expires_at

    def _url(self, access: Access, origin: str) -> str:
        name = quote(self._known(access.file_id).name, safe="")
        expires = "" if access.expires_at is None else f"expires={access.expires_at}&"
        path = f"{PREFIX}{self._workspace_id}/{access.file_id}/{name}"
        return f"{origin}{path}?{expires}signature={self._sign(access)}"

    def _sign(self, access: Access) -> str:
        expires = "never" if access.expires_at is None else access.expires_at
        message = f"{access.method}\n{access.file_id}\n{expires}"
        return hmac.new(self._secret, message.encode("utf-8", "replace"), sha256).hexdigest()


class Replacement:
    """A file's new content while it arrives. Each call belongs inside a transaction, but not all in one."""

    def __init__(self, files: Files, row: FileRow, generation: int) -> None:
        self._files = files
        self._row = row
        self._generation = generation
        self._size = 0

    def append(self, data: bytes) -> None:
        """Add to the end; raises `TooLarge`."""
        self._files._store(self._row, self._generation, self._size, data)
        self._size += len(data)

    def finish(self) -> None:
        """Put the new content in the place of the old."""
        database = self._files._database
        database.change(FileRow, {"id": self._row.id}, generation=self._generation, size=self._size, complete=True)
        database.run(_FORGET_OTHERS, file_id=self._row.id, generation=self._generation)

    def abandon(self) -> None:
        """Forget what arrived; the old content stays."""
        self._files._database.remove(FileChunkRow, file_id=self._row.id, generation=self._generation)


class _Reader(io.RawIOBase):
    """A file's bytes, fetched where they are read."""

    def __init__(self, files: Files, row: FileRow) -> None:
        self._files = files
        self._row = row
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._row.size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        if self._position >= self._row.size or not view:
            return 0
        data = self._files._from(self._row, self._position)[: len(view)]
        view[: len(data)] = data
        self._position += len(data)
        return len(data)


class _Writer(io.RawIOBase):
    """The end of an unfinished file."""

    def __init__(self, files: Files, file_id: str) -> None:
        self._files = files
        self._file_id = file_id

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer) -> int:
        content = bytes(data)
        self._files.append(self._file_id, content)
        return len(content)
