"""The types of fields that several resources share, and how ids, names and cursors in a request are read.

A refusal in a body or query reads `<field> <message>`. Must not know any resource.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from mockserver.core.times import Instant, iso_ms, parse_instant
from mockserver.gateway.schemas import QueryParams
from mockserver.vendors.xquik.errors import INVALID_ID, INVALID_INPUT, INVALID_USERNAME
from mockserver.world.person import handle_key

_NUMBER = re.compile(r"[1-9][0-9]{0,17}")

# What goes out


class Success(TypedDict):
    """It was done."""

    success: Literal[True]


def success() -> Success:
    """The answer of what has nothing to tell."""
    return {"success": True}


NumericId = Annotated[str, Field(json_schema_extra={"pattern": "^[0-9]+$", "examples": ["42"]})]
"""An id of ours: a number, written as a string."""

Uuid = Annotated[str, Field(json_schema_extra={"format": "uuid", "examples": ["a1b2c3d4-e5f6-7890-abcd-ef1234567890"]})]
"""An id of ours that is a UUID. A malformed one names nothing, which is the same as unknown."""

XId = Annotated[str, Field(json_schema_extra={"pattern": "^[0-9]+$", "examples": ["1893456789012345678"]})]
"""An id of X: of a tweet, a user, a community, a list."""

Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
"""A time in ISO 8601 with milliseconds, UTC."""

Credits = Annotated[str, Field(json_schema_extra={"pattern": "^[0-9]+$", "examples": ["50000"]})]
"""An amount of credits: a whole number of any size, written as a string."""

Address = Annotated[str, Field(json_schema_extra={"format": "uri"})]
"""A URL."""


# What comes in


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return text


Text = Annotated[str, AfterValidator(_not_blank), Field(json_schema_extra={"pattern": r"\S"})]
"""Text that is more than space."""


def numeric_id(text: str) -> int:
    """The id of a monitor, webhook, event, draft, API key or connected account; 400 `invalid_id` for what is none."""
    if not _NUMBER.fullmatch(text):
        raise INVALID_ID()
    return int(text)


def username(text: str) -> str:
    """An X username as it is kept: lower case, without `@`; 400 `invalid_username` for what is none."""
    key = handle_key(text.strip())
    if key is None:
        raise INVALID_USERNAME()
    return key


class Cursors(QueryParams):
    """Where to go on: lists take the cursor under each of these names, `after` first."""

    after: str | None = Field(None, description="Cursor of the next page, as the last one gave it")
    cursor: str | None = Field(None, description="The same under its newer name")
    afterCursor: str | None = Field(None, description="The same under the name that drafts use")  # noqa: N815

    @property
    def position(self) -> str | None:
        """The cursor that was sent, if any."""
        return self.after or self.cursor or self.afterCursor


def cursor(*position: int | str) -> str:
    """A cursor as the vendor writes it: the sort key and the id of a row, in base64."""
    return b64encode("|".join(map(str, position)).encode()).decode()


def cursor_parts(text: str, count: int) -> list[str]:
    """What a cursor of `count` parts was made from; 400 `invalid_input` for what this server did not give out."""
    try:
        found = b64decode(text, validate=True).decode().split("|")
    except (Base64Error, ValueError):
        found = []
    if len(found) != count:
        raise INVALID_INPUT("cursor must be one that a page of this list gave.")
    return found


def time_cursor(at: Instant, row_id: int | str) -> str:
    """The cursor of a list that goes by time and id."""
    return cursor(iso_ms(at), row_id)


def time_position(text: str) -> tuple[Instant, str]:
    """The time and id of a `time_cursor`; 400 `invalid_input`."""
    at, row_id = cursor_parts(text, 2)
    try:
        return parse_instant(at), row_id
    except ValueError:
        raise INVALID_INPUT("cursor must be one that a page of this list gave.") from None


def time_number_position(text: str) -> tuple[Instant, int]:
    """As `time_position` where ids are numbers."""
    at, row_id = time_position(text)
    if not _NUMBER.fullmatch(row_id):
        raise INVALID_INPUT("cursor must be one that a page of this list gave.")
    return at, int(row_id)
