"""A server with one workspace, `w`, whose clock stands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.admin.lab import Server


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        running.workspace()
        yield running
