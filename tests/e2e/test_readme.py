"""The walk in the README works as pasted, in order, in one shell."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.e2e.process import PATIENCE_S, environment, serving

README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"^<!-- walk -->\n```bash\n(.*?)^```$", re.MULTILINE | re.DOTALL)

pytestmark = pytest.mark.skipif(
    not (shutil.which("bash") and shutil.which("curl") and shutil.which("python3")), reason="needs bash and curl"
)


def test_the_walk_works_as_pasted(tmp_path: Path) -> None:
    blocks = BLOCK.findall(README.read_text(encoding="utf-8"))
    assert len(blocks) == 6
    with serving(tmp_path, "--ephemeral", "--fixture", "demo") as server:
        script = "set -euo pipefail\n" + "\n".join(blocks).replace("localhost:4545", f"localhost:{server.port}")
        done = subprocess.run(
            ["bash", "-c", script],
            env=environment(),
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    assert "account " in done.stdout
    assert '"event": "new_reply"' in done.stdout
    assert "Great! Does Thursday work?" in done.stdout
    assert '"response_rate"' in done.stdout
