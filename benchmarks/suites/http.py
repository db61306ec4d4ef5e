"""Requests a second, ours and the peers': a list that is unchanged, a list just changed, a row created.

Each round takes every server in turn, the first one of a round being another each time, starts it afresh and gives it
the same warm-up and load, so that no server profits from a quiet moment or suffers from what an earlier round left.
"""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.bench import Bench, megabytes
from benchmarks.client import Call
from benchmarks.errors import BenchmarkError
from benchmarks.load import READ, WRITE, Phase, Reading, Step
from benchmarks.peers import Contender, Targets

CONNECTIONS = 16
WARM_UP = 0.6
"""Warm-up as a share of the measured time."""


def run(bench: Bench) -> None:
    """Take every round."""
    field = list(bench.contenders)
    for number in bench.each_round("http"):
        turn = number % max(1, len(field))
        for contender in [*field[turn:], *field[:turn]]:
            try:
                _measure(bench, contender)
            except BenchmarkError as error:
                bench.results.problems.append(f"{contender.name} fell out in round {number + 1}: {error}")
                field.remove(contender)


def _measure(bench: Bench, contender: Contender) -> None:
    def note(metric: str, value: float | None) -> None:
        bench.results.add(f"http.{metric}", contender.name, value)

    with bench.running(contender) as (server, client, ready):
        targets = contender.prepare(client, bench.payload)
        memory = server.resident_bytes()

        def load(steps: Sequence[Step], connections: int, label: str) -> tuple[Reading, float | None]:
            def phase(seconds: float) -> Phase:
                return Phase(client.url, steps, connections, seconds, contender.closes)

            bench.generator.run(phase(bench.seconds * WARM_UP))
            before = server.cpu_seconds()
            reading = bench.generator.run(phase(bench.seconds))[label]
            after = server.cpu_seconds()
            used = None if before is None or after is None else after - before
            return reading, used

        read, used = load(_steps(READ, targets.read), CONNECTIONS, READ)
        fresh = load(alternating(targets), 1, READ)[0] if targets.change else None
        create, _ = load(_steps(WRITE, targets.create), CONNECTIONS, WRITE)
    note("ready", ready)
    note("memory", megabytes(memory))
    note("read", read.per_second)
    note("read_p99", read.p99_ms)
    note("bytes", read.bytes)
    note("busy", None if used is None else used / bench.seconds * 100)
    note("fresh", None if fresh is None else 1000 / fresh.mean_ms)
    note("create", create.per_second)
    note("create_p99", create.p99_ms)


def alternating(targets: Targets) -> list[Step]:
    """A change, a read, a change, a read: on one connection, each read comes right after a change.

    On several connections it would not: two reads that follow each other on different ones have no change between.
    """
    pairs = zip(targets.change, targets.read, strict=True)
    return [step for change, read in pairs for step in (Step(WRITE, change), Step(READ, read))]


def _steps(label: str, calls: Sequence[Call]) -> list[Step]:
    return [Step(label, call) for call in calls]
