"""A world over a fresh database in memory, with a frozen clock."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.world.universe import Universe


@pytest.fixture
def universe() -> Iterator[Universe]:
    made = Universe(seed=7)
    yield made
    made.database.close()
