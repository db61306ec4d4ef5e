"""Tags of accounts, an endpoint of the vendor's newer document."""

from __future__ import annotations

import pytest

from tests.vendors.scrapely.lab import Lab


def test_tags_are_replaced_and_shown_everywhere(lab: Lab) -> None:
    account_id = lab.account()
    answer = lab.put("/accounts/tags", {"account_id": account_id, "tags": ["lead-gen", "warm-account"]})
    expected = {"account_id": account_id, "handle": "myhandle", "tags": ["lead-gen", "warm-account"]}
    assert answer.json() == {"success": True, "message": "Tags updated", **expected}
    assert lab.get("/accounts/tags", account_id=account_id).json() == expected
    assert lab.get("/accounts/tags").json() == {"accounts": [expected]}
    assert lab.get("/accounts").json()["accounts"][0]["tags"] == ["lead-gen", "warm-account"]


def test_tags_are_normalised(lab: Lab) -> None:
    account_id = lab.account()
    tags = ["  Lead Gen ", "lead-gen", "VIP!!", "a__b--c", "Q1/2026"]
    answer = lab.put("/accounts/tags", {"account_id": account_id, "tags": tags})
    assert answer.json()["tags"] == ["lead-gen", "vip", "a-b-c", "q1-2026"]


def test_an_empty_list_clears(lab: Lab) -> None:
    account_id = lab.account()
    lab.put("/accounts/tags", {"account_id": account_id, "tags": ["vip"]})
    assert lab.put("/accounts/tags", {"account_id": account_id, "tags": []}).json()["tags"] == []


def test_adding_and_removing(lab: Lab) -> None:
    account_id = lab.account()
    lab.put("/accounts/tags", {"account_id": account_id, "tags": ["lead-gen", "warm-account", "high-priority"]})
    body = {"account_id": account_id, "add": ["VIP", "enterprise", "lead-gen"], "remove": ["Warm Account"]}
    answer = lab.patch("/accounts/tags", body)
    assert answer.json()["tags"] == ["lead-gen", "high-priority", "vip", "enterprise"]
    assert lab.patch("/accounts/tags", {"account_id": account_id, "remove": ["vip"]}).json()["tags"] == [
        "lead-gen",
        "high-priority",
        "enterprise",
    ]


@pytest.mark.parametrize("body", [{}, {"add": []}, {"add": [], "remove": []}])
def test_changing_nothing_is_refused(lab: Lab, body: dict[str, object]) -> None:
    message = "add or remove must name at least one tag"
    lab.refuses("PATCH", "/accounts/tags", body | {"account_id": lab.account()}, message)


@pytest.mark.parametrize(
    ("method", "body", "message"),
    [
        ("PUT", {}, "tags is required"),
        ("PUT", {"tags": "vip"}, "tags must be an array"),
        ("PUT", {"tags": [7]}, "tags.0 must be a string"),
        ("PUT", {"tags": ["vip", "!!"]}, "tags.1 must contain a letter or digit"),
        ("PATCH", {"add": [""]}, "add.0 must contain a letter or digit"),
        ("PATCH", {"remove": {}}, "remove must be an array"),
    ],
)
def test_what_does_not_fit_is_named(lab: Lab, method: str, body: dict[str, object], message: str) -> None:
    lab.refuses(method, "/accounts/tags", {"account_id": lab.account()} | body, message)


def test_the_account_must_exist(lab: Lab) -> None:
    lab.refuses_query("/accounts/tags", "Account not found", {"account_id": "x"}, status=404)
    lab.refuses("PUT", "/accounts/tags", {"account_id": "x", "tags": []}, "Account not found", status=404)
    lab.refuses("PATCH", "/accounts/tags", {"account_id": "x", "add": ["a"]}, "Account not found", status=404)


def test_removed_and_disconnected_accounts_are_left_out_of_the_list(lab: Lab) -> None:
    removed, disconnected = lab.account("one"), lab.account("two")
    lab.delete("/accounts", {"account_id": removed})
    lab.disconnect(disconnected, "Session expired")
    assert lab.get("/accounts/tags").json() == {"accounts": []}
    assert lab.get("/accounts/tags", account_id=disconnected).json()["tags"] == []
