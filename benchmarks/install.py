"""`python -m benchmarks.install`: installs the peers and the load generator where they are missing or out of date.

npm packages go to benchmarks/node_modules, the Python peer to benchmarks/.venv: nothing outside this folder changes.
What cannot be installed is said and left out; the run then reports that it was not measured.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.machine import HERE, MOTO, NODE, NODE_MODULES
from benchmarks.processes import QUIET

VENV = HERE / ".venv"


def main() -> int:
    """Install both; 1 when the load generator is missing, without which nothing can be measured."""
    lock, installed = HERE / "package-lock.json", NODE_MODULES / ".package-lock.json"
    if not NODE.exists() or is_older(installed, lock):
        _step("the npm peers and the load generator", [["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]])
    wanted, stamp = HERE / "requirements.txt", VENV / ".stamp-installed"
    if not MOTO.exists() or is_older(stamp, wanted):
        pip = [str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
        make = [sys.executable, "-m", "venv", str(VENV)]
        if _step("moto", [make, [*pip, "--quiet", "-r", str(wanted)]]):
            stamp.touch()
    return 0 if NODE.exists() else 1


def is_older(made: Path, source: Path) -> bool:
    """Whether `made` is missing or was made before `source` last changed."""
    return not made.exists() or made.stat().st_mtime < source.stat().st_mtime


def _step(what: str, commands: Sequence[Sequence[str]]) -> bool:
    sys.stderr.write(f"Installing {what}\n")
    try:
        for command in commands:
            subprocess.run(command, cwd=HERE, env={**os.environ, **QUIET}, stdout=sys.stderr, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"Cannot install {what}: {error}\n")
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
