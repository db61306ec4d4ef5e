"""What the pytest plugin does when a test asks for it: the server of a run, the workspace of a test, its story.

Must not be imported before a test asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from mockserver.testing.errors import ControlError
from mockserver.testing.running import FROZEN, RunningServer

_NAMES = ("fixture", "seed", "clock", "editions", "rate_limits", "faults", "settings")
_SHOWN = 20
"""How many requests and deliveries a report shows."""


@contextmanager
def serving(url: str | None, token: str | None) -> Iterator[RunningServer]:
    """A server of the run's own, or the one at `url`, which must answer."""
    if url is None:
        from mockserver.testing.mock_server import MockServer

        with MockServer() as server:
            yield server
        return
    with RunningServer(url, token=token) as running:
        try:
            running.control.ready()
        except ControlError as error:
            pytest.fail(str(error), pytrace=False)
        yield running


def wishes(node: Any) -> dict[str, Any]:
    """What a test's marks say, the nearest first; raises `pytest.UsageError` for what no mark can say."""
    wanted: dict[str, Any] = {}
    for mark in node.iter_markers("mockserver"):
        unknown = [*(str(each) for each in mark.args), *sorted(set(mark.kwargs) - set(_NAMES))]
        if unknown:
            raise pytest.UsageError(f"@pytest.mark.mockserver takes {', '.join(_NAMES)}, not {', '.join(unknown)}")
        wanted = {**mark.kwargs, **wanted}
    return wanted


class Universe:
    """The workspace of one test."""

    def __init__(self, server: RunningServer, wanted: Mapping[str, Any]) -> None:
        self._wanted = wanted
        settings = {"rate_limits": wanted.get("rate_limits", "headers"), **wanted.get("settings", {})}
        if "editions" in wanted:
            settings["editions"] = wanted["editions"]
        clock = wanted.get("clock", FROZEN)
        if isinstance(clock, str):
            clock = {"mode": clock} if clock in ("real", "frozen") else {**FROZEN, "now": clock}
        self.workspace = server.workspace(
            seed=wanted.get("seed"), fixture=wanted.get("fixture"), clock=clock, settings=settings
        )
        try:
            for rule in wanted.get("faults", ()):
                # As `faults.add` takes them, or as the control API and fixtures write them.
                self.workspace.faults.add(**{**rule.get("match", {}), **rule["then"]} if "then" in rule else rule)
        except BaseException:
            self.drop()
            raise

    def drop(self) -> None:
        """Remove the workspace; one that the test has dropped itself is no mistake."""
        try:
            self.workspace.drop()
        except ControlError as error:
            if error.status != 404:
                raise

    def sections(self) -> Iterator[tuple[str, str]]:
        """What a failure's report says of the universe, under its headings."""
        try:
            for title, lines in (
                ("requests", self._requests()),
                ("deliveries", self._deliveries()),
                ("findings", self._findings()),
                ("replay", self._replay()),
            ):
                if text := "\n".join(lines):
                    yield f"mockserver {title}", text
        except ControlError as error:
            yield "mockserver", f"nothing can be told: {error}"

    def _requests(self) -> Iterator[str]:
        entries = self.workspace.requests.list(limit=_SHOWN)
        if not entries:
            yield "no request came; does the client use the workspace's base URLs?"
        for entry in reversed(entries):
            query = f"?{entry['query']}" if entry["query"] else ""
            cause = f"  {entry['cause']}" if "cause" in entry else ""
            yield f"{entry['id']}  {entry['vendor']} {entry['method']} {entry['path']}{query} {entry['status']}{cause}"

    def _deliveries(self) -> Iterator[str]:
        for each in reversed(self.workspace.deliveries.list(limit=_SHOWN)):
            answers = ", ".join(str(attempt["status"] or attempt.get("error")) for attempt in each["attempts"])
            yield f"{each['id']}  {each['vendor']} {each['event']} to {each['url']}: {each['status']} ({answers})"

    def _findings(self) -> Iterator[str]:
        for finding in self.workspace.findings():
            yield f"{finding['severity']}: {finding['message']} ({finding['count']} times). {finding['advice']}"

    def _replay(self) -> Iterator[str]:
        again = {**self._wanted, "fixture": self.workspace.fixture, "seed": self.workspace.seed}
        yield f"@pytest.mark.mockserver({', '.join(f'{name}={value!r}' for name, value in sorted(again.items()))})"
        yield f"the clock stood at {self.workspace.clock.now()}"
