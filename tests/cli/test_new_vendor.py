"""`mockserver new-vendor`: what it writes works, passes every check of this project, and overwrites nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.process import environment

ROOT = Path(__file__).parents[2]
PATIENCE_S = 300


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this checkout with a vendor more."""
    root = tmp_path_factory.mktemp("checkout")
    unwanted = shutil.ignore_patterns("__pycache__", ".*")
    for name in ("mockserver", "fixtures"):
        shutil.copytree(ROOT / name, root / name, ignore=unwanted)
    (root / "tests" / "vendors").mkdir(parents=True)
    shutil.copytree(ROOT / "tests" / "contract", root / "tests" / "contract", ignore=unwanted)
    (root / "docs" / "vendors").mkdir(parents=True)
    for name in ("pyproject.toml", "tests/conftest.py"):
        shutil.copy(ROOT / name, root / name)
    done = run(root, "-m", "mockserver.cli.main", "new-vendor", "globex", "--title", "GlobEx")
    assert done.returncode == 0, done.stderr
    assert "tests/vendors/globex" in done.stdout
    return root


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python in the copy, with the copy's package and not the installed one."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env={**environment(), "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


def test_its_tests_pass(checkout: Path) -> None:
    done = run(checkout, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/vendors/globex")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "skipped" not in done.stdout


def test_the_tour_goes_through_it(checkout: Path) -> None:
    code = (
        "from mockserver.cli import tour; from mockserver.server.registry import Registry\n"
        "tour.Registry = lambda: Registry([v for v in Registry() if v.name == 'globex'])\n"
        "raise SystemExit(tour.run(None, as_json=True))"
    )
    done = run(checkout, "-c", code)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Buy milk" in done.stdout


def test_it_keeps_the_projects_style_and_types(checkout: Path) -> None:
    places = [str(checkout / "mockserver/vendors/globex"), str(checkout / "tests/vendors/globex")]
    for command in (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"]):
        if "mypy" in command:
            done = run(checkout, "-m", "mypy", "--cache-dir", os.devnull, *places)
        else:
            done = run(checkout, "-m", *command, "--no-cache", *places)
        assert done.returncode == 0, done.stdout + done.stderr


def test_it_speaks_of_no_acme(checkout: Path) -> None:
    files = [
        path
        for place in ("mockserver/vendors", "tests/vendors")
        for path in (checkout / place / "globex").rglob("*.py")
    ]
    assert len(files) > 10
    assert [path for path in files if "acme" in path.read_text().lower()] == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("globex",), "there is a vendor globex already"),
        (("Globex",), "cannot be a vendor's name"),
        (("class",), "cannot be a vendor's name"),
        (("../evil",), "cannot be a vendor's name"),
        (("hooli", "--title", "x y"), "cannot be a title"),
        (("hooli", "--root", "docs"), "is no checkout"),
    ],
)
def test_what_cannot_be_written_is_told_and_nothing_is_written(
    checkout: Path, arguments: tuple[str, ...], told: str
) -> None:
    before = sorted(checkout.rglob("*"))
    done = run(checkout, "-m", "mockserver.cli.main", "new-vendor", *arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert sorted(checkout.rglob("*")) == before
