"""Peers are declared with exact versions, and all get the same payload."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from benchmarks import documents
from benchmarks.client import Call, Client
from benchmarks.load import READ, WRITE
from benchmarks.machine import HERE
from benchmarks.payload import Payload
from benchmarks.peers import EMULATE_TOKENS, PEERS, Targets
from benchmarks.suites.http import alternating

PACKAGE = json.loads((HERE / "package.json").read_text(encoding="utf-8"))
LOCK_TEXT = (HERE / "package-lock.json").read_text(encoding="utf-8")
LOCK = json.loads(LOCK_TEXT)


@pytest.fixture
def payload() -> Payload:
    return Payload.load()


def test_npm_peers_are_pinned_exactly() -> None:
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in PACKAGE["dependencies"].values())
    wanted = {"json-server": "0.17.4", "@mockoon/cli": "9.9.0", "mountebank": "2.9.1", "emulate": "0.12.2"}
    assert wanted.items() <= PACKAGE["dependencies"].items()


def test_the_lock_is_of_this_package() -> None:
    assert LOCK["packages"][""]["dependencies"] == PACKAGE["dependencies"]
    for name, version in PACKAGE["dependencies"].items():
        assert LOCK["packages"][f"node_modules/{name}"]["version"] == version


def test_the_lock_knows_no_registry() -> None:
    assert '"resolved"' not in LOCK_TEXT, "npm install --omit-lockfile-registry-resolved"


def test_nothing_but_node_runs_scripts_when_it_is_installed() -> None:
    with_scripts = {
        path.rpartition("node_modules/")[2] for path, entry in LOCK["packages"].items() if entry.get("hasInstallScript")
    }
    assert {name: PACKAGE["allowScripts"].get(name) for name in with_scripts} == {
        name: name == "node" for name in with_scripts
    }


def test_moto_is_pinned() -> None:
    assert re.search(r"^moto\[server\]==5\.2\.\d+$", (HERE / "requirements.txt").read_text(encoding="utf-8"), re.M)


def test_every_peer_of_the_issue_is_there() -> None:
    assert {peer.name for peer in PEERS} == {"emulate", "mountebank", "json-server", "prism", "mockoon", "moto"}


def test_the_payload_is_three_objects_of_one_shape(payload: Payload) -> None:
    assert len(payload.accounts) == 3
    assert len({tuple(account) for account in payload.accounts}) == 1
    assert payload.cookies != payload.accounts[0]["cookies"], "a change that changes nothing measures nothing"


def test_peers_with_fixed_answers_list_the_payload(payload: Payload) -> None:
    imposter = json.loads(documents.imposters(payload, 4000))["imposters"][0]
    assert imposter["port"] == 4000
    assert json.loads(imposter["stubs"][0]["responses"][0]["is"]["body"]) == payload.accounts
    paths = json.loads(documents.openapi(payload))["paths"]
    answer = paths["/accounts"]["get"]["responses"]["200"]["content"]["application/json"]
    assert answer["example"] == payload.accounts
    assert answer["schema"]["items"]["properties"]["is_active"] == {"type": "boolean"}


def test_peers_with_a_store_begin_with_the_payload(payload: Payload) -> None:
    assert json.loads(documents.json_server(payload)) == {"accounts": payload.accounts, "scheduled_tweets": []}
    environment = json.loads(documents.mockoon(payload, 4000))
    buckets: dict[str, Any] = {bucket["id"]: json.loads(bucket["value"]) for bucket in environment["data"]}
    assert buckets == {"accounts": payload.accounts, "scheduled_tweets": []}
    assert {route["responses"][0]["databucketID"] for route in environment["routes"]} == set(buckets)


def test_servers_without_state_have_nothing_to_change(payload: Payload) -> None:
    stateless = {
        peer.name
        for peer in PEERS
        if peer.name not in {"emulate", "moto"} and not peer.prepare(Client(0), payload).change
    }
    assert stateless == {"mountebank", "prism"}


def test_emulates_requests_are_spread_over_tokens(monkeypatch: pytest.MonkeyPatch, payload: Payload) -> None:
    sent: list[Call] = []
    monkeypatch.setattr(Client, "send", lambda client, call: sent.append(call))
    emulate = next(peer for peer in PEERS if peer.name == "emulate")
    targets = emulate.prepare(Client(0), payload)
    assert len(sent) == 3
    for calls in (targets.read, targets.create, targets.change):
        assert len({call.headers["Authorization"] for call in calls}) == EMULATE_TOKENS


def test_a_change_comes_before_each_read() -> None:
    read, change = [Call("GET", "/1"), Call("GET", "/2")], [Call("PATCH", "/1"), Call("PATCH", "/2")]
    steps = alternating(Targets(read=read, create=(), change=change))
    assert [step.label for step in steps] == [WRITE, READ, WRITE, READ]
    assert [step.call for step in steps] == [change[0], read[0], change[1], read[1]]
