"""Keys: made in the vendor's format, shown, revoked."""

from __future__ import annotations

import pytest

from tests.admin.lab import WS, Server

KEYS = f"{WS}/keys"


def test_a_new_key_works_until_it_is_revoked(server: Server) -> None:
    reply = server.call("POST", KEYS, {"vendor": "toy"})
    assert reply.status == 201
    made = reply.json
    assert made["key"].startswith("toy_")
    assert made["kind"] == "api"
    assert made["created_at"] == "2026-01-05T09:00:00.000Z"
    assert made in server.get(KEYS)["keys"]
    assert server.vendor("GET", "/widgets/x", key=made["key"]).status == 404
    assert server.call("DELETE", f"{KEYS}/{made['id']}").json == {"deleted": 1}
    assert server.vendor("GET", "/widgets/x", key=made["key"]).status == 401


def test_kinds_are_the_vendors_own(server: Server) -> None:
    inactive = server.post(KEYS, {"vendor": "toy", "kind": "inactive"})
    assert server.vendor("GET", "/widgets/x", key=inactive["key"]).status == 403
    assert server.post(KEYS, {"vendor": "toy", "kind": "session"})["kind"] == "session"


def test_every_key_can_be_revoked_at_once(server: Server) -> None:
    assert server.call("DELETE", KEYS).json == {"deleted": 2}
    assert server.get(KEYS) == {"keys": []}
    assert server.get(WS)["keys"] == {}
    assert server.post(KEYS, {"vendor": "toy"})["key"] == server.get(WS)["keys"]["toy"]


@pytest.mark.parametrize(
    ("body", "code", "hinted"),
    [
        ({}, "invalid_request", "GET /_mock/vendors"),
        ({"vendor": "try"}, "unknown_vendor", "Did you mean 'toy'? Known: mute, toy"),
        ({"vendor": "toy", "kind": "admin"}, "unknown_key_kind", "Known: api, inactive, session"),
        ({"vendor": "toy", "key": "mine"}, "invalid_request", "Known: kind, vendor"),
    ],
)
def test_what_is_no_key(server: Server, body: object, code: str, hinted: str) -> None:
    assert hinted in server.call("POST", KEYS, body).refusal(400, code)


def test_an_unknown_key_cannot_be_revoked(server: Server) -> None:
    assert "ids" in server.call("DELETE", f"{KEYS}/toy_x").refusal(404, "unknown_key")
