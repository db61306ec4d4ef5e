"""The plain websocket at `/ws`: frames `{event, data}`, the key in a header or in the address."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.vendors.scravio.events.server import Universe


def address(home: Universe, path: str = "/ws") -> str:
    return f"{home.url.replace('http', 'ws', 1)}/scravio{path}"


def frames(socket: ClientConnection, until: str) -> list[dict[str, Any]]:
    """What came up to and with the first event of that name."""
    found = []
    while True:
        found.append(json.loads(socket.recv(timeout=20)))
        assert list(found[-1]) == ["event", "data"]
        if found[-1]["event"] == until:
            return found


def test_each_phase_of_a_campaign_is_told_and_then_its_validation(home: Universe) -> None:
    with connect(address(home), additional_headers={"X-API-Key": home.key}) as socket:
        campaign_id = home.run_a_campaign()
        home.validate(campaign_id)
        told = frames(socket, "campaignValidationCompleted")
    updates = [frame["data"] for frame in told if frame["event"] == "campaignUpdate"]
    assert {frame["data"]["campaignId"] for frame in told} == {campaign_id}
    assert (updates[0]["phase"], updates[0]["phaseStatus"]) == ("scraping", "running")
    assert [update["status"] for update in updates][-1] == "fully_completed"
    assert ("settlement", "done") in [(update["phase"], update["phaseStatus"]) for update in updates]
    names = [frame["event"] for frame in told if frame["event"] != "campaignUpdate"]
    assert names[0] == "campaignValidationStarted"
    assert names[1:-1] == ["campaignValidationProgress"] * (len(names) - 2) != []
    last = told[-1]["data"]
    assert last["validated"] == last["valid"] + last["invalid"] == last["total"] == 20
    assert last["creditReserved"] == last["creditUsed"] + last["creditReturned"]
    assert home.ask("GET", f"/campaigns/{campaign_id}")["postValidation"]["valid"] == last["valid"]


def test_a_validation_that_fails_says_why(home: Universe) -> None:
    with connect(f"{address(home)}?apiKey={home.key}") as socket:
        home.validate(home.run_a_campaign(title="[validation-fail] on purpose"))
        failed = frames(socket, "campaignValidationFailed")[-1]["data"]
    assert failed["error"]
    assert failed["creditReserved"] == failed["creditUsed"] + failed["creditReturned"]


def test_nothing_of_another_workspace_is_heard(home: Universe, abroad: Universe) -> None:
    with connect(f"{address(home)}?apiKey={home.key}") as socket:
        abroad.run_a_campaign()
        own = home.run_a_campaign()
        told = frames(socket, "campaignUpdate")
    assert {frame["data"]["campaignId"] for frame in told} == {own}


@pytest.mark.parametrize("path", ["/ws", "/socket.io/?EIO=4&transport=websocket"])
@pytest.mark.parametrize(("key", "message"), [(None, "Missing API key"), ("sk_live_wrong", "Invalid API key")])
def test_without_a_good_key_the_handshake_is_refused(home: Universe, path: str, key: str | None, message: str) -> None:
    with pytest.raises(InvalidStatus) as caught:
        connect(address(home, path), additional_headers={"X-API-Key": key} if key else {}).__enter__()
    assert caught.value.response.status_code == 401
    assert json.loads(caught.value.response.body or b"")["message"] == message


def test_a_plain_request_is_told_to_upgrade(home: Universe) -> None:
    assert home.http.get("/scravio/ws", headers={"X-API-Key": home.key}).status_code == 426


def test_the_key_in_the_address_is_for_events_only(home: Universe) -> None:
    assert home.http.get("/scravio/api/auth/me", params={"apiKey": home.key}).status_code == 401


def test_both_sockets_are_listed_as_assumptions(http: httpx.Client) -> None:
    vendors = http.get("/_mock/vendors").json()["vendors"]
    [listed] = [vendor["sockets"] for vendor in vendors if vendor["name"] == "scravio"]
    assert {"/ws", "/socket.io/"} <= {each["path"] for each in listed}
    assert all("assumption" in each["source"].lower() for each in listed)
