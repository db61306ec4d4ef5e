"""The tour: every vendor's steps succeed, and a step that fails is told with what was expected."""

from __future__ import annotations

import json

import httpx
import pytest

from mockserver.cli.tour import Walk, resolve
from mockserver.contract import TourStep, Vendor
from mockserver.server.registry import Registry
from tests.e2e.process import run


@pytest.fixture
def vendor() -> Vendor:
    return next(iter(Registry()))


def walk(vendor: Vendor, answer: object, status: int = 200) -> tuple[Walk, list[httpx.Request]]:
    """A walk whose server always answers the same, and what it was asked."""
    asked: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(status, json=answer)

    client = httpx.Client(base_url="http://server", transport=httpx.MockTransport(handle))
    universe = {"id": "ws1", "base_urls": {vendor.name: "http://server/v1"}, "keys": {vendor.name: "key"}}
    return Walk(client, vendor, universe, "http://server"), asked


def test_every_vendors_tour_goes_well() -> None:
    shown = run("tour", "--json")
    assert shown.returncode == 0, shown.stdout + shown.stderr
    steps = json.loads(shown.stdout)["steps"]
    assert {step["vendor"] for step in steps} == {vendor.name for vendor in Registry() if vendor.tour()}
    assert [step for step in steps if step["problem"]] == []


def test_the_tour_is_told_in_words() -> None:
    shown = run("tour")
    assert shown.returncode == 0
    assert all(step.title in shown.stdout.replace("\n", " ") for vendor in Registry() for step in vendor.tour())
    assert "all as expected" in shown.stdout


def test_no_server_at_the_url_is_exit_2() -> None:
    refused = run("tour", "--url", "http://127.0.0.1:9")
    assert refused.returncode == 2
    assert "mockserver serve" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def test_what_is_captured_fills_the_next_step(vendor: Vendor) -> None:
    steps, asked = walk(vendor, {"items": [{"id": 7}]})
    steps.take(TourStep("one", "/items", capture={"item": "/items/0/id"}))
    steps.take(TourStep("two", "/items/{item}", method="POST", body={"id": "{item}", "text": "{item} of {workspace}"}))
    assert asked[1].url.path == "/v1/items/7"
    assert json.loads(asked[1].content) == {"id": 7, "text": "7 of ws1"}


def test_a_vendors_own_braces_stay(vendor: Vendor) -> None:
    steps, asked = walk(vendor, {})
    steps.take(TourStep("one", "/items", method="POST", body={"text": "Hi {{firstName}}"}))
    assert json.loads(asked[0].content) == {"text": "Hi {{firstName}}"}


def test_time_advances_before_the_request(vendor: Vendor) -> None:
    steps, asked = walk(vendor, {"fired_total": 3})
    outcome = steps.take(TourStep("one", "/items", advance="2d"))
    assert asked[0].url.path == "/_mock/workspaces/ws1/clock/advance"
    assert json.loads(asked[0].content) == {"by": "2d"}
    assert outcome.fired == 3


def test_a_wrong_status_is_a_problem(vendor: Vendor) -> None:
    steps, _ = walk(vendor, {"error": "no"}, status=404)
    outcome = steps.take(TourStep("one", "/items"))
    assert "expected 200, got 404" in outcome.problem


def test_a_part_that_is_not_there_is_a_problem(vendor: Vendor) -> None:
    steps, _ = walk(vendor, {"items": []})
    outcome = steps.take(TourStep("one", "/items", capture={"item": "/items/0/id"}))
    assert "/items/0/id" in outcome.problem


def test_a_placeholder_in_a_path_that_nothing_filled_is_a_problem(vendor: Vendor) -> None:
    steps, asked = walk(vendor, {})
    outcome = steps.take(TourStep("one", "/items/{item}"))
    assert "{item}" in outcome.problem
    assert asked == []


@pytest.mark.parametrize(
    ("pointer", "part"), [("", {"a/b": [1, {"~": 2}]}), ("/a~1b/0", 1), ("/a~1b/1/~0", 2), ("/a~1b", [1, {"~": 2}])]
)
def test_json_pointers(pointer: str, part: object) -> None:
    assert resolve({"a/b": [1, {"~": 2}]}, pointer) == part


def test_nothing_is_received_before_listening_and_no_stream_is_a_problem(vendor: Vendor) -> None:
    steps, _ = walk(vendor, {})
    assert steps.take(TourStep("one", "/ws", method="RECEIVE")).problem == "no earlier step listens"
    universe = {"id": "ws1", "base_urls": {vendor.name: "http://127.0.0.1:9"}, "keys": {vendor.name: "key"}}
    nowhere = Walk(httpx.Client(), vendor, universe, "http://127.0.0.1:9")
    assert nowhere.take(TourStep("one", "/ws", method="LISTEN")).problem.startswith("no stream at ws://127.0.0.1:9/ws")
    nowhere.close()
