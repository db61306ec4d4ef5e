"""The types of which request models are made. Must not know any vendor's fields.

Bodies are read strictly (a number in quotes is no number), queries as text. Every integer fits a 64-bit column.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

_WHOLE = re.compile(r"[+-]?\d{1,18}")


class RequestBody(BaseModel):
    """A JSON body. Unknown fields are ignored here; `validation: strict` refuses them at the edge."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class QueryParams(BaseModel):
    """The parameters of a query; an empty value counts as absent where a default exists."""

    model_config = ConfigDict(extra="ignore", frozen=True)


def _whole_number(value: object) -> object:
    if isinstance(value, str) and not _WHOLE.fullmatch(value.strip()):
        raise ValueError("must be an integer")
    return value


WholeNumber = Annotated[int, BeforeValidator(_whole_number)]
"""An integer in a query: digits only, so `1.0`, `1e3` and `1_000` are refused."""

# Bounds stand before the validator: after it, the JSON schema would not have them.
PageSize = Annotated[int, Field(ge=1), BeforeValidator(_whole_number)]
"""How many results; at least 1, clamped to the vendor's maximum by `pagination.clamp`."""

Offset = Annotated[int, Field(ge=0, le=2**53), BeforeValidator(_whole_number)]
"""How many results to skip."""

PageNumber = Annotated[int, Field(ge=1, le=2**40), BeforeValidator(_whole_number)]
"""Which page, from 1."""

Int64 = Annotated[int, Field(ge=-(2**63), lt=2**63)]
"""An integer that a column can hold."""
