"""What every test shares: how hypothesis behaves, and that no store stays open."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from mockserver.core.database import Database

# No deadline: how long an example takes says something about the machine, not about the code.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


@pytest.fixture(autouse=True)
def stores_are_closed() -> Iterator[None]:
    """Close what a test has opened in its own thread: from Python 3.13 on, dropping an open store is a warning."""
    opened: list[Database] = []
    init = Database.__init__

    def remember(self: Database, path: Path | None = None) -> None:
        init(self, path)
        if threading.current_thread() is threading.main_thread():
            opened.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "__init__", remember)
        yield
    for database in opened:
        database.close()
