"""`mockserver exec`: a command with a server of its own beside it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from types import FrameType

from mockserver.server.config import PREFIX, Config, load
from mockserver.server.listener import Background, Ready

NOT_EXECUTABLE, NOT_FOUND, KILLED = 126, 127, 128
"""The shell's own exit codes; a command that a signal ended counts as `KILLED` plus the signal."""

_INHERITED = frozenset({"SEED", "FIXTURE", "SPEED"})
_SERVERS = frozenset(PREFIX + name.upper() for name in Config.model_fields) - {PREFIX + name for name in _INHERITED}


def run(command: Sequence[str], *, seed: int | None, fixture: str | None) -> int:
    """Run the command and return its exit code."""
    with Background(configure(os.environ, seed=seed, fixture=fixture)) as ready:
        try:
            process = subprocess.Popen(list(command), env={**os.environ, **variables(ready)})
        except FileNotFoundError:
            return _failed(f"{command[0]}: command not found", NOT_FOUND)
        except OSError as error:
            return _failed(f"{command[0]}: {error.strerror}", NOT_EXECUTABLE)
        code = _wait(process)
    return KILLED - code if code < 0 else code


def configure(environment: Mapping[str, str], *, seed: int | None = None, fixture: str | None = None) -> Config:
    """An ephemeral server on a free port; of the variables, only what shapes its world counts."""
    inherited = {name: value for name, value in environment.items() if name not in _SERVERS}
    flags = {"host": "127.0.0.1", "port": 0, "ephemeral": True, "seed": seed, "fixture": fixture}
    return load(flags, inherited)


def variables(ready: Ready) -> dict[str, str]:
    """What a client needs to find the server and each vendor in it."""
    found = {PREFIX + "URL": ready.url}
    for vendor, base_url in ready.base_urls.items():
        found[f"{vendor.upper()}_BASE_URL"] = base_url
    for vendor, key in ready.keys.items():
        found[f"{vendor.upper()}_API_KEY"] = key
    return found


def _wait(process: subprocess.Popen[bytes]) -> int:
    """Wait for the command; signals go on to it."""

    def forward(number: int, frame: FrameType | None) -> None:
        # A terminal has sent Ctrl+C to the command already; a second one would mean something else to it.
        if number != signal.SIGINT or not sys.stdin.isatty():
            process.send_signal(number)

    before = {each: signal.signal(each, forward) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        return process.wait()
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _failed(message: str, code: int) -> int:
    sys.stderr.write(f"mockserver: {message}\n")
    return code
