"""Our start and our memory: process start to the first 200 of a vendor, with a new and an existing data folder."""

from __future__ import annotations

import time

from benchmarks.bench import Bench, megabytes
from benchmarks.ours import OURS, new_workspace

FURTHER_WORKSPACES = 50
_SETTLE_S = 0.5


def run(bench: Bench) -> None:
    """Take every round: a new folder, the same again, and again with many workspaces in it."""
    for _ in bench.each_round("start"):
        folder = bench.new_folder("start")
        with bench.running(OURS, folder) as (_, _, seconds):
            bench.results.add("start.new", OURS.name, seconds)
        with bench.running(OURS, folder) as (server, client, seconds):
            bench.results.add("start.existing", OURS.name, seconds)
            time.sleep(_SETTLE_S)
            idle = megabytes(server.resident_bytes())
            bench.results.add("start.memory", OURS.name, idle)
            for _ in range(FURTHER_WORKSPACES):
                new_workspace(client, fixture=bench.fixture)
            time.sleep(_SETTLE_S)
            crowded = megabytes(server.resident_bytes())
            if idle is not None and crowded is not None:
                bench.results.add("start.workspace_memory", OURS.name, (crowded - idle) / FURTHER_WORKSPACES)
        with bench.running(OURS, folder) as (_, _, seconds):
            bench.results.add("start.crowded", OURS.name, seconds)
