"""Handles that choose their own outcome, as one table from which code and documentation are made.

Must not know how an outcome is carried out.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Magic(StrEnum):
    """What a handle's prefix asks for."""

    MISSING = "missing"
    SUSPENDED = "suspended"
    PROTECTED = "protected"
    REPLIES = "replies"
    ANGRY = "angry"
    SILENT = "silent"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class MagicHandle:
    """A row of the table: handles that start with `prefix` have `effect`."""

    magic: Magic
    prefix: str
    effect: str

    @property
    def name(self) -> str:
        """The name of the row."""
        return self.magic.value

    @property
    def pattern(self) -> str:
        """The handles it holds for, as a glob."""
        return f"{self.prefix}*"


MAGIC_HANDLES = (
    MagicHandle(Magic.MISSING, "missing_", "No such account exists."),
    MagicHandle(Magic.SUSPENDED, "suspended_", "The account is suspended."),
    MagicHandle(Magic.PROTECTED, "protected_", "The account is protected: only its followers see its tweets."),
    MagicHandle(Magic.REPLIES, "replies_", "Answers every message, positively."),
    MagicHandle(Magic.ANGRY, "angry_", "Answers every message, negatively."),
    MagicHandle(Magic.SILENT, "silent_", "Takes messages and never answers."),
    MagicHandle(Magic.CLOSED, "closed_", "Does not accept messages."),
)
"""Every handle with a fixed outcome; letter case does not matter."""


def magic_of(key: str) -> Magic | None:
    """What the handle in lower case asks for, or None for an ordinary one."""
    if "_" in key:
        for row in MAGIC_HANDLES:
            if key.startswith(row.prefix):
                return row.magic
    return None


def plain_part(key: str) -> str:
    """The handle in lower case without its magic prefix, if it has one."""
    if "_" in key:
        for row in MAGIC_HANDLES:
            if key.startswith(row.prefix):
                return key[len(row.prefix) :]
    return key
