"""What the tests of events share: one server, and a workspace for each test."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import httpx
import pytest

from tests.vendors.scravio.events.server import Universe, running, universe

_NUMBERS = count(1)


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    """A server on a socket of its own."""
    with running() as client:
        yield client


@pytest.fixture
def home(http: httpx.Client) -> Universe:
    """A fresh workspace."""
    return universe(http, f"home{next(_NUMBERS)}")


@pytest.fixture
def abroad(http: httpx.Client) -> Universe:
    """Another one on the same server."""
    return universe(http, f"abroad{next(_NUMBERS)}")
