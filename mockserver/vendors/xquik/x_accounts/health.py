"""How a connected account fares on X. Source: observed."""

from __future__ import annotations

from enum import StrEnum


class Health(StrEnum):
    """Whether an account can be acted with."""

    HEALTHY = "healthy"
    LOCKED = "locked"
    NEEDS_REAUTH = "needsReauth"
    RECOVERING = "recovering"
    SUSPENDED = "suspended"
    TEMPORARY_ISSUE = "temporaryIssue"
