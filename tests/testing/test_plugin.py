"""The pytest plugin, in runs of pytest of its own.

Each is a process: a run inside this one would forget the modules that it was the first to load.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import entry_points

import pytest

from mockserver.testing import MockServer

pytest_plugins = ["pytester"]

QUIET = ("-p", "no:randomly", "-p", "no:cacheprovider", "--strict-markers", "-W", "error")


@pytest.fixture(scope="module")
def running() -> Iterator[MockServer]:
    """One server for the runs that do not need their own."""
    with MockServer() as server:
        yield server


@pytest.fixture
def suite(pytester: pytest.Pytester, running: MockServer, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A suite of somebody else, which finds the server by its variable."""
    monkeypatch.setenv("MOCKSERVER_URL", running.url)
    monkeypatch.delenv("MOCKSERVER_CONTROL_TOKEN", raising=False)
    return pytester


def passes(suite: pytest.Pytester, code: str, *, count: int = 1) -> None:
    suite.makepyfile(code)
    suite.runpytest_subprocess(*QUIET).assert_outcomes(passed=count)


def test_it_is_found_by_pytest() -> None:
    [point] = entry_points(group="pytest11", name="mockserver")
    assert point.value == "mockserver.testing.plugin"


def test_a_universe_of_the_tests_own(suite: pytest.Pytester, running: MockServer) -> None:
    passes(
        suite,
        """
        def test_one(workspace):
            assert workspace.fixture == "empty"
            assert workspace.clock.get()["mode"] == "frozen"
            assert workspace.settings.get()["rate_limits"] == "headers"
            with workspace.scrapely.client() as client:
                assert client.get("/accounts").status_code == 200
            workspace.requests.verify(path="**/accounts", count=1)

        def test_two(workspace):
            assert workspace.requests.list() == []
        """,
        count=2,
    )
    assert [each.id for each in running.control.workspaces()] == ["default"], "each is dropped after its test"


def test_marks_say_what_a_universe_starts_with(suite: pytest.Pytester) -> None:
    passes(
        suite,
        """
        import pytest

        @pytest.mark.mockserver(fixture="demo", seed=7, rate_limits="enforce", editions={"xquik": "observed"})
        class TestMarked:
            def test_class(self, workspace):
                settings = workspace.settings.get()
                assert (workspace.fixture, workspace.seed) == ("demo", 7)
                assert (settings["rate_limits"], settings["editions"]["xquik"]) == ("enforce", "observed")
                assert "workspace" not in vars(self)

            @pytest.mark.mockserver(seed=8, clock="2026-03-01T00:00:00Z", settings={"validation": "strict"})
            def test_nearest_wins(self, workspace):
                assert (workspace.fixture, workspace.seed) == ("demo", 8)
                assert workspace.clock.now() == "2026-03-01T00:00:00.000Z"
                assert workspace.settings.get()["validation"] == "strict"

        WRITTEN = {"match": {"vendor": "scrapely"}, "then": {"status": 503}}

        @pytest.mark.mockserver(faults=[{"vendor": "scravio", "status": 500}, WRITTEN], clock="real")
        def test_faults(workspace):
            with workspace.scrapely.client() as client:
                assert client.get("/accounts").status_code == 503
            assert workspace.clock.get()["mode"] == "real"
        """,
        count=3,
    )


def test_a_mark_that_says_nothing_known_is_refused(suite: pytest.Pytester, running: MockServer) -> None:
    suite.makepyfile(
        """
        import pytest

        @pytest.mark.mockserver(fixtures="demo")
        def test_typo(workspace): ...

        @pytest.mark.mockserver(faults=[{"vendor": "nobody", "status": 503}])
        def test_bad_fault(workspace): ...
        """
    )
    result = suite.runpytest_subprocess(*QUIET)
    result.assert_outcomes(errors=2)
    result.stdout.fnmatch_lines(["*takes fixture, seed, clock*not fixtures*", "*no vendor 'nobody'*Known:*"])
    assert [each.id for each in running.control.workspaces()] == ["default"]


def test_unittest_classes(suite: pytest.Pytester) -> None:
    passes(
        suite,
        """
        import unittest
        import pytest

        @pytest.mark.usefixtures("workspace")
        class TestOld(unittest.TestCase):
            def test_it(self):
                self.assertTrue(self.workspace.scrapely.api_key)
        """,
    )


def test_a_test_may_drop_its_workspace_itself(suite: pytest.Pytester) -> None:
    passes(suite, "def test_it(workspace): workspace.drop()")


def test_asyncio(suite: pytest.Pytester) -> None:
    passes(
        suite,
        """
        import asyncio

        def test_it(async_workspace, workspace):
            async def scenario():
                async with async_workspace.scrapely.async_client() as client:
                    assert (await client.get("/accounts")).status_code == 200
                await async_workspace.requests.verify(path="**/accounts", count=1)
                return (await async_workspace.clock.advance("2m"))["now"]

            assert asyncio.run(scenario()) == workspace.clock.now()
        """,
    )


def test_the_anyio_plugin_runs_async_tests(suite: pytest.Pytester) -> None:
    passes(
        suite,
        """
        import pytest

        @pytest.fixture
        def anyio_backend():
            return "asyncio"

        @pytest.mark.anyio
        async def test_it(async_workspace):
            await async_workspace.clock.advance("2m")
            assert "09:02" in await async_workspace.clock.now()
        """,
    )


def test_a_failure_tells_the_story(suite: pytest.Pytester) -> None:
    suite.makepyfile(
        """
        import pytest

        @pytest.mark.mockserver(fixture="demo", seed=7)
        def test_it(workspace):
            workspace.webhooks.add("scrapely", workspace.inbox.url("crm"))
            workspace.trigger("scrapely", "account_paused")
            with workspace.scrapely.client() as client:
                client.post("/scheduled-tweets", json={"tweet": "hello"})
            workspace.requests.verify(path="**/campaigns")

        def test_quiet(workspace):
            assert False

        def test_without():
            assert False
        """
    )
    result = suite.runpytest_subprocess(*QUIET)
    result.assert_outcomes(failed=3)
    result.stdout.fnmatch_lines(
        [
            "*VerificationFailed: Expected at least 1*",
            "*mockserver requests*",
            "*scrapely POST /api/v1/scheduled-tweets 400*",
            "*mockserver deliveries*",
            "*scrapely account_paused to http*/inbox/crm: delivered (200)",
            "*mockserver findings*",
            "*tweet is no field of*",
            "*mockserver replay*",
            "@pytest.mark.mockserver(fixture='demo', seed=7)",
            "the clock stood at 2026-01-05T09:00:00.000Z",
            "*no request came*",
        ]
    )
    assert result.stdout.str().count("mockserver replay") == 2


def test_a_run_starts_a_server_of_its_own(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MOCKSERVER_URL", raising=False)
    pytester.makepyfile("def test_it(mockserver, workspace): assert mockserver.control.ready()['status'] == 'ready'")
    pytester.runpytest_subprocess(*QUIET, "-n", "2").assert_outcomes(passed=1)


def test_workers_share_a_server_and_never_meet(suite: pytest.Pytester, running: MockServer) -> None:
    suite.makepyfile(
        """
        import pytest

        @pytest.mark.parametrize("number", range(8))
        def test_it(workspace, number):
            with workspace.scrapely.client() as client:
                client.get("/accounts")
            workspace.requests.verify(count=1)
        """
    )
    suite.runpytest_subprocess(*QUIET, "-n", "2").assert_outcomes(passed=8)
    assert [each.id for each in running.control.workspaces()] == ["default"]


def test_a_server_that_is_not_there_is_told_in_one_line(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(workspace): ...")
    result = pytester.runpytest_subprocess(*QUIET, "--mockserver-url", "http://127.0.0.1:9")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["No answer from http://127.0.0.1:9*mockserver serve"])


def test_whoever_does_not_use_it_does_not_pay() -> None:
    code = (
        "import sys, pytest; before = set(sys.modules); import mockserver.testing.plugin\n"
        "print(*sorted({name.split('.')[0] for name in set(sys.modules) - before}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert set(done.stdout.split()) == {"mockserver"}
