"""What clients asked and what they were told: a bounded ring in memory.

Bodies are kept up to `BODY_BYTES`; secrets are hidden when an entry is read. Must not know vendors beyond the
names of their secret fields.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.core.json import JSONDecodeError, loads
from mockserver.core.times import Instant, iso_ms

MAX_ENTRIES = 10_000
MAX_BYTES = 32 * 1024 * 1024
BODY_BYTES = 64 * 1024
_OVERHEAD = 1_000

_SECRET_HEADERS = frozenset(
    {"authorization", "proxy-authorization", "x-api-key", "cookie", "set-cookie", "x-webhook-key"}
)
_SECRET_PARAMETERS = re.compile(r"((?:^|&)(?:x-api-key|api_?key|token|signature)=)[^&]*", re.IGNORECASE)
HIDDEN = "[redacted]"


@dataclass(slots=True)
class Entry:
    """One exchange. `cause` says why an answer was no success."""

    id: str
    at: Instant
    vendor: str
    method: str
    path: str
    query: str
    status: int
    duration_ms: float
    request_headers: Mapping[str, str]
    request_body: bytes
    response_headers: Mapping[str, str]
    response_body: bytes
    key: str | None
    cause: str | None
    secret_fields: frozenset[str]

    @property
    def size(self) -> int:
        """About how many bytes the entry holds."""
        return len(self.request_body) + len(self.response_body) + _OVERHEAD

    def json_body(self) -> object:
        """The request's body as sent: JSON where it is JSON, else text."""
        return content(self.request_body)

    def to_json(self) -> dict[str, object]:
        """As the control API shows it: keys, cookies and secret fields hidden."""
        shown: dict[str, object] = {
            "id": self.id,
            "at": iso_ms(self.at),
            "vendor": self.vendor,
            "method": self.method,
            "path": self.path,
            "query": redacted_query(self.query),
            "status": self.status,
            "duration_ms": self.duration_ms,
            "request": {
                "headers": redacted_headers(self.request_headers),
                "body": content(self.request_body, self.secret_fields),
            },
            "response": {
                "headers": redacted_headers(self.response_headers),
                "body": content(self.response_body, self.secret_fields),
            },
            "key": self.key,
        }
        if self.cause is not None:
            shown["cause"] = self.cause
        return shown


class Stopwatch:
    """Measures a request's latency, on the machine's clock; it is shown to people and decides nothing."""

    __slots__ = ("_started",)

    def __init__(self) -> None:
        self._started = time.perf_counter()

    @property
    def elapsed_ms(self) -> float:
        """Milliseconds since it was made."""
        return round((time.perf_counter() - self._started) * 1000, 2)


class Journal:
    """The last exchanges of one workspace, oldest first."""

    def __init__(self, *, entries: int = MAX_ENTRIES, size: int = MAX_BYTES) -> None:
        self._limit = entries
        self._size_limit = size
        self._size = 0
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._arrived = asyncio.Event()

    def add(self, entry: Entry) -> None:
        """Remember an exchange, and forget the oldest where there is no room."""
        entry.request_body = entry.request_body[:BODY_BYTES]
        entry.response_body = entry.response_body[:BODY_BYTES]
        self._entries[entry.id] = entry
        self._size += entry.size
        while len(self._entries) > self._limit or self._size > self._size_limit:
            _, oldest = self._entries.popitem(last=False)
            self._size -= oldest.size
        self._arrived.set()

    def __iter__(self) -> Iterator[Entry]:
        return iter(list(self._entries.values()))

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, entry_id: str) -> Entry | None:
        """The entry of that id, if it is still held."""
        return self._entries.get(entry_id)

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()
        self._size = 0
        self._arrived.set()

    async def changed(self) -> None:
        """Return when the next exchange has been added, or all were forgotten."""
        self._arrived.clear()
        await self._arrived.wait()


def redact(value: object, secret_fields: frozenset[str]) -> object:
    """The JSON value with the content of secret fields hidden, however deep."""
    if isinstance(value, dict):
        return {
            name: _hide(item) if name in secret_fields else redact(item, secret_fields) for name, item in value.items()
        }
    if isinstance(value, list):
        return [redact(item, secret_fields) for item in value]
    return value


def _hide(value: object) -> object:
    return None if value is None else HIDDEN


def redacted_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers with keys and cookies hidden."""
    return {name: HIDDEN if name.lower() in _SECRET_HEADERS else value for name, value in headers.items()}


def redacted_query(query: str) -> str:
    """The query with keys and signatures hidden."""
    return _SECRET_PARAMETERS.sub(rf"\1{HIDDEN}", query) if query else query


def content(body: bytes, secret_fields: frozenset[str] = frozenset()) -> Any:
    """A body as JSON where it is JSON, else as text; None where there is none."""
    if not body:
        return None
    try:
        return redact(loads(body), secret_fields)
    except JSONDecodeError:
        return body.decode("utf-8", "replace") if not secret_fields or len(body) < BODY_BYTES else HIDDEN
