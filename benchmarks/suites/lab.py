"""The laboratory's own work, over the control API: workspaces, advancing time, webhooks, scraping, snapshots."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any

from benchmarks.bench import Bench
from benchmarks.client import Call, Client, Refused
from benchmarks.errors import BenchmarkError, NotBuilt
from benchmarks.machine import HERE
from benchmarks.ours import OURS, call, new_workspace
from benchmarks.receiver import Receiver

WORKSPACES = 20
RECEIVERS = 200
EVENTS = 10
FOLLOWERS = 25_000
ROWS = 100_000
CROWD = [f"bench_crowd_{number}" for number in range(1, ROWS // FOLLOWERS + 1)]
FROZEN = {"mode": "frozen"}


def run(bench: Bench) -> None:
    """Take every round, all against one server."""
    parts = [_workspaces, _advance, _webhooks, _scraping, _snapshots]
    with bench.running(OURS) as (_, client, _):
        for _ in bench.each_round("lab"):
            for part in list(parts):
                try:
                    part(bench, client)
                except NotBuilt as reason:
                    for metric in str(reason).split():
                        bench.results.missing[metric] = "not built yet"
                    parts.remove(part)
                except BenchmarkError as error:
                    bench.results.problems.append(f"lab{part.__name__}: {error}")
                    parts.remove(part)


def _workspaces(bench: Bench, client: Client) -> None:
    took = []
    for _ in range(WORKSPACES):
        made, seconds = timed(lambda: new_workspace(client, fixture=bench.fixture))
        client.send(call("GET", "/accounts", made["keys"]["scrapely"]))  # ready it is
        _drop(client, made)
        took.append(seconds)
    bench.results.add("lab.workspace", OURS.name, median(took) * 1000)


def _advance(bench: Bench, client: Client) -> None:
    made = new_workspace(client, fixture=bench.fixture, clock=FROZEN)
    result, seconds = timed(lambda: _post(client, made, "clock/advance", {"by": "30d"}))
    _drop(client, made)
    bench.results.add("lab.advance", OURS.name, seconds)
    bench.results.add("lab.fired", OURS.name, result["fired_total"])


def _webhooks(bench: Bench, client: Client) -> None:
    """Events that many receivers want, all at one address: what is measured is sending, not what led to it."""
    made = new_workspace(client, fixture="empty")
    key = made["keys"]["scrapely"]
    account = bench.payload.accounts[0]
    shared = {name: account[name] for name in ("cookies", "proxy", "proxy_auth")} | {"xchat_pin": "123456"}
    for number in range(EVENTS + 1):
        client.send(call("POST", "/accounts", key, {"handle": f"benchmark_{number}", **shared}))
    with Receiver() as receiver:
        for _ in range(RECEIVERS):
            _post(client, made, "webhooks", {"vendor": "scrapely", "url": receiver.url})
        pause = {"vendor": "scrapely", "event": "account_paused"}
        _post(client, made, "trigger", pause)  # the warm-up
        before = receiver.count
        _, seconds = timed(lambda: [_post(client, made, "trigger", pause) for _ in range(EVENTS)])
        came = receiver.count - before
    _drop(client, made)
    if came != EVENTS * RECEIVERS:
        raise BenchmarkError(f"{came} deliveries came instead of {EVENTS * RECEIVERS}")
    bench.results.add("lab.webhooks", OURS.name, came / seconds)


def _scraping(bench: Bench, client: Client) -> None:
    made = new_workspace(client, fixture=str(HERE / "scraping.yaml"), clock=FROZEN)
    bench.results.add("lab.scrape", OURS.name, _scrape(client, made, CROWD[0]))
    _drop(client, made)


def _snapshots(bench: Bench, client: Client) -> None:
    made = new_workspace(client, fixture=str(HERE / "scraping.yaml"), clock=FROZEN)
    try:
        try:
            _post(client, made, "snapshots", {"name": "probe"})
        except Refused as error:
            if error.status == 404:
                raise NotBuilt("lab.snapshot lab.restore") from None
            raise
        for handle in CROWD:
            _scrape(client, made, handle)
        _, saving = timed(lambda: _post(client, made, "snapshots", {"name": "full"}))
        _, restoring = timed(lambda: _post(client, made, "snapshots/full/restore", {}))
    finally:
        _drop(client, made)
    bench.results.add("lab.snapshot", OURS.name, saving * 1000)
    bench.results.add("lab.restore", OURS.name, restoring * 1000)


def _scrape(client: Client, workspace: Any, handle: str) -> float:
    """Seconds it takes to scrape all followers of a handle while virtual time is advanced."""
    key = workspace["keys"]["scrapely"]
    sources = [{"handle": handle, "followers": True}]
    made = client.send(call("POST", "/scraping-sources", key, {"name": handle, "sources": sources}))
    _, seconds = timed(lambda: _post(client, workspace, "clock/advance", {"until": "idle"}))
    found = client.send(call("GET", f"/scraping-sources?id={made['lead_source_id']}", key))["scraping_source"]
    if (found["status"], found["leads_imported"]) != ("completed", FOLLOWERS):
        raise BenchmarkError(f"scraping is {found['status']} with {found['leads_imported']} leads")
    return seconds


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What the work gave, and the seconds it took."""
    started = time.perf_counter()
    result = work()
    return result, time.perf_counter() - started


def _post(client: Client, workspace: Any, path: str, body: object) -> Any:
    return client.send(Call.json("POST", f"/_mock/workspaces/{workspace['id']}/{path}", body))


def _drop(client: Client, workspace: Any) -> None:
    client.send(Call("DELETE", f"/_mock/workspaces/{workspace['id']}"))
