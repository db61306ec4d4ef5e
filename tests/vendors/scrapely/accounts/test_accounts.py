"""Connecting, listing, renewing and removing accounts, as the document tells it."""

from __future__ import annotations

import pytest

from tests.contract.examples import load
from tests.contract.shapes import differences
from tests.vendors.scrapely.lab import Lab, account_body, cookies

NOBODY = "00000000-0000-4000-8000-000000000000"


# The documented examples


def test_listing_has_the_documented_shape(lab: Lab) -> None:
    lab.account()
    answer = lab.get("/accounts")
    assert answer.status_code == 200
    assert len(answer.json()["accounts"]) == 1
    assert differences(load("scrapely", "list_accounts", "example").served, answer.json()) == []


def test_adding_is_answered_as_documented(lab: Lab) -> None:
    example = load("scrapely", "add_account", "example")
    assert example.request is not None
    answer = lab.post("/accounts", example.request.body)
    assert answer.status_code == 200
    assert differences(example.served, answer.json(), extra_ok=False) == []
    assert answer.json()["message"] == "Account created successfully"
    assert answer.json()["account"]["handle"] == "myhandle"
    assert answer.json()["account"]["is_new"] is True


@pytest.mark.parametrize("case", ["by_id", "by_handle"])
def test_removing_is_answered_as_documented(lab: Lab, case: str) -> None:
    account_id = lab.account()
    example = load("scrapely", "remove_account", case)
    assert example.request is not None
    body = {"account_id": account_id} if case == "by_id" else example.request.body
    answer = lab.delete("/accounts", body)
    assert answer.status_code == 200
    assert differences(example.served, answer.json(), extra_ok=False) == []
    assert answer.json() == {
        "success": True,
        "message": "Account removed successfully",
        "account": {"id": account_id, "handle": "myhandle"},
    }
    assert lab.get("/accounts").json() == {"accounts": []}


def test_updating_cookies_is_answered_as_documented(lab: Lab) -> None:
    account_id = lab.account()
    example = load("scrapely", "update_cookies", "example")
    assert example.request is not None
    assert isinstance(example.request.body, dict)
    answer = lab.put("/accounts/cookies", example.request.body | {"account_id": account_id})
    assert answer.status_code == 200
    assert differences(example.served, answer.json(), extra_ok=False) == []
    shown = lab.get("/accounts").json()["accounts"][0]["cookies"]
    assert shown == example.request.body["cookies"]


# What is shown


def test_an_account_is_shown_as_it_was_given(lab: Lab) -> None:
    lab.account()
    (shown,) = lab.get("/accounts").json()["accounts"]
    assert shown["cookies"] == cookies()
    assert (shown["proxy"], shown["proxy_auth"]) == ("http://proxy.example.com:8080", "username:password")
    assert (shown["is_paused"], shown["followups_paused"], shown["warmup_paused"]) == (False, False, False)
    assert (shown["dms_sent"], shown["tags"]) == (0, [])


def test_an_account_is_the_worlds_person(lab: Lab) -> None:
    lab.account("ada_l")
    person = lab.workspace.world.people.get("ada_l")
    (shown,) = lab.get("/accounts").json()["accounts"]
    assert person is not None
    assert (shown["name"], shown["is_verified"]) == (person.name, person.is_blue_verified)
    assert lab.workspace.world.people.by_id(person.user_id) == person


def test_the_picture_can_be_fetched(lab: Lab) -> None:
    lab.account()
    address = lab.get("/accounts").json()["accounts"][0]["profile_image_url"]
    assert lab.fetch(address).headers["content-type"] == "image/png"


def test_accounts_are_listed_in_the_order_they_were_added(lab: Lab) -> None:
    for handle in ("zoe", "adam", "mia"):
        lab.account(handle)
        lab.advance("1s")
    assert [account["handle"] for account in lab.get("/accounts").json()["accounts"]] == ["zoe", "adam", "mia"]


# Handles


@pytest.mark.parametrize("handle", ["@myhandle", "MyHandle", "@MYHANDLE"])
def test_at_sign_and_case_do_not_matter(lab: Lab, handle: str) -> None:
    account_id = lab.account("myhandle")
    answer = lab.post("/accounts", account_body(handle=handle))
    assert answer.status_code == 200
    assert answer.json()["account"]["id"] == account_id
    assert lab.delete("/accounts", {"handle": handle}).status_code == 200


@pytest.mark.parametrize("handle", ["", "@", "a" * 16, "with space", "dash-ed", "@@twice", "ünder"])
def test_a_malformed_handle_is_refused(lab: Lab, handle: str) -> None:
    message = "handle must be a Twitter handle: 1 to 15 letters, digits or underscores"
    lab.refuses("POST", "/accounts", account_body(handle=handle), message)


def test_nobodys_handle_cannot_be_connected(lab: Lab) -> None:
    message = "handle must name an existing Twitter account; there is no @missing_bob"
    lab.refuses("POST", "/accounts", account_body(handle="missing_bob"), message)


# Adding again


def test_adding_again_renews_the_session(lab: Lab) -> None:
    account_id = lab.account()
    body = account_body(cookies=cookies(ct0="new"), proxy="10.0.0.1:1080", proxy_auth="a:b", xchat_pin="4321")
    answer = lab.post("/accounts", body)
    assert answer.status_code == 200
    assert answer.json()["message"] == "Account updated successfully"
    assert answer.json()["account"]["is_new"] is False
    assert answer.json()["account"]["id"] == account_id
    (shown,) = lab.get("/accounts").json()["accounts"]
    assert (shown["cookies"], shown["proxy"], shown["proxy_auth"]) == (cookies(ct0="new"), "10.0.0.1:1080", "a:b")
    assert lab.rows("scrapely_accounts")[0]["xchat_pin"] == "4321"


def test_a_removed_handle_can_be_connected_anew(lab: Lab) -> None:
    removed = lab.account()
    lab.delete("/accounts", {"account_id": removed})
    answer = lab.post("/accounts", account_body())
    assert answer.json()["account"]["is_new"] is True
    assert answer.json()["account"]["id"] != removed
    assert len(lab.rows("scrapely_accounts")) == 2, "the removed account's history is retained"


def test_the_observed_edition_answers_201_for_a_new_account_only(lab: Lab) -> None:
    lab.serve_observed()
    assert lab.post("/accounts", account_body()).status_code == 201
    assert lab.post("/accounts", account_body()).status_code == 200


# Required and malformed fields


@pytest.mark.parametrize("field", ["handle", "cookies", "proxy", "proxy_auth", "xchat_pin"])
def test_every_field_is_required(lab: Lab, field: str) -> None:
    lab.refuses("POST", "/accounts", account_body(**{field: ...}), f"{field} is required")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("handle", 5, "handle must be a string"),
        ("cookies", "ct0=abc", "cookies must be an array"),
        ("cookies", ["ct0"], "cookies.0 must be an object"),
        ("cookies", [{"name": "ct0", "value": "a"}], "cookies.0.domain is required"),
        ("cookies", [{"name": "ct0", "value": 5, "domain": ".x.com"}], "cookies.0.value must be a string"),
        ("cookies", [], "cookies must include ct0 and auth_token"),
        ("cookies", cookies(ct0="-"), "cookies must include ct0"),
        ("cookies", cookies(auth_token="-"), "cookies must include auth_token"),
        ("cookies", cookies(auth_token=""), "cookies must include auth_token"),
        ("proxy_auth", "username", "proxy_auth must be username:password"),
        ("proxy_auth", ":password", "proxy_auth must be username:password"),
        ("xchat_pin", "12a4", "xchat_pin must consist of digits"),
        ("xchat_pin", "", "xchat_pin must consist of digits"),
        ("xchat_pin", 123456, "xchat_pin must be a string"),
    ],
)
def test_a_field_that_does_not_fit_is_named(lab: Lab, field: str, value: object, message: str) -> None:
    lab.refuses("POST", "/accounts", account_body(**{field: value}), message)


@pytest.mark.parametrize(
    "proxy", ["161.77.187.46:12323", "proxy.example.com:8080", "http://user:pw@p.example:1", "socks5://[::1]:1080"]
)
def test_a_proxy_is_an_address_or_a_url(lab: Lab, proxy: str) -> None:
    assert lab.post("/accounts", account_body(proxy=proxy)).status_code == 200
    assert lab.get("/accounts").json()["accounts"][0]["proxy"] == proxy


@pytest.mark.parametrize("proxy", ["", "proxy.example.com", "http://p.example", "ftp://p:1", "p:0", "p:65536", "p:x"])
def test_what_is_no_proxy_is_refused(lab: Lab, proxy: str) -> None:
    message = "proxy must be host:port or a URL such as http://proxy.example.com:8080"
    lab.refuses("POST", "/accounts", account_body(proxy=proxy), message)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "handle is required"),
        (b"{", "Body must be valid JSON"),
        (b"[]", "Body must be a JSON object"),
    ],
)
def test_a_body_that_is_no_object_is_refused(lab: Lab, content: bytes, message: str) -> None:
    answer = lab.request("POST", "/accounts", content=content)
    assert (answer.status_code, answer.json()) == (400, {"error": "Bad Request", "message": message})


# Updating cookies


@pytest.mark.parametrize("name", ["ct0", "auth_token"])
def test_new_cookies_need_both(lab: Lab, name: str) -> None:
    body = {"account_id": lab.account(), "cookies": cookies(**{name: "-"})}
    lab.refuses("PUT", "/accounts/cookies", body, f"cookies must include {name}")


@pytest.mark.parametrize("account_id", [NOBODY, "not-a-uuid", ""])
def test_cookies_of_an_unknown_account(lab: Lab, account_id: str) -> None:
    body = {"account_id": account_id, "cookies": cookies()}
    lab.refuses("PUT", "/accounts/cookies", body, "Account not found", status=404)


def test_new_cookies_reactivate_a_disconnected_account(lab: Lab) -> None:
    account_id = lab.account()
    lab.disconnect(account_id, "Session expired or account disconnected")
    assert lab.get("/accounts").json() == {"accounts": []}
    answer = lab.put("/accounts/cookies", {"account_id": account_id, "cookies": cookies()})
    assert answer.json()["account"]["is_active"] is True
    assert len(lab.get("/accounts").json()["accounts"]) == 1


# Removing


@pytest.mark.parametrize("body", [{}, {"account_id": None}, {"account_id": "", "handle": ""}])
def test_removing_needs_an_id_or_a_handle(lab: Lab, body: object) -> None:
    lab.refuses("DELETE", "/accounts", body, "account_id or handle is required")


def test_removing_takes_an_id_and_the_same_accounts_handle(lab: Lab) -> None:
    account_id = lab.account()
    other = lab.account("other")
    message = "account_id and handle must name the same account"
    lab.refuses("DELETE", "/accounts", {"account_id": account_id, "handle": "other"}, message)
    assert lab.delete("/accounts", {"account_id": other, "handle": "@Other"}).status_code == 200


@pytest.mark.parametrize(
    "body", [{"account_id": NOBODY}, {"account_id": "x"}, {"handle": "stranger"}, {"handle": "no handle"}]
)
def test_an_unknown_account_cannot_be_removed(lab: Lab, body: object) -> None:
    lab.account()
    lab.refuses("DELETE", "/accounts", body, "Account not found", status=404)


def test_an_account_is_removed_once(lab: Lab) -> None:
    body = {"account_id": lab.account()}
    assert lab.delete("/accounts", body).status_code == 200
    lab.refuses("DELETE", "/accounts", body, "Account not found", status=404)


def test_a_wrong_method_wears_the_vendors_shape(lab: Lab) -> None:
    answer = lab.patch("/accounts", {})
    assert answer.status_code == 405
    assert answer.json()["error"] == "Method Not Allowed"
