"""What this vendor's tests share."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from mockserver.core.settings import Edition
from tests.vendors.xquik.lab import EDITIONS, Lab


@pytest.fixture
def lab() -> Iterator[Lab]:
    """A fresh workspace with a frozen clock; nothing of it is left after the test."""
    with asyncio.Runner() as runner:
        lab = Lab(runner)
        yield lab
        lab.close()


@pytest.fixture(params=EDITIONS, ids=lambda edition: edition.value)
def either(request: pytest.FixtureRequest, lab: Lab) -> Lab:
    """The same in each edition: the test runs twice."""
    edition: Edition = request.param
    lab.serve(edition)
    return lab
