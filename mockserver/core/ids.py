"""Identifiers: each a function of the workspace's seed and a stored sequence, or of its clock.

Must not know which vendor shows them.
"""

from __future__ import annotations

from mockserver.core.clock import Clock
from mockserver.core.database import Database
from mockserver.core.entropy import Entropy

ALPHANUMERIC = "abcdefghijklmnopqrstuvwxyz0123456789"
HEX = "0123456789abcdef"

SNOWFLAKE_EPOCH = 1_288_834_974_657
"""2010-11-04T01:42:54.657Z, from which X counts the milliseconds of its ids."""


class Ids:
    """Makes new ids inside a transaction; the n-th id of a kind is always the same for the same seed."""

    __slots__ = ("_clock", "_database", "_entropy")

    def __init__(self, database: Database, clock: Clock, entropy: Entropy) -> None:
        self._database = database
        self._clock = clock
        self._entropy = entropy

    def number(self, kind: str) -> int:
        """The next whole number of its kind, from 1."""
        return self._database.next_value(kind)

    def uuid(self, kind: str) -> str:
        """A version 4 UUID: `550e8400-e29b-41d4-a716-446655440000`."""
        return uuid4_of(self._entropy.digest("uuid", kind, self._database.next_value(kind), size=16))

    def token(self, kind: str, length: int, *, prefix: str = "", alphabet: str = ALPHANUMERIC) -> str:
        """A prefix and `length` characters of the alphabet."""
        stream = self._entropy.stream("token", kind, self._database.next_value(kind))
        return prefix + stream.text(alphabet, length)

    def snowflake(self) -> int:
        """A number that grows with time, as X's ids do: milliseconds in the high bits, a sequence in the low 22."""
        low = self._database.next_value("snowflake") & 0x3FFFFF
        return ((self._clock.now() - SNOWFLAKE_EPOCH) << 22) | low


def uuid4_of(digest: bytes) -> str:
    """16 bytes written as a version 4 UUID."""
    text = digest.hex()
    variant = "89ab"[digest[8] & 3]
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-{variant}{text[17:20]}-{text[20:32]}"
