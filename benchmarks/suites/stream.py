"""Messages a second over websockets: one burst of tweets to many listeners, whole and in order at each of them.

The time runs from asking for the burst until the last listener has its last byte, so writing the tweets is in it.
"""

from __future__ import annotations

import json
import resource
import threading
import time
from typing import Any

from benchmarks.bench import Bench
from benchmarks.client import Call, Client
from benchmarks.errors import BenchmarkError
from benchmarks.listeners import Listeners
from benchmarks.ours import OURS, new_workspace

CROWDS = (("stream.hundred", 100, 1_000), ("stream.messages", 1_000, 100))
"""Metric, listeners, and tweets in a burst."""

MESSAGE_BYTES = 1_200
_PATIENCE_S = 60.0
_FILES = 4_096


def run(bench: Bench) -> None:
    """Take every round, all against one server."""
    _allow_sockets()
    with bench.running(OURS) as (_, client, _):
        for _ in bench.each_round("stream"):
            for metric, listeners, tweets in CROWDS:
                bench.results.add(metric, OURS.name, _burst(client, listeners, tweets))


def _burst(client: Client, count: int, tweets: int) -> float:
    made = new_workspace(client, fixture="empty", clock={"mode": "frozen"})
    workspace = f"/_mock/workspaces/{made['id']}"
    text = "Update {n} " + "x" * (MESSAGE_BYTES - _overhead(client, made))
    call = Call.json("POST", f"{workspace}/streams/burst", {"count": tweets, "text": text})
    try:
        with Listeners(client.port, "/scrapest/ws", made["keys"]["scrapest"], count) as listeners:
            burst = threading.Thread(target=client.send, args=(call,), daemon=True)
            started = time.perf_counter()
            burst.start()
            received = listeners.take(tweets, timeout=_PATIENCE_S)
            seconds = time.perf_counter() - started
            burst.join()
    finally:
        client.send(Call("DELETE", workspace))
    _check(received, tweets)
    return count * tweets / seconds


def _overhead(client: Client, made: Any) -> int:
    """How long the message of an all but empty tweet is."""
    with Listeners(client.port, "/scrapest/ws", made["keys"]["scrapest"], 1) as listener:
        body = {"count": 1, "text": "Update {n} "}
        client.send(Call.json("POST", f"/_mock/workspaces/{made['id']}/streams/burst", body))
        return len(listener.take(1, timeout=_PATIENCE_S)[0])


def _check(received: list[bytes], tweets: int) -> None:
    numbers = [int(json.loads(message)["text"].split()[1]) for message in received]
    if numbers != list(range(1, tweets + 1)):
        raise BenchmarkError("tweets are missing or out of order")
    if any(abs(len(message) - MESSAGE_BYTES) > 10 for message in received):
        raise BenchmarkError("messages are of another size")


def _allow_sockets() -> None:
    """Let this process and the server, which inherits it, have enough files open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < _FILES:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(_FILES, hard), hard))
