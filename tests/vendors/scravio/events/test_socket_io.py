"""Socket.IO with its real client, over a websocket and by polling."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from queue import Queue
from typing import Any

import pytest
import socketio  # type: ignore[import-untyped]

from mockserver.vendors.scravio.events import polling
from tests.vendors.scravio.events.server import Universe

POLLING = {"EIO": "4", "transport": "polling"}


class Listener:
    """A client that keeps what it hears."""

    def __init__(self) -> None:
        self.client = socketio.Client(reconnection=False)
        self.heard: Queue[tuple[str, dict[str, Any]]] = Queue()
        self.client.on("*", lambda event, data: self.heard.put((event, data)))

    def until(self, last: str) -> list[tuple[str, dict[str, Any]]]:
        """What was heard up to and with the first event of that name."""
        found = [self.heard.get(timeout=20)]
        while found[-1][0] != last:
            found.append(self.heard.get(timeout=20))
        return found


@contextmanager
def listening(home: Universe, *transports: str, **options: Any) -> Iterator[Listener]:
    """A client that is connected."""
    listener = Listener()
    options = options or {"headers": {"X-API-Key": home.key}}
    url = options.pop("url", home.url)
    path = {"socketio_path": "scravio/socket.io"}
    listener.client.connect(url, transports=list(transports) or None, wait_timeout=20, **path, **options)
    try:
        yield listener
    finally:
        listener.client.disconnect()
        listener.client.shutdown()


@pytest.mark.parametrize("transports", [("websocket",), ("polling",), ()], ids=lambda each: "-".join(each) or "default")
def test_a_client_hears_the_events_of_its_workspace_only(
    home: Universe, abroad: Universe, transports: tuple[str, ...]
) -> None:
    with listening(home, *transports) as here, listening(abroad, *transports) as there:
        campaign_id = home.run_a_campaign()
        home.validate(campaign_id)
        told = here.until("campaignValidationCompleted")
        other = abroad.run_a_campaign()
        heard = there.until("campaignUpdate")
        assert here.heard.empty()
    assert {data["campaignId"] for _, data in told} == {campaign_id}
    assert {event for event, _ in told} == {
        "campaignUpdate",
        "campaignValidationStarted",
        "campaignValidationProgress",
        "campaignValidationCompleted",
    }
    assert {data["campaignId"] for _, data in heard} == {other}


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_the_key_may_stand_in_the_address(home: Universe, transport: str) -> None:
    with listening(home, transport, url=f"{home.url}?apiKey={home.key}") as listener:
        campaign_id = home.run_a_campaign()
        assert listener.until("campaignUpdate")[0][1]["campaignId"] == campaign_id


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_a_wrong_key_is_refused(home: Universe, transport: str) -> None:
    with pytest.raises(socketio.exceptions.ConnectionError), listening(home, transport, headers={"X-API-Key": "no"}):
        raise AssertionError("it was let in")


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_there_is_one_namespace(home: Universe, transport: str) -> None:
    options: dict[str, Any] = {"headers": {"X-API-Key": home.key}, "namespaces": ["/admin"]}
    with pytest.raises(socketio.exceptions.ConnectionError), listening(home, transport, **options):
        raise AssertionError("it was let in")


# --- Polling, request by request -----------------------------------------------------------------------------------


def poll(home: Universe, query: Mapping[str, str], *, key: bool = True, body: str | None = None) -> tuple[int, str]:
    headers = {"X-API-Key": home.key} if key else {}
    method = "GET" if body is None else "POST"
    answer = home.http.request(method, "/scravio/socket.io/", params=dict(query), headers=headers, content=body)
    return answer.status_code, answer.text


def begin(home: Universe) -> dict[str, str]:
    """The query of a session that has begun and has joined."""
    status, text = poll(home, POLLING)
    assert (status, text[0]) == (200, "0")
    session = {**POLLING, "sid": json.loads(text[1:])["sid"]}
    assert poll(home, session, body="40", key=False) == (200, "ok")
    assert poll(home, session, key=False) == (200, f'40{{"sid":"{session["sid"]}"}}')
    return session


def test_packets_wait_until_they_are_asked_for(home: Universe) -> None:
    session = begin(home)
    home.run_a_campaign()
    status, text = poll(home, session, key=False)
    packets = text.split("\x1e")
    assert status == 200
    assert len(packets) > 3
    assert all(packet.startswith('42["campaignUpdate",') for packet in packets)


def test_a_session_ends_when_either_side_says_so(home: Universe) -> None:
    for goodbye in ("1", "41", "nonsense", "4nonsense"):
        session = begin(home)
        assert poll(home, session, body=goodbye) == (200, "ok")
        assert poll(home, session)[0] == 400


def test_a_ping_is_answered(home: Universe) -> None:
    session = begin(home)
    poll(home, session, body="2probe\x1e6")
    assert poll(home, session) == (200, "3probe")


@pytest.mark.parametrize(
    "query",
    [
        {"transport": "polling"},
        {"EIO": "3", "transport": "polling"},
        {"EIO": "4"},
        {"EIO": "4", "transport": "carrier-pigeon"},
        {**POLLING, "sid": "unknown"},
        {**POLLING, "sid": "default.socket_1.unknown"},
        {**POLLING, "sid": "💥.💥.💥"},
    ],
)
def test_what_is_no_session_is_refused(home: Universe, query: dict[str, str]) -> None:
    assert poll(home, query)[0] == 400


def test_a_session_of_another_workspace_is_out_of_reach(home: Universe, abroad: Universe) -> None:
    session = begin(home)
    stolen = {**session, "sid": session["sid"].replace(home.name, abroad.name, 1)}
    assert poll(abroad, stolen)[0] == 400


def test_strict_validation_knows_what_clients_send(home: Universe) -> None:
    settings = home.http.patch(f"/_mock/workspaces/{home.name}/settings", json={"validation": "strict"})
    assert settings.is_success, settings.text
    with listening(home, "polling") as listener:
        home.run_a_campaign()
        assert listener.until("campaignUpdate")


def test_a_polled_session_nobody_asks_for_is_forgotten(home: Universe) -> None:
    session = begin(home)
    home.advance("1d")
    assert poll(home, session)[0] == 400


def test_the_oldest_of_too_many_polled_sessions_makes_room(home: Universe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "MOST_SESSIONS", 2)
    first, second, third = (begin(home) for _ in range(3))
    assert poll(home, first)[0] == 400
    home.run_a_campaign()
    assert [poll(home, session)[0] for session in (second, third)] == [200, 200]
