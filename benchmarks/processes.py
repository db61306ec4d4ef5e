"""Servers as processes: started on one core, watched from outside, stopped with their children.

Must not know what the servers are.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from benchmarks.client import HOST
from benchmarks.errors import BenchmarkError

_POLL_S = 0.002
_STOP_S = 10
_PROC = Path("/proc")

QUIET: Mapping[str, str] = {"SCARF_ANALYTICS": "false", "DO_NOT_TRACK": "1", "NO_COLOR": "1"}
"""Nothing that is measured calls home, and logs are plain."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def pin(core: int | None) -> None:
    """Keep this process, and the children it starts from now on, on one core."""
    if core is not None:
        os.sched_setaffinity(0, {core})


class Server:
    """A process that serves, from entering the context to leaving it."""

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        *,
        core: int | None = None,
        home: int | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Run `command` in `folder` on `core`; `home` is the core this process goes back to."""
        self._command = list(command)
        self._folder = folder
        self._core = core
        self._home = home
        self._environment = {**os.environ, **QUIET, **(environment or {})}
        self._log = folder / "server.log"

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._log.open("wb") as log:
            pin(self._core)  # children inherit it from their first instruction on
            try:
                self._launched = time.perf_counter()
                self._process = subprocess.Popen(
                    self._command,
                    cwd=self._folder,
                    env=self._environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            except OSError as error:
                raise BenchmarkError(f"cannot start {self._command[0]}: {error}") from None
            finally:
                pin(self._home)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        family = self._family()
        self._signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_STOP_S)
        if any((_PROC / str(each)).exists() for each in family) or self._process.poll() is None:
            self._signal(signal.SIGKILL)
            self._process.wait()

    def wait_until(self, ready: Callable[[], bool], *, timeout: float) -> float:
        """Seconds from the start of the process until `ready` says yes; raises when it ends or takes too long."""
        while True:
            if ready():
                return time.perf_counter() - self._launched
            if self._process.poll() is not None:
                raise BenchmarkError(f"ended with {self._process.returncode} before it was ready: {self._last_words()}")
            if time.perf_counter() - self._launched > timeout:
                raise BenchmarkError(f"not ready after {timeout:g} s: {self._last_words()}")
            time.sleep(_POLL_S)

    def resident_bytes(self) -> int | None:
        """Resident memory of the process and its children; None where it cannot be read."""
        page = os.sysconf("SC_PAGE_SIZE")
        pages = [int(fields[1]) for pid in self._family() if (fields := _read(pid, "statm"))]
        return sum(pages) * page if pages else None

    def cpu_seconds(self) -> float | None:
        """Processor time used so far by the process and its children; None where it cannot be read."""
        ticks = [int(stat[13]) + int(stat[14]) for pid in self._family() if (stat := _stat(pid))]
        return sum(ticks) / os.sysconf("SC_CLK_TCK") if ticks else None

    def _family(self) -> list[int]:
        """The process and its descendants."""
        if not _PROC.is_dir():
            return [self._process.pid]
        parents = {int(entry.name): stat[3] for entry in _PROC.glob("[0-9]*") if (stat := _stat(int(entry.name)))}
        family = [self._process.pid]
        for pid in family:  # grows while it is walked
            family += [child for child, parent in parents.items() if int(parent) == pid]
        return family

    def _signal(self, which: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, which)  # the group is ours: the process leads a session of its own

    def _last_words(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace").strip()[-300:] or "it said nothing"


def _read(pid: int, name: str) -> list[str]:
    try:
        return (_PROC / str(pid) / name).read_text(encoding="utf-8").split()
    except OSError:
        return []


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat; the name, which may hold spaces, is made one word."""
    try:
        text = (_PROC / str(pid) / "stat").read_text(encoding="utf-8")
    except OSError:
        return []
    number, _, rest = text.partition(" (")
    name, _, fields = rest.rpartition(") ")
    return [number, name.replace(" ", "_"), *fields.split()]
