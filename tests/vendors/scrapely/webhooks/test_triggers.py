"""A tester makes an event happen: the real thing happens, and the webhook follows."""

from __future__ import annotations

import pytest

from mockserver.core.errors import ApiError
from mockserver.vendors.scrapely.webhooks import TRIGGERS
from tests.vendors.scrapely.lab import Lab
from tests.vendors.scrapely.outreach import conversation_with, conversations, counts, launch, people, talk
from tests.vendors.scrapely.webhooks.receiver import Receiver


def trigger(lab: Lab, event: str, **data: object) -> None:
    lab.write(lambda: TRIGGERS[event](lab.workspace, data))
    lab.settle()


def refused(lab: Lab, event: str, status: int, message: str, **data: object) -> None:
    before = lab.workspace.database.revision
    with pytest.raises(ApiError, match=message) as caught:
        trigger(lab, event, **data)
    assert caught.value.status == status
    assert lab.workspace.database.revision == before, "nothing is half written"


def test_a_prospect_replies(lab: Lab, receiver: Receiver) -> None:
    receiver.listen("new_reply")
    ids = talk(lab, "silent_ann")
    data = {"conversation_id": ids["conversation_id"], "text": "Hey! Let's chat.", "sentiment": "neutral"}
    trigger(lab, "new_reply", **data)
    (post,) = receiver.posts
    assert post.payload["data"]["message"]["text"] == "Hey! Let's chat."
    assert conversation_with(lab, "silent_ann")["messages"][-1]["text"] == "Hey! Let's chat."
    assert lab.get("/campaigns/analytics").json()["totals"]["neutral"] == 1
    (item,) = lab.get("/crm/conversations", tag="neutral_reply").json()["columns"]["neutral_reply"]["conversations"]
    assert item["is_unread"] is True


def test_without_a_name_the_newest_unanswered_conversation_replies(lab: Lab, receiver: Receiver) -> None:
    receiver.listen("new_reply")
    lab.account()
    launch(lab, people("silent", 2))
    lab.advance("1h")
    for _ in range(3):
        trigger(lab, "new_reply")
    assert receiver.events == ["new_reply"] * 3, "as documented, every reply is a new one"
    assert sorted(item["message_count"] for item in conversations(lab)) == [2, 3]


def test_a_later_reply_is_back_and_forth(lab: Lab, receiver: Receiver) -> None:
    receiver.listen()
    ids = talk(lab, "silent_ann")
    lab.serve_observed()
    refused(lab, "reply_back_and_forth", 409, "trigger new_reply first")
    refused(lab, "reply_back_and_forth", 409, "has no first reply", conversation_id=ids["conversation_id"])
    trigger(lab, "new_reply")
    refused(lab, "new_reply", 409, "launch a campaign and advance the clock first")
    refused(lab, "new_reply", 409, "trigger reply_back_and_forth instead", conversation_id=ids["conversation_id"])
    trigger(lab, "reply_back_and_forth", text="One more thing")
    assert receiver.events[-2:] == ["new_reply", "reply_back_and_forth"]
    assert receiver.posts[-1].payload["message_text"] == "One more thing"


def test_an_account_is_disconnected(lab: Lab, receiver: Receiver) -> None:
    receiver.listen()
    one, two = lab.account("one"), lab.account("two")
    trigger(lab, "account_paused", handle="@TWO")
    trigger(lab, "account_paused", account_id=one, reason="Gone")
    assert [post.payload["data"] for post in receiver.posts] == [
        {"account_id": two, "account_handle": "two", "reason": "Session expired or account disconnected"},
        {"account_id": one, "account_handle": "one", "reason": "Gone"},
    ]
    assert lab.get("/accounts").json() == {"accounts": []}
    refused(lab, "account_paused", 409, "connect one with POST /accounts first")
    refused(lab, "account_paused", 409, "is disconnected already", account_id=one)


def test_a_campaign_runs_out_of_leads(lab: Lab, receiver: Receiver) -> None:
    receiver.listen()
    lab.account()
    launch(lab, people("silent", 5), name="Founders")
    trigger(lab, "leads_exhausted", campaign="Founders")
    (post,) = receiver.posts
    assert post.payload["data"]["total_sent"] == counts(lab)["completed"] == 5
    campaign_id = post.payload["data"]["campaign_id"]
    assert lab.job(campaign_id).status == "completed"
    lab.advance("2d")
    assert len(receiver.posts) == 1
    refused(lab, "leads_exhausted", 409, "launch one with POST /campaigns first")


def test_a_campaign_that_waits_for_accounts_cannot_run_out(lab: Lab, receiver: Receiver) -> None:
    account_id = lab.account()
    launch(lab, people("silent", 2))
    lab.patch("/accounts/pause", {"account_id": account_id, "is_paused": True})
    refused(lab, "leads_exhausted", 409, "waits for accounts")
    assert counts(lab)["pending"] == 2


@pytest.mark.parametrize("event", list(TRIGGERS))
def test_without_anything_to_act_on_it_says_what_to_do_first(lab: Lab, event: str) -> None:
    refused(lab, event, 409, "first")


@pytest.mark.parametrize(
    ("event", "data", "message"),
    [
        (
            "new_reply",
            {"conversation": "x"},
            "data.conversation is unknown; there are conversation_id, text, sentiment",
        ),
        ("new_reply", {"text": 5}, "data.text must be a string"),
        ("new_reply", {"text": " "}, "data.text must not be blank"),
        ("new_reply", {"sentiment": "angry"}, "data.sentiment must be one of positive, negative, neutral"),
        ("account_paused", {"id": "x"}, "data.id is unknown; there are account_id, handle, reason"),
        ("leads_exhausted", {"name": "x"}, "data.name is unknown; there are campaign"),
    ],
)
def test_data_that_does_not_fit_is_refused(lab: Lab, event: str, data: dict[str, object], message: str) -> None:
    talk(lab)
    refused(lab, event, 400, message, **data)


def test_an_unknown_conversation_is_refused(lab: Lab) -> None:
    refused(lab, "new_reply", 409, "GET /conversations lists them", conversation_id="1-2")
