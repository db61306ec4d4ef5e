"""A server as users run it: a process of its own, found through its ready file, and always ended."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

PATIENCE_S = 30.0


@dataclass
class ServerProcess:
    """A running server and what its ready file said."""

    process: subprocess.Popen[str]
    ready: dict[str, Any]

    @property
    def url(self) -> str:
        return str(self.ready["url"])

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=PATIENCE_S, trust_env=False)

    def stop(self) -> int:
        """Ask it to end, and wait: the exit code."""
        self.process.terminate()
        return self.process.wait(PATIENCE_S)

    def kill(self) -> None:
        """End it without a chance to do anything."""
        self.process.kill()
        self.process.wait(PATIENCE_S)


def environment(variables: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables of this process without any of ours, and with those given."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("MOCKSERVER_")}
    return own | dict(variables or {})


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "mockserver.cli.main", *arguments]


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        command(*arguments),
        env=environment(variables),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@contextmanager
def serving(folder: Path, *flags: str, port: int = 0, **variables: str) -> Iterator[ServerProcess]:
    """A server that is ready; killed at the end if it still runs."""
    ready_file = folder / "ready.json"
    ready_file.unlink(missing_ok=True)
    process = subprocess.Popen(
        command("serve", "--port", str(port), "--ready-file", str(ready_file), *flags),
        env=environment(variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield ServerProcess(process, _wait(process, ready_file))
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(PATIENCE_S)
        assert process.stdout is not None
        process.stdout.close()


def _wait(process: subprocess.Popen[str], ready_file: Path) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE_S
    while not ready_file.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            output = process.stdout.read() if process.stdout else ""
            raise AssertionError(f"the server did not get ready (exit {process.poll()}):\n{output}")
        time.sleep(0.01)
    ready: dict[str, Any] = json.loads(ready_file.read_text())
    return ready
