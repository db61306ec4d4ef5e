"""The API keys of one workspace. Must not know what a vendor's key looks like beyond its `KeyFormat`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from hmac import compare_digest

from mockserver.core.clock import Clock
from mockserver.core.database import Database
from mockserver.core.ids import Ids
from mockserver.core.sql import col, select
from mockserver.core.statements import Query
from mockserver.core.tables import Row, column, schema_of

API, INACTIVE = "api", "inactive"
"""Kinds every vendor has: a working key, and one whose subscription is not active."""

VISITOR = "visitor"
"""The kind of key that stands for whoever opens a page without one; no such key is ever made."""


class KeyRow(Row):
    """A key that works until it is revoked (then the row is gone); a later one has a larger `number`."""

    __tablename__ = "api_keys"

    id: str = column(primary_key=True)
    number: int
    vendor: str
    key: str
    kind: str = API
    created_at: int


TABLES = (KeyRow,)


def visitor(vendor: str) -> KeyRow:
    """Stands for whoever opens a vendor's page without a key."""
    return KeyRow(id=VISITOR, number=0, vendor=vendor, key="", kind=VISITOR, created_at=0)


@dataclass(frozen=True, slots=True)
class KeyFormat:
    """How a vendor's keys look, and the demo key of the `default` workspace."""

    demo: str
    prefix: str
    alphabet: str
    length: int
    kinds: tuple[str, ...] = (API, INACTIVE)


_ALL = Query(lambda: select(KeyRow).order_by(col(KeyRow.number)), KeyRow)


def fingerprint(vendor: str, key: str) -> bytes:
    """What keys are looked up by, so that no lookup compares secrets byte by byte."""
    return blake2b(f"{vendor}\x1f{key}".encode("utf-8", "surrogatepass"), digest_size=16).digest()


KeyIndex = dict[bytes, str]
"""The workspace of every key of a server, by fingerprint."""


class Keys:
    """Makes, lists and revokes keys; lookups are from memory, and `index` tells whose a key is."""

    def __init__(self, owner: str, database: Database, clock: Clock, ids: Ids, index: KeyIndex) -> None:
        self._owner = owner
        self._index = index
        self._database = database
        self._clock = clock
        self._ids = ids
        self._known: dict[bytes, KeyRow] = {}
        self.reload()

    def reload(self) -> None:
        """Read the keys again after the store was replaced."""
        self.withdraw()
        self._known = {fingerprint(row.vendor, row.key): row for row in self._database.all(_ALL)}
        self._index.update(dict.fromkeys(self._known, self._owner))

    def withdraw(self) -> None:
        """Take this workspace's keys out of the index: it is being dropped."""
        for known in self._known:
            self._index.pop(known, None)

    def make(self, vendor: str, key_format: KeyFormat, *, kind: str = API, key: str | None = None) -> KeyRow:
        """A new key, inside the caller's transaction.

        The workspace's id goes into it, since a key belongs to one workspace only, and seeds may be equal.
        """
        row = self._database.insert(
            KeyRow,
            id=self._new_id(),
            number=1 + max((row.number for row in self._known.values()), default=0),
            vendor=vendor,
            key=key or self._new_key(vendor, key_format),
            kind=kind,
            created_at=self._clock.now(),
        )
        known = fingerprint(vendor, row.key)
        self._known[known] = row
        self._index[known] = self._owner
        return row

    def _new_id(self) -> str:
        """An id that is not in use; see `_new_key`."""
        used = {row.id for row in self._known.values()}
        while (key_id := self._ids.uuid("api_key")) in used:
            continue
        return key_id

    def _new_key(self, vendor: str, key_format: KeyFormat) -> str:
        """A key that is not in use: a reset begins the sequence again and keeps the keys."""
        while True:
            key = self._ids.token(
                f"key/{self._owner}/{vendor}", key_format.length, prefix=key_format.prefix, alphabet=key_format.alphabet
            )
            if fingerprint(vendor, key) not in self._known:
                return key

    def restore(self, rows: Sequence[KeyRow]) -> None:
        """Put these keys in place of all there are, inside the caller's transaction."""
        for row in self.list():
            self._database.remove(KeyRow, id=row.id)
        for row in rows:
            self._database.insert(KeyRow, **{name: getattr(row, name) for name in schema_of(KeyRow).names})
        self.reload()

    def renew(self, formats: Mapping[str, KeyFormat], is_taken: Callable[[bytes], bool]) -> None:
        """Give keys whose fingerprint is taken a new text, inside the caller's transaction.

        Their ids stay, since rows may name them.
        """
        for known, row in list(self._known.items()):
            if is_taken(known):
                self._database.change(KeyRow, {"id": row.id}, key=self._new_key(row.vendor, formats[row.vendor]))
        self.reload()

    def revoke(self, key_id: str) -> KeyRow | None:
        """Take a key away, inside the caller's transaction; None when there is none of that id."""
        for known, row in self._known.items():
            if row.id == key_id:
                self._database.remove(KeyRow, id=key_id)
                del self._known[known]
                self._index.pop(known, None)
                return row
        return None

    def find(self, vendor: str, key: str) -> KeyRow | None:
        """The key as presented, compared in constant time."""
        return self.match(fingerprint(vendor, key), key)

    def match(self, known: bytes, key: str) -> KeyRow | None:
        """The key of a fingerprint, compared in constant time."""
        row = self._known.get(known)
        return row if row is not None and compare_digest(row.key.encode(), key.encode()) else None

    def list(self) -> list[KeyRow]:
        """All keys, oldest first."""
        return list(self._known.values())

    def first(self, vendor: str) -> KeyRow | None:
        """The oldest working key of a vendor."""
        return next((row for row in self._known.values() if row.vendor == vendor and row.kind == API), None)
