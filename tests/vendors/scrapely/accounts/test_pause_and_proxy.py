"""Pausing, disconnecting and new proxies: endpoints of the vendor's newer document, and the event they send."""

from __future__ import annotations

import pytest

from tests.contract.examples import load
from tests.contract.shapes import differences
from tests.vendors.scrapely.lab import Lab

NOBODY = "00000000-0000-4000-8000-000000000000"


def test_pausing_and_unpausing(lab: Lab) -> None:
    account_id = lab.account()
    answer = lab.patch("/accounts/pause", {"account_id": account_id, "is_paused": True})
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "success": True,
            "message": "Account paused",
            "account": {"id": account_id, "handle": "myhandle", "is_paused": True},
        },
    )
    assert lab.get("/accounts").json()["accounts"][0]["is_paused"] is True
    answer = lab.patch("/accounts/pause", {"account_id": account_id, "is_paused": False})
    assert (answer.json()["message"], answer.json()["account"]["is_paused"]) == ("Account unpaused", False)


def test_pausing_follow_ups(lab: Lab) -> None:
    account_id = lab.account()
    answer = lab.patch("/accounts/pause-followups", {"account_id": account_id, "followups_paused": True})
    assert answer.json() == {
        "success": True,
        "message": "Follow-ups paused",
        "account": {"id": account_id, "handle": "myhandle", "followups_paused": True},
    }
    (shown,) = lab.get("/accounts").json()["accounts"]
    assert (shown["followups_paused"], shown["is_paused"]) == (True, False)


def test_pausing_sends_the_documented_event(lab: Lab) -> None:
    lab.listen()
    account_id = lab.account()
    lab.patch("/accounts/pause", {"account_id": account_id, "is_paused": True})
    (sent,) = lab.settle()
    assert differences(load("scrapely", "webhook_account_paused", "example").served, sent, extra_ok=False) == []
    assert sent["data"] == {
        "account_id": account_id,
        "account_handle": "myhandle",
        "reason": "Account paused by user",
    }


def test_only_a_change_is_told(lab: Lab) -> None:
    lab.listen()
    account_id = lab.account()
    for is_paused in (False, True, True, False):
        lab.patch("/accounts/pause", {"account_id": account_id, "is_paused": is_paused})
    lab.patch("/accounts/pause-followups", {"account_id": account_id, "followups_paused": True})
    assert len(lab.settle()) == 1


def test_disconnecting_sends_the_event_once(lab: Lab) -> None:
    lab.listen()
    account_id = lab.account()
    reason = "Session expired or account disconnected"
    lab.disconnect(account_id, reason)
    lab.disconnect(account_id, reason)
    (sent,) = lab.settle()
    assert (sent["event"], sent["data"]["reason"]) == ("account_paused", reason)
    assert lab.get("/accounts").json() == {"accounts": []}


def test_a_new_proxy(lab: Lab) -> None:
    account_id = lab.account()
    body = {"account_id": account_id, "proxy": "161.77.187.46:12323", "proxy_auth": "user:secret"}
    answer = lab.put("/accounts/proxy", body)
    assert answer.json() == {
        "success": True,
        "message": "Proxy updated successfully",
        "account": {
            "id": account_id,
            "handle": "myhandle",
            "proxy": "161.77.187.46:12323",
            "proxy_auth": "user:secret",
        },
    }
    assert lab.get("/accounts").json()["accounts"][0]["proxy"] == "161.77.187.46:12323"


@pytest.mark.parametrize(
    ("path", "method", "body"),
    [
        ("/accounts/pause", "PATCH", {"is_paused": True}),
        ("/accounts/pause-followups", "PATCH", {"followups_paused": True}),
        ("/accounts/proxy", "PUT", {"proxy": "p.example:1", "proxy_auth": "a:b"}),
    ],
)
def test_the_account_must_exist(lab: Lab, path: str, method: str, body: dict[str, object]) -> None:
    lab.refuses(method, path, body, "account_id is required")
    for account_id in (NOBODY, "x"):
        lab.refuses(method, path, body | {"account_id": account_id}, "Account not found", status=404)


@pytest.mark.parametrize(
    ("path", "method", "body", "message"),
    [
        ("/accounts/pause", "PATCH", {}, "is_paused is required"),
        ("/accounts/pause", "PATCH", {"is_paused": "yes"}, "is_paused must be a boolean"),
        ("/accounts/pause", "PATCH", {"is_paused": None}, "is_paused must be a boolean"),
        ("/accounts/pause-followups", "PATCH", {"followups_paused": 1}, "followups_paused must be a boolean"),
        ("/accounts/proxy", "PUT", {"proxy": "p.example:1"}, "proxy_auth is required"),
        (
            "/accounts/proxy",
            "PUT",
            {"proxy": "nowhere", "proxy_auth": "a:b"},
            "proxy must be host:port or a URL such as http://proxy.example.com:8080",
        ),
    ],
)
def test_what_does_not_fit_is_named(lab: Lab, path: str, method: str, body: dict[str, object], message: str) -> None:
    lab.refuses(method, path, {"account_id": lab.account()} | body, message)
