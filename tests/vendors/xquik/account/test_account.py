"""The account: what it shows, what of it can be changed, and who may."""

from __future__ import annotations

import pytest

from mockserver.core.settings import Edition
from tests.contract.examples import load
from tests.contract.shapes import differences
from tests.vendors.xquik.lab import Lab


def test_get_account_is_as_documented(either: Lab) -> None:
    example = load("xquik", "get_account", "example")
    either.put("/account/x-identity", {"username": "elonmusk"})
    answer = either.get("/account")
    assert answer.status_code == 200
    assert differences(example.served, answer.json()) == []


def test_a_new_account_has_the_starter_plan_and_no_name(lab: Lab) -> None:
    account = lab.get("/account").json()
    assert account["plan"] == "active"
    assert account["monitorsUsed"] == 0
    assert account["monitorsAllowed"] == 9_007_199_254_740_991
    assert account["monitorBilling"] == {
        "activeDailyEstimate": "0",
        "activeHourlyBurn": "0",
        "creditsPerActiveMonitorDay": "500",
        "creditsPerActiveMonitorHour": "21",
        "eventsIncluded": True,
        "instantCheckIntervalSeconds": 1,
        "unlimitedSlots": True,
    }
    assert account["creditInfo"]["balance"] == "140000"
    assert "xUsername" not in account


def test_an_account_without_a_session_is_only_for_keys(either: Lab) -> None:
    either.refuses("GET", "/account", status=401, code="unauthenticated", headers=either.session())


# The language


@pytest.mark.parametrize("locale", ["en", "tr", "es"])
def test_a_session_changes_the_language(either: Lab, locale: str) -> None:
    answer = either.request("PATCH", "/account", json={"locale": locale}, headers=either.session())
    assert (answer.status_code, answer.json()) == (200, {"success": True})
    assert either.rows("xquik_accounts")[0]["locale"] == locale


def test_a_key_changes_the_language_in_observed_only(lab: Lab) -> None:
    lab.refuses("PATCH", "/account", {"locale": "tr"}, status=401, code="unauthenticated")
    lab.serve(Edition.OBSERVED)
    assert lab.patch("/account", {"locale": "tr"}).status_code == 200


def test_who_may_not_call_is_told_so_before_what_is_wrong(lab: Lab) -> None:
    lab.refuses("PATCH", "/account", {"locale": 7}, status=401, code="unauthenticated")


@pytest.mark.parametrize("body", [{}, {"locale": "de"}, {"locale": None}, {"locale": 7}, [], {"locale": "EN"}])
def test_another_language_is_refused(lab: Lab, body: object) -> None:
    lab.refuses("PATCH", "/account", body, code="invalid_input", headers=lab.session())


def test_what_is_no_json_is_told_apart(lab: Lab) -> None:
    answer = lab.request("PATCH", "/account", content=b"{locale", headers=lab.session())
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_json")


# The X name


def test_linking_a_name_is_as_documented(either: Lab) -> None:
    example = load("xquik", "set_x_identity", "example")
    answer = either.put("/account/x-identity", {"username": "@ElonMusk"})
    assert (answer.status_code, answer.json()) == (200, example.served)
    assert either.get("/account").json()["xUsername"] == "elonmusk"


def test_an_empty_name_is_invalid_input(lab: Lab) -> None:
    for body in ({}, {"username": ""}, {"username": "  "}, {"username": 7}, {"username": None}):
        lab.refuses("PUT", "/account/x-identity", body, code="invalid_input")


@pytest.mark.parametrize("name", ["a b", "abcdefghijklmnop", "naïve", "@", "a-b", "x\u0000y", "@@x"])
def test_what_no_x_account_is_called_is_an_invalid_username(lab: Lab, name: str) -> None:
    lab.refuses("PUT", "/account/x-identity", {"username": name}, code="invalid_username")
