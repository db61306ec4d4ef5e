"""Stores that nobody uses: what stands in the place of a connection, and how its content comes back.

Must not know when a store may sleep.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any


class Asleep:
    """Stands for a connection that was given up; whatever is asked of it opens a new one first."""

    __slots__ = ("_wake",)

    def __init__(self, wake: Callable[[], sqlite3.Connection]) -> None:
        self._wake = wake

    def __getattr__(self, name: str) -> Any:
        return getattr(self._wake(), name)

    def close(self) -> None:
        """There is nothing to close."""


def restore(connection: sqlite3.Connection, image: bytes) -> None:
    """Put the content of an image in the place of a connection's own."""
    source = sqlite3.connect(":memory:")
    try:
        source.deserialize(image)
        source.backup(connection)
    finally:
        source.close()
