"""What this vendor's tests share."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.vendors.scravio.lab import Lab


@pytest.fixture
def lab() -> Iterator[Lab]:
    """A fresh workspace with a frozen clock; nothing of it is left after the test."""
    with asyncio.Runner() as runner:
        lab = Lab(runner)
        yield lab
        lab.close()
