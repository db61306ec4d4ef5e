"""Our own server as users run it: the command line, a data folder, and everything on that is on by default.

The one exception: measured workspaces have `rate_limits: headers`, which counts and tells but does not refuse;
enforced, the vendor's 60 requests a minute would be all there is to measure.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import mockserver
from benchmarks.client import HOST, Call, Client
from benchmarks.machine import commit
from benchmarks.payload import Payload
from benchmarks.peers import Contender, Targets
from benchmarks.results import OURS as NAME

BASE = "/scrapely/api/v1"
DEMO_KEY = "sk_live_demo_scrapely_000000000000"
SETTINGS = {"rate_limits": "headers"}


def command(port: int, folder: Path, *, fixture: str = "demo") -> Sequence[str]:
    """`mockserver serve` with its state in `folder`/data."""
    module = [sys.executable, "-m", "mockserver.cli.main", "serve"]
    return [*module, "--host", HOST, "--port", str(port), "--data", str(folder / "data"), "--fixture", fixture]


def call(method: str, path: str, key: str, body: object = None) -> Call:
    """A vendor's request."""
    headers = {"X-API-Key": key}
    return Call(method, BASE + path, headers) if body is None else Call.json(method, BASE + path, body, headers)


FIRST_CALL = call("GET", "/accounts", DEMO_KEY)
"""The first request to a vendor: answered with 200 once the server is ready."""


def new_workspace(client: Client, **wanted: object) -> Any:
    """Make a workspace through the control API; returns its view, with keys."""
    return client.send(Call.json("POST", "/_mock/workspaces", {"settings": SETTINGS, **wanted}))


def prepare(client: Client, payload: Payload) -> Targets:
    """Make a workspace with three accounts."""
    key: str = new_workspace(client, fixture="empty")["keys"]["scrapely"]
    for account in payload.accounts:
        added = {name: account[name] for name in ("handle", "cookies", "proxy", "proxy_auth")}
        client.send(call("POST", "/accounts", key, {**added, "xchat_pin": "123456"}))
    first = client.send(call("GET", "/accounts", key))["accounts"][0]["id"]
    return Targets(
        read=[call("GET", "/accounts", key)],
        create=[call("POST", "/scheduled-tweets", key, {**payload.scheduled_tweet, "account_id": first})],
        change=[call("PUT", "/accounts/cookies", key, {"account_id": first, "cookies": payload.cookies})],
    )


OURS = Contender(
    name=NAME,
    keeps="SQLite, a commit for each write, journal",
    version=lambda: f"{mockserver.__version__} ({commit()})",
    command=command,
    ready=FIRST_CALL,
    prepare=prepare,
)
