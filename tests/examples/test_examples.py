"""The example projects pass their own tests, and the page's requests are what a browser may make."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from mockserver.server.registry import Registry
from mockserver.testing import MockServer
from tests.examples.projects import EXAMPLES, node, run

VENDORS: dict[str, Any] = json.loads((EXAMPLES / "browser-page" / "vendors.json").read_text(encoding="utf-8"))


def test_the_python_service() -> None:
    done = run(EXAMPLES / "python-service", sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"\d+ passed", done.stdout)


def test_the_python_service_finds_its_vendors_in_the_environment() -> None:
    code = "from desk import Desk; print(Desk.from_environment().briefing('nasa').followers)"
    command = ("mockserver", "exec", "--fixture", "demo", "--", sys.executable, "-c", code)
    done = run(EXAMPLES / "python-service", *command)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0


def test_the_node_service() -> None:
    command = json.loads((EXAMPLES / "node-service" / "package.json").read_text(encoding="utf-8"))["scripts"]["test"]
    done = run(EXAMPLES / "node-service", *command.replace(" node ", f" {node()} ").split())
    assert done.returncode == 0, done.stdout + done.stderr
    assert "pass 4" in done.stdout


def test_the_pages_functions() -> None:
    done = run(EXAMPLES / "browser-page", "mockserver", "exec", "--fixture", "demo", "--", node(), "--test")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"pass {len(VENDORS) + 2}" in done.stdout


@pytest.fixture(scope="module")
def demo() -> Iterator[httpx.Client]:
    with MockServer(fixture="demo") as server, httpx.Client(base_url=server.url, trust_env=False) as client:
        yield client


def test_the_page_asks_every_vendor() -> None:
    assert sorted(VENDORS) == sorted(vendor.name for vendor in Registry())
    for vendor in Registry():
        known = VENDORS[vendor.name]
        assert vendor.credential_header(vendor.keys.demo) == (known["header"], known["value"])


@pytest.mark.parametrize("name", sorted(VENDORS))
def test_a_browser_may_ask_it(demo: httpx.Client, name: str) -> None:
    vendor, origin = VENDORS[name], "http://localhost:8000"
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": vendor["header"],
    }
    preflight = demo.options(vendor["path"], headers=asked)
    assert preflight.is_success
    allowed = preflight.headers["Access-Control-Allow-Headers"].lower().replace(" ", "").split(",")
    assert vendor["header"].lower() in allowed or "*" in allowed
    answer = demo.get(vendor["path"], headers={"Origin": origin, vendor["header"]: vendor["value"]})
    assert answer.headers["Access-Control-Allow-Origin"] in ("*", origin)
    assert answer.json()[vendor["list"]], urlsplit(vendor["path"]).path
