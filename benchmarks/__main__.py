"""`python -m benchmarks`: runs suites, prints what they found, and with --write puts it into docs/.

A quick look: python -m benchmarks --suite http --rounds 1 --seconds 1 --only ours,emulate
Docs again from an earlier run: python -m benchmarks --render build/benchmarks/results.json --write
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import machine, page
from benchmarks.bench import Bench
from benchmarks.errors import BenchmarkError
from benchmarks.goals import gaps
from benchmarks.load import LoadGenerator
from benchmarks.ours import OURS, SETTINGS
from benchmarks.peers import PEERS, Contender
from benchmarks.processes import pin
from benchmarks.results import Results
from benchmarks.suites import SUITES

RAW = machine.WORK / "results.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the arguments ask for; 1 when a server or a number is missing, 2 when nothing could be run."""
    options = _options(arguments)
    if options.render:
        results = Results.from_json(options.render.read_text(encoding="utf-8"))
    else:
        results = Results()
        try:
            _run(options, results)
        except BenchmarkError as error:
            sys.stderr.write(f"benchmarks: {error}\n")
            return 2
        RAW.parent.mkdir(parents=True, exist_ok=True)
        RAW.write_text(results.to_json(), encoding="utf-8")
    sys.stdout.write(page.render(results))
    if options.write:
        if unknown := gaps(results):
            sys.stderr.write(f"benchmarks: docs/ stay as they are, there is no number for {', '.join(unknown)}\n")
            return 1
        page.write(results)
    return 1 if results.problems else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure ours and the peers.")
    parser.add_argument("--suite", action="append", choices=[*SUITES], help="may be given several times; all if absent")
    parser.add_argument("--rounds", type=int, default=5, help="values for each number; their median is reported")
    parser.add_argument("--seconds", type=float, default=1.25, help="length of each load; the warm-up comes on top")
    parser.add_argument("--only", default="", help="names of servers, with commas; all if absent")
    parser.add_argument("--budget", type=float, default=360, help="seconds after which no round begins")
    parser.add_argument("--fixture", default="demo", help="what our default workspace starts with")
    parser.add_argument("--write", action="store_true", help="write docs/ too, if nothing is missing")
    parser.add_argument("--render", type=Path, help="report an earlier run's raw results instead of measuring")
    return parser.parse_args(arguments)


def _run(options: argparse.Namespace, results: Results) -> None:
    cores = machine.cores()
    pin(cores.load)
    results.machine = machine.describe()
    pinned = (
        f"server on core {cores.server}, load on core {cores.load}" if cores.apart else "server and load not kept apart"
    )
    results.conditions = {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "rounds": str(options.rounds),
        "seconds": f"{options.seconds:g}",
        "pinning": pinned,
        "ours": f"fixture {options.fixture}, rate_limits {SETTINGS['rate_limits']}",
    }
    contenders = _present(options.only, results)
    with LoadGenerator(core=cores.load) as generator:
        bench = Bench(
            results=results,
            generator=generator,
            cores=cores,
            rounds=options.rounds,
            seconds=options.seconds,
            deadline=time.monotonic() + options.budget,
            fixture=options.fixture,
            contenders=contenders,
            say=_say,
        )
        for name in options.suite or SUITES:
            try:
                SUITES[name](bench)
            except BenchmarkError as error:
                results.problems.append(f"{name}: {error}")


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _present(only: str, results: Results) -> list[Contender]:
    """The servers that are asked for and installed; those that are not installed are noted."""
    everyone = (OURS, *PEERS)
    wanted = {name for name in only.split(",") if name} or {each.name for each in everyone}
    if unknown := wanted - {each.name for each in everyone}:
        raise BenchmarkError(f"no server {', '.join(sorted(unknown))}; there are {', '.join(e.name for e in everyone)}")
    present = []
    for contender in everyone:
        if contender.name not in wanted:
            continue
        version = contender.version()
        if version is None:
            results.not_installed.append(contender.name)
        else:
            results.versions[contender.name] = version
            present.append(contender)
    return present


if __name__ == "__main__":
    sys.exit(main())
