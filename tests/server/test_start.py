"""What a start loads: nothing that its first answers do not need, once an earlier start has compiled their statements.

Each start is a process of its own, since what this one has loaded says nothing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

HEAVY = ("sqlalchemy", "fastapi", "starlette", "faker", "socketio", "httpx", "yaml", "jinja2", "openpyxl", "xlsxwriter")
"""Libraries that take long to load; each has its place, which is not the start."""

PROGRAM = """
import asyncio, json, sys
from pathlib import Path
from mockserver.core.compiled import compiled
from mockserver.server.app import Application
from mockserver.server.config import Config

app = Application(Config(data=Path(sys.argv[1])))
app.open()
runtime = app.workspaces.get("default")

async def first_answers():
    for vendor, path in json.loads(sys.argv[2]).items():
        key = runtime.keys.first(vendor).key.encode()
        async def receive():
            return {"type": "http.request", "body": b""}
        async def send(message):
            assert message.get("status", 200) == 200, (vendor, message)
        await app({"type": "http", "method": "GET", "path": path, "query_string": b"", "scheme": "http",
                   "headers": [(b"host", b"localhost"), (b"x-api-key", key)]}, receive, send)

asyncio.run(first_answers())
compiled().save()
print(json.dumps(sorted(name for name in sys.modules if "." not in name)))
"""

FIRST: Mapping[str, str] = {"scrapely": "/scrapely/api/v1/accounts"}


def loaded(folder: Path) -> set[str]:
    """The packages that a start and its first answers load; bytecode is kept beside the data."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    command = [sys.executable, "-c", PROGRAM, str(folder / "data"), json.dumps(FIRST)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


def test_the_start_over_existing_data_loads_nothing_heavy(tmp_path: Path) -> None:
    loaded(tmp_path)  # makes the data
    loaded(tmp_path)  # compiles the statements of a start that finds data
    assert loaded(tmp_path).isdisjoint(HEAVY)
