"""The vendor's own Python SDK, two versions of it and unchanged, against a server on a socket, in both editions."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from mockserver.core.settings import Edition
from mockserver.gateway.journal import HIDDEN
from mockserver.gateway.route_index import Match, RouteIndex
from mockserver.server.config import Config
from mockserver.server.listener import Background, Ready
from mockserver.vendors.xquik.plugin import VENDOR
from tests.vendors.xquik.clients.sdks import installed
from tests.vendors.xquik.lab import EDITIONS
from tests.vendors.xquik.shapes import differences, observed, template
from tests.vendors.xquik.test_robustness import OPERATIONS

ROOT = Path(__file__).resolve().parents[4]
VERSIONS = ("0.4.1", "0.19.0")
ROUTES = RouteIndex(OPERATIONS)
SERVED = {f"{operation.method} {template(operation.path)}" for operation in OPERATIONS}

SESSION_ONLY = {"POST /api-keys", "DELETE /api-keys/{}"}
"""What no SDK can call, since it has no session."""

BEYOND = {
    "0.4.1": SESSION_ONLY
    | {"GET /credits/topup/status", "POST /credits/quick-topup", "POST /x/users/{}/remove-follower"}
    | {each for each in SERVED if "/monitors/keywords" in each},
    "0.19.0": SESSION_ONLY | {"GET /api-keys", "POST /credits/quick-topup"},
}
"""What is served and a version of the SDK has no method for."""

UNDRIVEN = re.compile(r"\w+ /(draws|extractions)\b.*")
"""What may be left out, though there are methods for it: these are driven only once they are served."""


@pytest.fixture(scope="module")
def server() -> Iterator[Ready]:
    with Background(Config(ephemeral=True, fixture="empty", port=0)) as ready:
        yield ready


def drive(server: Ready, version: str, edition: Edition) -> tuple[str, list[str]]:
    """Run the SDK in a workspace of its own; the workspace, and the endpoints that were called."""
    name = f"sdk-{version}-{edition.value}".replace(".", "-")
    settings = {"rate_limits": "off", "editions": {VENDOR.name: edition.value}}
    with httpx.Client(base_url=server.control, trust_env=False, timeout=60) as control:
        made = control.post(
            "/workspaces",
            json={"name": name, "fixture": "empty", "settings": settings, "clock": {"mode": "frozen"}},
        )
    assert made.status_code == 201, made.text
    universe = made.json()
    told = {
        "base_url": universe["base_urls"][VENDOR.name],
        "key": universe["keys"][VENDOR.name],
        "control": server.control,
        "workspace": universe["id"],
        "edition": edition.value,
        "served": sorted(SERVED),
    }
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("X_TWITTER", "PYTHON"))}
    run = subprocess.run(
        [sys.executable, "-s", "-W", "ignore", "-m", "tests.vendors.xquik.clients.drive"],
        input=json.dumps(told),
        cwd=ROOT,
        env=environment | {"PYTHONPATH": str(installed(version)), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    result = json.loads(run.stdout)
    assert result["version"] == version
    return universe["id"], result["done"]


def answers(server: Ready, workspace: str) -> Iterator[tuple[str, int, object]]:
    """Every success in a workspace's journal: the endpoint, the status and the body."""
    with httpx.Client(base_url=server.control, trust_env=False) as control:
        listed = control.get(f"/workspaces/{workspace}/requests", params={"limit": 1000}).json()["requests"]
    for entry in listed:
        found = ROUTES.find(entry["method"], entry["path"].removeprefix("/api/v1"))
        if entry["vendor"] == VENDOR.name and entry["status"] < 300 and isinstance(found, Match):
            yield f"{entry['method']} {template(found.route.path)}", entry["status"], entry["response"]["body"]


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.value)
@pytest.mark.parametrize("version", VERSIONS)
def test_the_sdk_works_unchanged_and_is_answered_in_the_newer_shapes(
    server: Ready, version: str, edition: Edition
) -> None:
    workspace, called = drive(server, version, edition)
    left_out = {each for each in SERVED - set(called) if not UNDRIVEN.fullmatch(each)}
    assert left_out <= BEYOND[version]
    told = set()
    for endpoint, status, body in answers(server, workspace):
        shape = observed().get(endpoint, {}).get(str(status))
        if shape is not None and edition is Edition.OBSERVED and body != HIDDEN:  # it is where it is too long to keep
            told |= {f"{endpoint} {status}{line}" for line in differences(shape, body)}
    assert told == set()
