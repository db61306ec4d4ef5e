"""One server for all tests of a module; each test has a workspace of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mockserver.server.registry import Registry
from tests.streams.lab import running


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    registry = Registry()
    with running(Registry([vendor for vendor in registry if vendor.name == "scrapest"])) as address:
        yield address
