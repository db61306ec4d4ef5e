"""The Makefile explains itself, and CI runs nothing that a developer cannot."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PHONY = re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[0].split()

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="needs make")


def make(*args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}}
    return subprocess.run(
        ["make", "--no-print-directory", *args],
        cwd=ROOT,
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_is_the_default_and_lists_every_target() -> None:
    listed = make()
    assert listed.returncode == 0
    assert re.findall(r"^  ([a-z]+) ", listed.stdout, re.MULTILINE) == PHONY


def test_every_target_is_there() -> None:
    assert {"help", "run", "test", "lint", "types", "format", "check", "clean"} <= {*PHONY}


def test_the_environment_is_made_again_when_the_declarations_change() -> None:
    plan = make("-n", "-W", "requirements.lock", "test").stdout
    assert "-c requirements.lock -e '.[dev]'" in plan


def test_an_old_python_is_refused_with_a_hint(tmp_path: Path) -> None:
    old = tmp_path / "python2"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    refused = make(f"{tmp_path}/venv/.stamp-created", f"VENV={tmp_path}/venv", f"PYTHON={old}")
    assert refused.returncode != 0
    assert "Needs Python 3.11 or newer" in refused.stderr
    assert "make PYTHON=" in refused.stderr


def test_a_python_without_venv_is_refused_with_the_package_to_install(tmp_path: Path) -> None:
    bare = tmp_path / "python3"
    bare.write_text(
        '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; *print*) echo 3.12;; esac\n'  # new enough, but no ensurepip
    )
    bare.chmod(0o755)
    refused = make(f"{tmp_path}/venv/.stamp-created", f"VENV={tmp_path}/venv", f"PYTHON={bare}")
    assert refused.returncode != 0
    assert "apt-get install python3.12-venv" in refused.stderr


def test_ci_runs_make_targets_only() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert script.startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in script
    ignored = ("#", "set ", "cd ", "status=")
    commands = [line for line in script.splitlines() if line and not line.startswith(ignored)]
    made = " ".join(re.findall(r"^make (?:--keep-going )?([a-z ]+) <", "\n".join(commands), re.MULTILINE)).split()
    assert made == ["lint", "types", "test"]
    assert {*made} <= {*PHONY}
    assert [line for line in commands if not line.startswith("make ")] == ['exit "$status"']


def test_ci_can_be_executed() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
