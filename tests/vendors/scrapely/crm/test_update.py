"""Notes, deals and tags."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.examples import documented_floats, load
from tests.contract.shapes import differences
from tests.vendors.scrapely.crm.boards import board, custom_tag
from tests.vendors.scrapely.lab import Lab, changed
from tests.vendors.scrapely.outreach import conversation_with, talk


def named(lab: Lab, handle: str = "silent_lead") -> dict[str, object]:
    return {"conversation_id": talk(lab, handle)["conversation_id"], "account_handle": "myhandle"}


def crm(lab: Lab) -> dict[str, Any]:
    found: dict[str, Any] = conversation_with(lab, "silent_lead")["crm"]
    return found


def test_updating_is_answered_as_documented(lab: Lab) -> None:
    conversation = named(lab)
    example = load("scrapely", "crm_update", "example")
    assert example.request is not None
    assert isinstance(example.request.body, dict)
    sent = example.request.body | conversation
    answer = lab.patch("/crm/update", sent)
    assert answer.status_code == 200
    assert differences(example.served, answer.json(), extra_ok=False, floats=documented_floats("scrapely")) == []
    assert answer.json() == {"success": True, "updated": sent}
    assert crm(lab) == {
        "notes": "Interested in enterprise plan. Follow up Monday.",
        "deal_value": 10_000.0,
        "deal_currency": "USD",
    }
    (item,) = board(lab)["columns"]["interested_reply"]["conversations"]
    assert item["crm"]["deal_value"] == 10_000


def test_what_is_absent_stays(lab: Lab) -> None:
    conversation = named(lab)
    lab.patch("/crm/update", {**conversation, "notes": "one", "deal_value": 1.5, "tag": "booked"})
    answer = lab.patch("/crm/update", {**conversation, "deal_currency": "eur"})
    assert answer.json()["updated"] == {**conversation, "deal_currency": "EUR"}
    assert crm(lab) == {"notes": "one", "deal_value": 1.5, "deal_currency": "EUR"}
    assert board(lab)["columns"]["booked"]["count"] == 1


def test_null_removes(lab: Lab) -> None:
    conversation = named(lab)
    lab.patch("/crm/update", {**conversation, "notes": "one", "deal_value": 5, "deal_currency": "EUR", "tag": "booked"})
    nothing = {"notes": None, "deal_value": None, "deal_currency": None, "tag": None}
    answer = lab.patch("/crm/update", {**conversation, **nothing})
    assert answer.json()["updated"] == {**conversation, **nothing, "deal_currency": "USD"}
    assert crm(lab) == {"notes": None, "deal_value": None, "deal_currency": "USD"}
    assert board(lab)["columns"]["booked"]["count"] == 0


@pytest.mark.parametrize(
    "notes", ["", '{"a": [1, "ü"], "b": null}', "tab\there\r\nand 🙂 \\ ' \"", " x ", "n" * 50_000]
)
def test_notes_round_trip_byte_for_byte(lab: Lab, notes: str) -> None:
    conversation = named(lab)
    assert lab.patch("/crm/update", {**conversation, "notes": notes}).json()["updated"]["notes"] == notes
    assert crm(lab)["notes"] == notes


def test_custom_tags_are_set_by_their_key(lab: Lab) -> None:
    custom_tag(lab)
    lab.patch("/crm/update", {**named(lab), "tag": "custom_1"})
    (item,) = board(lab)["columns"]["custom_1"]["conversations"]
    assert item["tag"] == "custom_1"


def test_the_tag_unread_marks_a_conversation_unread(lab: Lab) -> None:
    conversation = named(lab)
    lab.patch("/crm/update", {**conversation, "tag": "booked"})
    assert lab.patch("/crm/update", {**conversation, "tag": "unread"}).json()["updated"]["tag"] == "unread"
    (item,) = board(lab)["columns"]["unread"]["conversations"]
    assert (item["tag"], item["is_unread"]) == ("booked", True)


def test_a_users_tag_outlives_the_first_answer(lab: Lab) -> None:
    conversation = named(lab, "replies_ann")
    lab.patch("/crm/update", {**conversation, "tag": "not_qualified"})
    lab.advance("2d")
    (item,) = board(lab)["columns"]["not_qualified"]["conversations"]
    assert item["message_count"] == 2


@pytest.mark.parametrize("handle", ["@myhandle", "MyHandle", " myhandle "])
def test_the_account_is_found_however_its_handle_is_written(lab: Lab, handle: str) -> None:
    answer = lab.patch("/crm/update", {**named(lab), "account_handle": handle, "notes": "x"})
    assert answer.json()["updated"]["account_handle"] == "myhandle"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"conversation_id": ...}, "conversation_id is required"),
        ({"account_handle": ...}, "account_handle is required"),
        ({"notes": 5}, "notes must be a string"),
        ({"deal_value": -1}, "deal_value must be at least 0"),
        ({"deal_value": "5"}, "deal_value must be a number"),
        ({"deal_currency": "dollars"}, "deal_currency must be a currency code of three letters"),
        (
            {"tag": "hot"},
            "tag must be one of unread, interested_reply, negative_reply, neutral_reply, engaged, calendlyd, booked, "
            "not_interested, not_qualified, the key of a custom tag, or null",
        ),
        ({"notes": ...}, "Nothing to update: send notes, deal_value, deal_currency or tag"),
    ],
)
def test_what_does_not_fit_is_refused(lab: Lab, changes: dict[str, object], message: str) -> None:
    lab.refuses("PATCH", "/crm/update", changed({**named(lab), "notes": "x"}, changes), message)


def test_infinity_is_no_deal(lab: Lab) -> None:
    conversation = named(lab)
    content = (
        f'{{"conversation_id": "{conversation["conversation_id"]}", "account_handle": "myhandle", "deal_value": 1e999}}'
    )
    answer = lab.request("PATCH", "/crm/update", content=content.encode())
    assert (answer.status_code, answer.json()["message"]) == (400, "deal_value must be a finite number")


@pytest.mark.parametrize("changes", [{"conversation_id": "1-2"}, {"account_handle": "nobody"}])
def test_an_unknown_conversation_is_not_found(lab: Lab, changes: dict[str, str]) -> None:
    body = {**named(lab), "notes": "x", **changes}
    lab.refuses("PATCH", "/crm/update", body, "Conversation not found for this account", status=404)
