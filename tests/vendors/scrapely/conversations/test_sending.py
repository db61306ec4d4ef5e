"""Sending a DM by request, and the answers that come."""

from __future__ import annotations

import pytest

from tests.contract.examples import load
from tests.contract.shapes import differences
from tests.vendors.scrapely.lab import Lab, changed, cookies
from tests.vendors.scrapely.outreach import NOBODY, campaign_body, conversation_with, conversations, talk, texts


def test_sending_is_answered_as_documented(lab: Lab) -> None:
    ids = talk(lab)
    answer = lab.post("/dm/send", {**ids, "message": "Hey! Just following up."})
    assert answer.status_code == 200
    assert differences(load("scrapely", "send_dm", "example").served, answer.json(), extra_ok=False) == []
    body = answer.json()
    assert (body["success"], body["conversation_id"], body["account_handle"]) == (
        True,
        ids["conversation_id"],
        "myhandle",
    )
    message = lab.workspace.world.messages.get(body["message_id"])
    assert message is not None
    assert message.text == "Hey! Just following up."


def test_a_sent_dm_is_the_newest_message_and_counted(lab: Lab) -> None:
    ids = talk(lab, "silent_ann")
    lab.advance("1h")
    lab.post("/dm/send", {**ids, "message": "And now?"})
    found = conversation_with(lab, "silent_ann")
    assert found["messages"][-1] == {
        "text": "And now?",
        "time": lab.now,
        "sender": found["messages"][0]["sender"],
        "isSent": True,
    }
    assert found["stats"] == {
        "message_count": 2,
        "is_unread": False,
        "last_message_time": lab.now,
        "last_message_text": "And now?",
        "last_message_is_sent": True,
    }
    assert lab.get("/accounts").json()["accounts"][0]["dms_sent"] == 2


def test_sending_marks_a_conversation_read(lab: Lab) -> None:
    ids = talk(lab, "replies_ann")
    lab.advance("2d")
    assert conversations(lab)[0]["is_unread"] is True
    lab.post("/dm/send", {**ids, "message": "Great"})
    assert conversations(lab)[0]["is_unread"] is False


def test_a_campaign_leaves_a_conversation_unread(lab: Lab) -> None:
    ids = talk(lab, "replies_ann")
    lab.advance("2d")
    source_id = lab.get("/scraping-sources").json()["scraping_sources"][0]["id"]
    assert lab.post("/campaigns", campaign_body(source_id)).status_code == 200
    lab.advance("10m")
    (item,) = conversations(lab, account_id=ids["account_id"])
    assert (item["message_count"], item["last_message"]["is_sent"], item["is_unread"]) == (3, True, True)


def test_somebody_who_answers_everything_answers_this_too(lab: Lab) -> None:
    ids = talk(lab, "replies_ann")
    lab.advance("2d")
    for number in range(2):
        lab.post("/dm/send", {**ids, "message": f"And {number}?"})
        lab.advance("7h")
    assert [is_sent for is_sent, _ in texts(conversation_with(lab, "replies_ann"))] == [True, False] * 3


def test_nobody_answers_who_is_silent(lab: Lab) -> None:
    ids = talk(lab, "silent_ann")
    lab.post("/dm/send", {**ids, "message": "And?"})
    lab.advance("10d")
    assert [is_sent for is_sent, _ in texts(conversation_with(lab, "silent_ann"))] == [True, True]


def test_nothing_arrives_at_a_removed_account(lab: Lab) -> None:
    ids = talk(lab, "replies_ann")
    lab.delete("/accounts", {"account_id": ids["account_id"]})
    lab.advance("3d")
    assert conversations(lab)[0]["message_count"] == 1


@pytest.mark.parametrize("text", ["x", "y" * 10_000, "zwölf Boxkämpfer 🥊\n\tund mehr"])
def test_a_message_arrives_as_it_was_sent(lab: Lab, text: str) -> None:
    ids = talk(lab, "silent_ann")
    assert lab.post("/dm/send", {**ids, "message": text}).status_code == 200
    assert conversation_with(lab, "silent_ann")["messages"][-1]["text"] == text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"message": ...}, "message is required"),
        ({"message": ""}, "message must not be empty"),
        ({"message": " \n"}, "message must not be empty"),
        ({"message": "x" * 10_001}, "message must have at most 10000 characters"),
        ({"message": 5}, "message must be a string"),
        ({"conversation_id": ...}, "conversation_id is required"),
        ({"account_id": ...}, "account_id is required"),
        ({"account_id": None}, "account_id must be a string"),
    ],
)
def test_what_does_not_fit_is_refused(lab: Lab, changes: dict[str, object], message: str) -> None:
    ids = talk(lab)
    lab.refuses("POST", "/dm/send", changed({**ids, "message": "Hi"}, changes), message)


def test_unknown_ids_are_not_found(lab: Lab) -> None:
    ids = talk(lab)
    lab.refuses("POST", "/dm/send", {**ids, "account_id": NOBODY, "message": "x"}, "Account not found", status=404)
    body = {**ids, "conversation_id": "1-2", "message": "x"}
    lab.refuses("POST", "/dm/send", body, "Conversation not found", status=404)


def test_a_conversation_of_another_account_is_not_found(lab: Lab) -> None:
    ids = talk(lab)
    other = lab.account("other")
    body = {**ids, "account_id": other, "message": "x"}
    lab.refuses("POST", "/dm/send", body, "Conversation not found", status=404)


def test_a_paused_account_sends_nothing(lab: Lab) -> None:
    ids = talk(lab)
    lab.patch("/accounts/pause", {"account_id": ids["account_id"], "is_paused": True})
    lab.refuses("POST", "/dm/send", {**ids, "message": "x"}, "account_id names an account that is paused")


def test_a_disconnected_account_sends_nothing(lab: Lab) -> None:
    ids = talk(lab)
    lab.disconnect(ids["account_id"], "over")
    message = "account_id names an account that is disconnected; update its cookies first"
    lab.refuses("POST", "/dm/send", {**ids, "message": "x"}, message)


def test_an_expired_session_is_found_out_and_stays_so(lab: Lab) -> None:
    ids = talk(lab)
    lab.put("/accounts/cookies", {"account_id": ids["account_id"], "cookies": cookies(auth_token="expired")})
    lab.listen()
    answer = lab.post("/dm/send", {**ids, "message": "x"})
    assert answer.status_code == 400
    assert answer.json() == {
        "error": "Bad Request",
        "message": "account_id names an account whose session has expired; update its cookies",
    }
    assert lab.get("/accounts").json() == {"accounts": []}
    assert [told["event"] for told in lab.settle()] == ["account_paused"]
    assert conversations(lab)[0]["message_count"] == 1


def test_a_removed_account_is_not_found(lab: Lab) -> None:
    ids = talk(lab)
    lab.delete("/accounts", {"account_id": ids["account_id"]})
    lab.refuses("POST", "/dm/send", {**ids, "message": "x"}, "Account not found", status=404)
