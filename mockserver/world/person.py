"""What a simulated person is: one immutable value that every reader of the world shares.

Must not know how a person is derived or stored, nor how any reader shows one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from mockserver.core.times import Instant

_HANDLE = re.compile(r"@?([A-Za-z0-9_]{1,15})")


class PersonStatus(StrEnum):
    """Whether an account can be looked at."""

    ACTIVE = "active"
    PROTECTED = "protected"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class Person:
    """A person as seen now. `number` is the place in the generated population, None for a typed handle."""

    user_id: str
    handle: str
    name: str
    first_name: str
    last_name: str
    bio: str
    location: str
    country_code: str
    website: str | None
    email: str
    company: str
    job_title: str
    industry: str
    topics: tuple[str, ...]
    followers_count: int
    following_count: int
    tweets_count: int
    listed_count: int
    is_verified: bool
    is_blue_verified: bool
    created_at: Instant
    status: PersonStatus
    number: int | None

    @property
    def key(self) -> str:
        """The handle in lower case: what identifies a person in the store."""
        return self.handle.lower()

    @property
    def has_badge(self) -> bool:
        """Whether a check mark of either kind stands beside the name."""
        return self.is_verified or self.is_blue_verified


def handle_key(handle: str) -> str | None:
    """The identifying form of a handle, with or without `@`; None when no account could be called that."""
    match = _HANDLE.fullmatch(handle)
    return None if match is None else match[1].lower()
