"""One server for all tests of a module; each test has a workspace of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.streams.lab import running


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running() as address:
        yield address
