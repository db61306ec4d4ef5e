"""Load on a server: runs of autocannon, read and checked. An answer that is not a 2xx spoils the run."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Any, Self

from benchmarks.client import Call
from benchmarks.errors import BenchmarkError
from benchmarks.machine import HERE, NODE
from benchmarks.processes import pin

READ, WRITE = "read", "write"


@dataclass(frozen=True, slots=True)
class Step:
    """A request under the name that its answers are counted under."""

    label: str
    call: Call


@dataclass(frozen=True, slots=True)
class Phase:
    """What to send: each connection sends the steps in turn, for so many seconds."""

    url: str
    steps: Sequence[Step]
    connections: int
    seconds: float
    closes: bool = False

    def to_json(self) -> str:
        """As the load generator reads it."""
        requests = [{"label": step.label, **asdict(step.call)} for step in self.steps]
        phase = {"url": self.url, "connections": self.connections, "seconds": self.seconds, "closes": self.closes}
        return json.dumps({**phase, "requests": requests})


@dataclass(frozen=True, slots=True)
class Reading:
    """How one kind of request went; latencies in milliseconds, `bytes` of the largest answer with its head."""

    count: int
    per_second: float
    mean_ms: float
    p50_ms: float
    p99_ms: float
    bytes: int


def parse(line: str) -> dict[str, Reading]:
    """What the load generator says of a phase, by label; raises unless every answer was a 2xx."""
    if not line:
        raise BenchmarkError("the load generator ended")
    said = json.loads(line)
    if "failure" in said:
        raise BenchmarkError(f"the load generator failed: {said['failure']}")
    if said["errors"]:
        raise BenchmarkError(f"{said['errors']} requests got no answer")
    return {label: _reading(label, summary, said["seconds"]) for label, summary in said["labels"].items()}


def _reading(label: str, summary: Mapping[str, Any], seconds: float) -> Reading:
    if summary["refused"]:
        statuses = ", ".join(f"{count} with {status}" for status, count in summary["statuses"].items())
        raise BenchmarkError(f"{label}: of {summary['count']} answers not all were 2xx: {statuses}")
    if not summary["count"]:
        raise BenchmarkError(f"{label}: nothing was answered")
    return Reading(
        count=summary["count"],
        per_second=summary["count"] / seconds,
        mean_ms=summary["mean"],
        p50_ms=summary["p50"],
        p99_ms=summary["p99"],
        bytes=summary["bytes"],
    )


class LoadGenerator:
    """One autocannon for all servers, so that it is warm for each of them."""

    def __init__(self, *, core: int | None) -> None:
        self._core = core

    def __enter__(self) -> Self:
        if not NODE.exists():
            raise BenchmarkError("the load generator is not installed: python -m benchmarks.install")
        pin(self._core)
        self._process = subprocess.Popen(
            [str(NODE), str(HERE / "drive.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.communicate()

    def run(self, phase: Phase) -> dict[str, Reading]:
        """Put the load on and wait for it to end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(phase.to_json() + "\n")
        self._process.stdin.flush()
        return parse(self._process.stdout.readline())
