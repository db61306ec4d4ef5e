"""What every suite is given: how long, how often, on which cores, and where to write values down."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from benchmarks.client import Call, Client
from benchmarks.load import LoadGenerator
from benchmarks.machine import WORK, Cores
from benchmarks.ours import OURS, command
from benchmarks.payload import Payload
from benchmarks.peers import Contender
from benchmarks.processes import Server, free_port
from benchmarks.results import Results

READY_S = 60.0


@dataclass(slots=True)
class Bench:
    """One run. `deadline` is on `time.monotonic`: no round begins after it, though each suite gets one."""

    results: Results
    generator: LoadGenerator
    cores: Cores
    rounds: int
    seconds: float
    deadline: float
    fixture: str
    contenders: list[Contender]
    payload: Payload = field(default_factory=Payload.load)
    say: Callable[[str], None] = lambda text: None

    def each_round(self, suite: str) -> Iterator[int]:
        """Numbers of rounds, from 0, as long as there is time."""
        for number in range(self.rounds):
            if number and time.monotonic() > self.deadline:
                self.results.problems.append(f"{suite}: stopped after {number} of {self.rounds} rounds, time was up")
                return
            self.say(f"{suite}: round {number + 1} of {self.rounds}")
            yield number

    @contextmanager
    def running(self, contender: Contender, folder: Path | None = None) -> Iterator[tuple[Server, Client, float]]:
        """A server that is ready, with a client for it and the seconds it took from the start of its process.

        Without a folder it gets a new one, which is removed afterwards.
        """
        place = folder or self.new_folder(contender.name)
        port = free_port()
        place.mkdir(parents=True, exist_ok=True)
        for name, text in contender.files(port, self.payload).items():
            (place / name).write_text(text, encoding="utf-8")
        start = partial(command, fixture=self.fixture) if contender.name == OURS.name else contender.command
        client = Client(port)
        try:
            with Server(start(port, place), place, core=self.cores.server, home=self.cores.load) as server:
                seconds = server.wait_until(lambda: is_ok(client, contender.ready), timeout=READY_S)
                yield server, client, seconds
        finally:
            if folder is None:
                shutil.rmtree(place, ignore_errors=True)

    def new_folder(self, name: str) -> Path:
        """An empty folder."""
        folder = WORK / "run" / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder


def is_ok(client: Client, call: Call) -> bool:
    """Whether the call is answered with a 2xx; raises nothing."""
    status = client.status(call)
    return status is not None and 200 <= status < 300


def megabytes(size: int | None) -> float | None:
    """Bytes as MB of a million."""
    return None if size is None else size / 1e6
