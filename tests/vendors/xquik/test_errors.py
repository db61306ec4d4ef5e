"""Every code of the document's table, with its status and body; limits; what the edge refuses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from mockserver.core.settings import Auth, Edition, RateLimits, Settings
from mockserver.core.times import SECOND
from mockserver.vendors.xquik import errors
from mockserver.vendors.xquik.errors import DOCUMENTED, RATE_LIMIT_EXCEEDED, Code, XquikErrors
from tests.contract.examples import load
from tests.vendors.xquik.lab import Lab

TABLE: list[Mapping[str, Any]] = load("xquik", "error_codes", "table").served  # type: ignore[assignment]
BESIDE_THE_TABLE = {"too_many_tweets", "already_member", "x_write_failed"}
"""Codes that the document's text names, and its table does not."""

DIFFERING = [code for code in DOCUMENTED if code.observed is not None]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["code"] or "rate_limited")
def test_each_code_of_the_table_has_its_status(row: Mapping[str, Any]) -> None:
    name = row["code"] or RATE_LIMIT_EXCEEDED.name
    [code] = [each for each in DOCUMENTED if each.name == name]
    assert code.status == row["status"]


def test_the_table_is_whole() -> None:
    named = {row["code"] or RATE_LIMIT_EXCEEDED.name for row in TABLE}
    assert {code.name for code in DOCUMENTED} == named | BESIDE_THE_TABLE


def test_no_code_stands_twice() -> None:
    codes = [value for value in vars(errors).values() if isinstance(value, Code)]
    assert len({code.name for code in codes}) == len(codes)


@pytest.mark.parametrize("code", DIFFERING, ids=lambda code: code.name)
def test_a_code_that_editions_disagree_on_wants_the_edition(code: Code) -> None:
    documented = code(edition=Edition.DOCUMENTED)
    observed = code(edition=Edition.OBSERVED)
    assert (documented.status, documented.code) == (code.status, code.name)
    assert (observed.status, observed.code) == code.observed
    with pytest.raises(TypeError):
        code()


def test_a_body_has_the_code_a_message_and_what_the_code_adds() -> None:
    error = errors.API_KEY_LIMIT_REACHED(limit=100)
    assert XquikErrors().body(error, "req_1") == {
        "error": "api_key_limit_reached",
        "message": "API key limit reached. Delete an existing key first.",
        "limit": 100,
    }


# Keys


@pytest.mark.parametrize(
    "headers",
    [{}, {"x-api-key": "xq_unknown"}, {"authorization": "Bearer nope"}, {"cookie": "session_token=nope"}],
    ids=["none", "unknown key", "unknown bearer", "unknown session"],
)
def test_without_a_good_key_it_is_401(either: Lab, headers: dict[str, str]) -> None:
    either.refuses(
        "GET",
        "/account",
        status=401,
        code="unauthenticated",
        message="Authentication required. Provide a valid API key or bearer token.",
        headers=headers,
    )


@pytest.mark.parametrize("header", ["x-api-key", "Xquik-Api-Key"])
def test_a_key_comes_in_either_header(lab: Lab, header: str) -> None:
    assert lab.request("GET", "/account", headers={header: lab.key}).status_code == 200


def test_a_key_comes_as_a_bearer_token(lab: Lab) -> None:
    assert lab.request("GET", "/account", headers={"Authorization": f"Bearer {lab.key}"}).status_code == 200


def test_a_key_has_the_vendors_form(lab: Lab) -> None:
    assert lab.key.startswith("xq_")
    assert len(lab.key) == 67
    assert set(lab.key[3:]) <= set("0123456789abcdef")


def test_a_session_opens_what_takes_both(lab: Lab) -> None:
    assert lab.request("GET", "/drafts", headers=lab.session()).status_code == 200


@pytest.mark.parametrize("cookie", ["session_token", "a=b; ;;=", 'session_token="', "session_token=", "\x7f=x"])
def test_a_malformed_cookie_is_no_session(lab: Lab, cookie: str) -> None:
    lab.refuses("GET", "/drafts", status=401, code="unauthenticated", headers={"cookie": cookie})


def test_a_key_of_an_inactive_subscription_is_402(lab: Lab) -> None:
    made: list[str] = []
    vendor = lab.app.vendor_apps["xquik"].vendor
    lab.write(lambda: made.append(lab.runtime.keys.make("xquik", vendor.keys, kind="inactive").key))
    lab.refuses("GET", "/drafts", status=402, code="subscription_inactive", headers={"x-api-key": made[0]})


def test_keys_and_sessions_count_in_their_own_places_only(lab: Lab) -> None:
    lab.refuses("GET", "/drafts", status=401, code="unauthenticated", headers={"cookie": f"session_token={lab.key}"})
    token = lab.session()["cookie"].partition("=")[2]
    for headers in ({"x-api-key": token}, {"Authorization": f"Bearer {token}"}):
        lab.refuses("GET", "/api-keys", status=401, code="unauthenticated", headers=headers)


def test_with_auth_any_everybody_may_call_everything(lab: Lab) -> None:
    lab.workspace.change_settings(Settings(rate_limits=RateLimits.OFF, auth=Auth.ANY))
    for headers in ({"x-api-key": "anything"}, {"cookie": "session_token=anything"}):
        for path in ("/account", "/api-keys", "/drafts"):
            assert lab.request("GET", path, headers={**headers, "X-Mock-Workspace": "lab"}).status_code == 200


# Limits


@pytest.mark.parametrize(
    ("method", "path", "limit", "seconds"),
    [("GET", "/drafts", 10, 1), ("POST", "/drafts", 30, 60), ("DELETE", "/drafts/1", 15, 60)],
)
def test_each_tier_refuses_beyond_its_limit(lab: Lab, method: str, path: str, limit: int, seconds: int) -> None:
    lab.enforce_limits()
    statuses = {lab.request(method, path, json={"text": "x"}).status_code for _ in range(limit)}
    assert 429 not in statuses
    refused = lab.request(method, path, json={"text": "x"})
    assert refused.status_code == 429
    assert refused.json() == {
        "error": "rate_limit_exceeded",
        "message": "Too many requests. Try again later.",
        "retryAfter": seconds,
    }
    assert refused.headers["retry-after"] == str(seconds)
    assert not [name for name in refused.headers if name.startswith("x-ratelimit")]
    lab.advance(f"{seconds}s")
    assert lab.request(method, path, json={"text": "x"}).status_code != 429


def test_tiers_are_counted_each_for_itself_and_keys_together(lab: Lab) -> None:
    lab.enforce_limits()
    session = lab.session()
    for _ in range(5):
        assert lab.get("/drafts").status_code == 200
        assert lab.request("GET", "/drafts", headers=session).status_code == 200
    assert lab.get("/drafts").status_code == 429
    assert lab.post("/drafts", {"text": "x"}).status_code == 201


def test_put_and_patch_count_as_writes(lab: Lab) -> None:
    lab.enforce_limits()
    for _ in range(15):
        lab.put("/account/x-identity", {"username": "someone"})
        lab.patch("/account", {"locale": "en"})
    assert lab.post("/drafts", {"text": "x"}).status_code == 429


def test_a_window_begins_with_its_first_request(lab: Lab) -> None:
    lab.enforce_limits()
    assert lab.get("/drafts").status_code == 200
    lab.advance("999ms")
    for _ in range(9):
        assert lab.get("/drafts").status_code == 200
    assert lab.get("/drafts").status_code == 429
    lab.workspace.clock.jump(lab.now + SECOND)
    assert lab.get("/drafts").status_code == 200


# What the edge refuses


def test_unknown_paths_and_wrong_methods_wear_the_vendors_shape(lab: Lab) -> None:
    lab.refuses("GET", "/nothing", status=404, code="not_found", message="Nothing is served at /api/v1/nothing.")
    answer = lab.request("DELETE", "/account")
    assert (answer.status_code, answer.json()["error"]) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "GET, PATCH"
