"""Every block of Python in docs/testing.md works: those with tests under pytest, the others as scripts."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mockserver.testing import MockServer
from tests.examples.projects import run

PAGE = Path(__file__).parents[2] / "docs" / "testing.md"
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
TESTS = [block for block in BLOCKS if "def test_" in block]
SCRIPTS = [block for block in BLOCKS if "def test_" not in block]


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    with MockServer() as server:
        yield server


def test_the_tests_pass(server: MockServer, tmp_path: Path) -> None:
    for number, block in enumerate(TESTS):
        (tmp_path / f"test_block_{number}.py").write_text(block, encoding="utf-8")
    command = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--strict-markers", "-W", "error")
    done = run(tmp_path, *command, MOCKSERVER_URL=server.url)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{sum(block.count('def test_') for block in TESTS)} passed" in done.stdout


@pytest.mark.parametrize("script", SCRIPTS, ids=range(len(SCRIPTS)))
def test_the_scripts_work(script: str, tmp_path: Path) -> None:
    done = run(tmp_path, sys.executable, "-W", "error", "-c", script)
    assert done.returncode == 0, done.stderr


def test_there_are_both() -> None:
    assert len(TESTS) >= 6
    assert len(SCRIPTS) >= 3
