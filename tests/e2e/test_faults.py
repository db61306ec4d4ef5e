"""Faults on a real socket: what ASGI alone cannot do."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from mockserver.server.config import Config
from mockserver.server.listener import Background, Ready

FAULTS = "/_mock/workspaces/default/faults"


@pytest.fixture(scope="module")
def ready() -> Iterator[Ready]:
    with Background(Config(ephemeral=True, fixture="empty", port=0)) as running:
        yield running


@pytest.fixture
def client(ready: Ready) -> Iterator[httpx.Client]:
    headers = {"X-API-Key": ready.keys["scrapely"]}
    with httpx.Client(base_url=ready.url, headers=headers) as client:
        yield client
        client.delete(FAULTS)


def struck(client: httpx.Client, kind: str, **then: str) -> httpx.Response:
    """A request that such a fault strikes; the next one is answered as usual."""
    client.post(FAULTS, json={"match": {"times": 1}, "then": {"fault": kind, **then}}).raise_for_status()
    try:
        return client.get("/scrapely/api/v1/accounts")
    finally:
        assert client.get("/scrapely/api/v1/accounts").status_code == 200


@pytest.mark.parametrize("kind", ["drop", "drop-after"])
def test_a_connection_is_dropped_without_an_answer(client: httpx.Client, kind: str) -> None:
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        struck(client, kind)


def test_a_body_is_cut(client: httpx.Client) -> None:
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        struck(client, "truncate")
    entry = client.get("/_mock/workspaces/default/requests?offset=1&limit=1").json()["requests"][0]
    assert entry["cause"].endswith("truncate")
    assert entry["status"] == 200


def test_a_body_drips(client: httpx.Client) -> None:
    assert struck(client, "slow", delay="100ms").json()["accounts"] == []


def test_garbage_arrives_whole(client: httpx.Client) -> None:
    with pytest.raises(UnicodeDecodeError):
        struck(client, "garbage").content.decode()
