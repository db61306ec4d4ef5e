"""A ZIP archive that is written in several sittings: all that is known between two of them is a list of members.

Python's zipfile, and with it every library for spreadsheets, wants to write an archive in one go; an export is
written in steps, each in a transaction of its own, so that a million leads never hold up the server. Each piece is
compressed by itself and flushed to a byte's end, so pieces of a member are one stream (RFC 1951, 3.2.4), and what it
measures follows behind it (APPNOTE 4.3.9). Must not know what is in the archive.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from typing_extensions import Buffer

_LEVEL = 3
"""Of compression: twice as fast as the usual one, for a file a tenth larger."""

_HAS_DESCRIPTOR = 0x08


@dataclass(slots=True)
class Member:
    """A file in the archive; sizes in bytes. `is_open` while more may be added."""

    name: str
    offset: int
    checksum: int = 0
    size: int = 0
    packed: int = 0
    is_open: bool = True

    def info(self) -> ZipInfo:
        """As the directory at the archive's end has it; the date is always the same, so that the bytes are."""
        info = ZipInfo(self.name)
        info.compress_type = ZIP_DEFLATED
        info.flag_bits = _HAS_DESCRIPTOR
        info.create_system = 3
        info.header_offset, info.CRC = self.offset, self.checksum
        info.file_size, info.compress_size = self.size, self.packed
        return info


class Archive:
    """An archive that goes on behind `position`, the number of bytes written in earlier sittings."""

    def __init__(self, write: Callable[[bytes], None], position: int, members: Sequence[Mapping[str, object]]) -> None:
        self._write = write
        self._position = position
        self._members = [Member(**member) for member in members]  # type: ignore[arg-type]

    def state(self) -> list[dict[str, object]]:
        """What the next sitting needs to know beside the position."""
        return [asdict(member) for member in self._members]

    def begin(self, name: str) -> None:
        """Begin a member; the one before must have ended."""
        member = Member(name, self._position)
        self._members.append(member)
        header = member.info()
        header.CRC = header.file_size = header.compress_size = 0
        self._put(header.FileHeader(zip64=False))

    def add(self, text: str) -> None:
        """Add to the member that was begun last."""
        self._compress(text.encode(), zlib.Z_FULL_FLUSH)

    def end(self) -> None:
        """End the member that was begun last."""
        self._compress(b"", zlib.Z_FINISH)
        member = self._members[-1]
        member.is_open = False
        self._put(struct.pack("<4sLLL", b"PK\x07\x08", member.checksum, member.packed, member.size))

    def whole(self, name: str, text: str) -> None:
        """Write a member in one piece."""
        self.begin(name)
        self.add(text)
        self.end()

    def close(self) -> None:
        """Write the directory, which ends the archive."""
        with ZipFile(_Tail(self._put, self._position), "w") as directory:
            directory.filelist.extend(member.info() for member in self._members)

    def _compress(self, data: bytes, flush: int) -> None:
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = packer.compress(data) + packer.flush(flush)
        member = self._members[-1]
        member.checksum = zlib.crc32(data, member.checksum)
        member.size += len(data)
        member.packed += len(packed)
        self._put(packed)

    def _put(self, data: bytes) -> None:
        self._write(data)
        self._position += len(data)


class _Tail(io.RawIOBase):
    """The end of the archive as zipfile writes to it: it knows where it is, and cannot go back."""

    def __init__(self, put: Callable[[bytes], None], position: int) -> None:
        self._put = put
        self._at = position

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def write(self, data: Buffer) -> int:
        content = bytes(data)
        self._put(content)
        self._at += len(content)
        return len(content)
