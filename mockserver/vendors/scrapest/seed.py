"""Scrapest's section of a fixture: whom every key of the workspace tracks.

    track: listed                  # or all, the default: tweets of everybody arrive
    own: true                      # and, where listed, whatever the workspace itself posts
    accounts: [elonmusk, nasa]

Must not know the wire.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from mockserver.engine.workspace import Workspace
from mockserver.gateway.validation import failed
from mockserver.vendors.scrapest.tracking.service import follow_fixture


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    track: Literal["all", "listed"] = "all"
    own: bool = False
    accounts: list[str] = []


def load(workspace: Workspace, section: Mapping[str, Any]) -> None:
    """Write the section in the caller's transaction; raises `ValueError` that names what does not fit."""
    try:
        read = _Section.model_validate(section)
    except ValidationError as error:
        first = failed(error, "fixture").errors[0]
        raise ValueError(f"{first.param} {first.message}") from None
    try:
        follow_fixture(workspace, read.accounts, listed=read.track == "listed", own=read.own)
    except LookupError as error:
        raise ValueError(f"accounts: {error}") from None
