"""The pytest plugin: a server for the session, a universe for each test, and what happened in it when a test fails.

pytest imports this in every run of everybody who has the package installed, so nothing is imported here but pytest.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mockserver.testing.asynchronous.workspace import AsyncWorkspace
    from mockserver.testing.running import RunningServer
    from mockserver.testing.synchronous.workspace import Workspace
    from mockserver.testing.universe import Universe

MARKER = (
    "mockserver(fixture=, seed=, clock=, editions=, rate_limits=, faults=, settings=): "
    "what the test's workspace starts with; the nearest mark wins, name by name"
)

UNIVERSE: pytest.StashKey[Universe] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that name a running server."""
    group = parser.getgroup("mockserver", "social-mockserver")
    group.addoption(
        "--mockserver-url",
        default=os.environ.get("MOCKSERVER_URL"),
        help="Use the server at this address in place of one of the run's own (default: $MOCKSERVER_URL)",
    )
    group.addoption(
        "--mockserver-token",
        default=os.environ.get("MOCKSERVER_CONTROL_TOKEN"),
        help="What that server's control API asks for (default: $MOCKSERVER_CONTROL_TOKEN)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", MARKER)


@pytest.fixture(scope="session")
def mockserver(pytestconfig: pytest.Config) -> Iterator[RunningServer]:
    """The server: one in memory on a free port, for the whole run, or the one of `--mockserver-url`."""
    from mockserver.testing.universe import serving

    with serving(pytestconfig.getoption("--mockserver-url"), pytestconfig.getoption("--mockserver-token")) as server:
        yield server


@pytest.fixture
def workspace(request: pytest.FixtureRequest, mockserver: RunningServer) -> Iterator[Workspace]:
    """A universe of the test's own: its clock stands, rate limits are told but not enforced. See the marker."""
    from unittest import TestCase

    from mockserver.testing.universe import Universe, wishes

    universe = Universe(mockserver, wishes(request.node))
    request.node.stash[UNIVERSE] = universe
    if isinstance(request.instance, TestCase):  # whose methods take no arguments
        request.instance.workspace = universe.workspace  # type: ignore[attr-defined]
    yield universe.workspace
    del request.node.stash[UNIVERSE]
    universe.drop()


@pytest.fixture
def async_workspace(workspace: Workspace, mockserver: RunningServer) -> AsyncWorkspace:
    """The same universe as `workspace`, for tests that await; works with every plugin for asyncio, and with none."""
    from mockserver.testing.asynchronous.wire import AsyncWire
    from mockserver.testing.asynchronous.workspace import AsyncWorkspace

    return AsyncWorkspace(AsyncWire(mockserver.url, token=mockserver.token), workspace.view)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what happened in the universe of a test that failed."""
    report = yield
    universe = item.stash.get(UNIVERSE, None)
    if report.failed and universe is not None:
        report.sections.extend(universe.sections())
    return report
