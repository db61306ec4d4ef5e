"""The one JSON encoder and decoder. Must not know what it encodes."""

from __future__ import annotations

from typing import Any

import orjson

JSONDecodeError = orjson.JSONDecodeError


def dumps(value: object) -> bytes:
    """Encode to compact UTF-8 bytes; key order is kept, so equal values give equal bytes."""
    return orjson.dumps(value)


def dumps_text(value: object) -> str:
    """Encode to a string, for a text column."""
    return orjson.dumps(value).decode()


def loads(data: bytes | str) -> Any:
    """Decode; raises `JSONDecodeError` for anything that is not one JSON value."""
    return orjson.loads(data)
