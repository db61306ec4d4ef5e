"""No tracked file knows the machine it was written on."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from tests.architecture.source import ROOT

# A path from the root into somebody's home or working folder; a URL's path has a host before it.
MACHINE_PATH = re.compile(r"""(?<![\w./}\-:])(?:/(?:home|root|Users|work)/[\w.]|[A-Z]:\\Users\\)""")


def test_no_tracked_file_names_a_machines_path() -> None:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    found = []
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{name}: {match[0]}" for match in MACHINE_PATH.finditer(text)]
    assert found == []


@pytest.mark.parametrize("text", ["cd /home" + "/ann/mock", "path='/root" + "/x'", "C:" + "\\Users\\ann"])
def test_the_rule_sees(text: str) -> None:
    assert MACHINE_PATH.search(text)


@pytest.mark.parametrize("text", ["https://x.com/home/timeline", "GET {base}/home/x", "/data", "../work/x"])
def test_the_rule_lets_pass(text: str) -> None:
    assert not MACHINE_PATH.search(text)
