"""The types of which the control API's bodies and queries are made.

Unknown keys are refused. A field's description is also the hint when its value does not fit.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema

from mockserver.core.times import Instant, Millis, parse_duration, parse_instant
from mockserver.gateway.schemas import Offset, WholeNumber

MAX_PAGE = 1_000


class ControlBody(BaseModel):
    """A JSON body, or an object in one."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class ControlQuery(BaseModel):
    """The parameters of a query."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PageQuery(ControlQuery):
    """One page of a list."""

    limit: Annotated[WholeNumber, Field(ge=1, le=MAX_PAGE, description=f"How many, 1 to {MAX_PAGE}")] = 100
    offset: Annotated[Offset, Field(description="How many to skip, from 0")] = 0


def _from_text(parse: Callable[[str], int]) -> Callable[[object], int]:
    def read(value: object) -> int:
        if not isinstance(value, str):
            raise ValueError("must be a string")
        return parse(value)

    return read


Duration: TypeAlias = Annotated[
    Millis,
    PlainValidator(_from_text(parse_duration)),
    WithJsonSchema({"type": "string", "examples": ["1500ms", "2m", "1h30m", "3d"]}),
]
"""A length of time as a string; milliseconds once read."""

Time: TypeAlias = Annotated[
    Instant,
    PlainValidator(_from_text(parse_instant)),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-01-31T12:00:00Z"]}),
]
"""An instant as ISO 8601."""

DURATION_HINT = 'A duration is a string such as "1500ms", "2m", "1h30m" or "3d"'
TIME_HINT = 'A time is an ISO 8601 string such as "2026-01-31T12:00:00Z"'
