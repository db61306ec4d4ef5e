"""What the numbers were measured on: processor, cores, versions. Must not know what is measured."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HERE = Path(__file__).resolve().parent
NODE_MODULES = HERE / "node_modules"
NODE = NODE_MODULES / "node" / "bin" / "node"
MOTO = HERE / ".venv" / "bin" / "moto_server"
WORK = ROOT / "build" / "benchmarks"
"""Data folders, logs and raw results; on the disk of the checkout, since a memory disk would flatter us."""


@dataclass(frozen=True, slots=True)
class Cores:
    """Where the server and the load run; None where processes cannot be pinned."""

    server: int | None
    load: int | None

    @property
    def apart(self) -> bool:
        """Whether server and load have a core each."""
        return self.server is not None and self.server != self.load


def cores() -> Cores:
    """The first core for the server and the second for the load, of those we may use."""
    if not hasattr(os, "sched_getaffinity"):
        return Cores(None, None)
    usable = sorted(os.sched_getaffinity(0))
    return Cores(usable[0], usable[min(1, len(usable) - 1)])


def describe() -> dict[str, str]:
    """The machine in words."""
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count() or "unknown"),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "node": npm_version("node") or "not installed",
        "load": f"autocannon {npm_version('autocannon') or 'not installed'}",
    }


def npm_version(package: str) -> str | None:
    """The installed version of an npm package; None where it is not installed."""
    try:
        return str(json.loads((NODE_MODULES / package / "package.json").read_text(encoding="utf-8"))["version"])
    except FileNotFoundError:
        return None


def moto_version() -> str | None:
    """The installed version of moto; None where it is not installed."""
    if not MOTO.exists():
        return None
    found = sorted((HERE / ".venv").glob("lib/python*/site-packages/moto-*.dist-info"))
    return found[0].name.removeprefix("moto-").removesuffix(".dist-info") if found else None


def commit() -> str:
    """The commit that is checked out, with a + where files differ from it."""

    def git(*args: str) -> str:
        return subprocess.run(["git", *args], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()

    try:
        changed = git("status", "--porcelain", "--untracked-files=no", "--", "mockserver", "fixtures")
        return git("rev-parse", "--short", "HEAD") + ("+" if changed else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
