"""The vendor's own Python SDK, as PyPI has it: each version in a folder of its own, since one environment takes one.

Kept under `build/clients`, so that it is installed once.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

CLIENTS = Path(__file__).resolve().parents[4] / "build" / "clients"

_UNREACHABLE = re.compile(
    r"NewConnectionError|NameResolutionError|ConnectTimeout|ProxyError|Network is unreachable|Max retries exceeded"
)


def installed(version: str) -> Path:
    """The folder with this version of the SDK and what it needs; skips the test where PyPI cannot be reached."""
    folder = CLIENTS / f"x-twitter-scraper-{version}-py{sys.version_info.major}.{sys.version_info.minor}"
    if folder.exists():
        return folder
    CLIENTS.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix="making-", dir=CLIENTS))
    try:
        pip = subprocess.run(
            [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet",
             "--ignore-installed", "--target", str(making / "site"), f"x-twitter-scraper=={version}"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if pip.returncode != 0:
            if _UNREACHABLE.search(pip.stderr):
                pytest.skip("PyPI cannot be reached, and the SDK is not installed yet")
            raise AssertionError(pip.stderr)
        try:
            (making / "site").rename(folder)
        except OSError:  # another process of the tests was faster
            assert folder.exists()
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return folder
