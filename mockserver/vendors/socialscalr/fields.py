"""The types of fields that several resources share, and how each is refused in a request.

A refusal reads `<field> <message>`. Must not know any resource.
"""

from __future__ import annotations

import re
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from mockserver.core.json import dumps
from mockserver.core.times import Instant, parse_instant

_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d([.]\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
_WHEN = "must be an ISO 8601 timestamp such as 2026-06-01T13:00:00Z"


def instant(text: str) -> Instant:
    """Read an ISO 8601 timestamp with date and time; raises `ValueError`.

    Assumption: a timestamp without a zone is UTC, and a date alone is refused.
    """
    if not _TIMESTAMP.fullmatch(text):
        raise ValueError(_WHEN)
    try:
        return parse_instant(text)
    except ValueError:
        raise ValueError(_WHEN) from None


def _timestamp(text: str) -> str:
    instant(text)
    return text


def _address(text: str) -> str:
    is_plain = not any(character.isspace() or ord(character) < 0x20 for character in text)
    try:
        parts = urlsplit(text)
        is_url = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_url = False
    if not (is_plain and is_url):
        raise ValueError("must be an http or https URL")
    return text


def not_blank(text: str) -> str:
    """The text, if it is more than space."""
    if not text.strip():
        raise ValueError("must not be empty")
    return text


def storable(value: Any) -> Any:
    """What was sent, if it can be kept as JSON: numbers of 64 bits, nested no deeper than usual."""
    try:
        dumps(value)
    except TypeError:
        raise ValueError("holds a number that is too large, or is nested too deeply") from None
    return value


# A bound stands before the validator: in an optional field pydantic would else take it for one of items.
Text = Annotated[str, AfterValidator(not_blank), Field(json_schema_extra={"pattern": r"\S"})]
"""Text that is more than space."""

ShortText = Annotated[
    str, Field(max_length=300), AfterValidator(not_blank), Field(json_schema_extra={"pattern": r"\S"})
]
"""The same, of at most 300 characters."""

Address = Annotated[str, Field(max_length=2_000), AfterValidator(_address), Field(json_schema_extra={"format": "uri"})]
"""A URL in a request."""

Timestamp = Annotated[str, AfterValidator(_timestamp), Field(json_schema_extra={"format": "date-time"})]
"""A time in a request."""

Uuid = Annotated[str, Field(json_schema_extra={"format": "uuid", "examples": ["550e8400-e29b-41d4-a716-446655440000"]})]
"""An id of ours. In a request any text is taken for one: a malformed id names nothing, which is the same as unknown."""

Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
"""A time in an answer, in whole seconds as the document writes them."""

Url = Annotated[str, Field(json_schema_extra={"format": "uri"})]
"""A URL in an answer."""
