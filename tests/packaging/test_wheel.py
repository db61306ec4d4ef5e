"""The wheel carries the package, the fixtures and the command, and nothing else."""

from __future__ import annotations

import configparser
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from mockserver import __version__

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    target = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    [built] = target.glob("*.whl")
    return ZipFile(built)


def test_the_wheel_is_named_for_the_distribution(wheel: ZipFile) -> None:
    assert Path(str(wheel.filename)).name == f"social_mockserver-{__version__}-py3-none-any.whl"


def test_the_wheel_ships_every_fixture(wheel: ZipFile) -> None:
    fixtures = {path.relative_to(ROOT / "fixtures").as_posix() for path in files("fixtures")}
    shipped = {name.removeprefix("mockserver/_fixtures/") for name in names(wheel) if "/_fixtures/" in name}
    assert shipped == fixtures


def test_the_wheel_ships_every_module_and_no_tests(wheel: ZipFile) -> None:
    modules = {path.relative_to(ROOT).as_posix() for path in files("mockserver") if path.suffix == ".py"}
    assert modules <= names(wheel)
    assert {name.partition("/")[0] for name in names(wheel)} == {
        "mockserver",
        f"social_mockserver-{__version__}.dist-info",
    }


def test_the_wheel_installs_the_command_and_the_pytest_plugin(wheel: ZipFile) -> None:
    points = configparser.ConfigParser()
    points.read_string(wheel.read(f"social_mockserver-{__version__}.dist-info/entry_points.txt").decode())
    assert points["console_scripts"]["mockserver"] == "mockserver.cli.main:main"
    assert points["pytest11"]["mockserver"] == "mockserver.testing.plugin"


def files(folder: str) -> set[Path]:
    return {path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts}


def names(wheel: ZipFile) -> set[str]:
    return {*wheel.namelist()}
