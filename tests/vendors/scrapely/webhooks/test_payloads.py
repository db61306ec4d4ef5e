"""What receivers get in each edition, and how long it is tried."""

from __future__ import annotations

import pytest

from mockserver.core.times import MINUTE, SECOND, iso_ms
from tests.contract.examples import load
from tests.contract.shapes import differences
from tests.vendors.scrapely.lab import Lab
from tests.vendors.scrapely.outreach import conversation_with, conversations, launch, people, talk
from tests.vendors.scrapely.webhooks.receiver import SECRET, Receiver

FLAT = [
    "event",
    "timestamp",
    "is_back_and_forth",
    "conversation_id",
    "unibox_url",
    "account_twitter_handle",
    "account_id",
    "sender_id",
    "sender_screen_name",
    "message_text",
    "message_time",
    "profile_url",
    "sentiment",
    "response_count",
    "lead_id",
    "lead_lead_id",
    "lead_twitter_handle",
    "lead_name",
    "lead_description",
    "lead_follower_count",
    "lead_following_count",
    "lead_location",
    "lead_website",
    "lead_replied",
    "lead_replied_at",
    "lead_reply_message",
    "lead_reply_sentiment",
    "lead_created_at",
    "lead_dm_status",
]


def test_a_reply_has_the_documented_envelope(lab: Lab, receiver: Receiver) -> None:
    receiver.listen()
    talk(lab, "replies_ann")
    lab.advance("2d")
    (post,) = [each for each in receiver.posts if each.payload["event"] == "new_reply"]
    assert differences(load("scrapely", "webhook_new_reply", "example").served, post.payload, extra_ok=False) == []
    found = conversation_with(lab, "replies_ann")
    data = post.payload["data"]
    assert data["conversation_id"] == found["conversation_id"]
    assert data["account_handle"] == "myhandle"
    assert data["receiver"]["screen_name"] == "replies_ann"
    assert data["message"]["text"] == found["messages"][-1]["text"]
    assert data["message"]["created_at"] == post.payload["timestamp"] == iso_ms(found["messages"][-1]["time"])
    message = lab.workspace.world.messages.get(data["message"]["id"])
    assert message is not None
    assert message.text == data["message"]["text"]


def test_a_pause_has_the_documented_envelope(lab: Lab, receiver: Receiver) -> None:
    receiver.listen()
    account_id = lab.account()
    lab.patch("/accounts/pause", {"account_id": account_id, "is_paused": True})
    lab.settle()
    (post,) = receiver.posts
    assert differences(load("scrapely", "webhook_account_paused", "example").served, post.payload, extra_ok=False) == []
    assert post.payload["data"]["account_id"] == account_id


def test_the_end_of_the_leads_has_the_documented_envelope(lab: Lab, receiver: Receiver) -> None:
    receiver.listen("leads_exhausted")
    lab.account()
    launch(lab, people("silent", 2))
    lab.advance("1h")
    (post,) = receiver.posts
    example = load("scrapely", "webhook_leads_exhausted", "example")
    assert differences(example.served, post.payload, extra_ok=False) == []
    assert post.payload["data"]["total_sent"] == 2


def test_every_reply_is_a_new_reply_as_documented(lab: Lab, receiver: Receiver) -> None:
    receiver.listen("new_reply")
    ids = talk(lab, "replies_ann")
    lab.advance("2d")
    lab.post("/dm/send", {**ids, "message": "And?"})
    lab.advance("1d")
    assert receiver.events == ["new_reply", "new_reply"]


def test_replies_are_flat_as_observed(lab: Lab, receiver: Receiver) -> None:
    receiver.listen()
    ids = talk(lab, "replies_ann")
    lab.write(lambda: lab.workspace.world.people.put("replies_ann", website=None))
    lab.serve_observed()
    lab.advance("2d")
    (post,) = [each for each in receiver.posts if each.payload["event"] == "new_reply"]
    payload = post.payload
    assert list(payload) == FLAT
    found = conversation_with(lab, "replies_ann")
    assert payload == payload | {
        "event": "new_reply",
        "is_back_and_forth": False,
        "conversation_id": ids["conversation_id"],
        "account_twitter_handle": "myhandle",
        "account_id": ids["account_id"],
        "sender_id": found["lead"]["user_id"],
        "sender_screen_name": "replies_ann",
        "message_text": found["messages"][-1]["text"],
        "message_time": iso_ms(found["messages"][-1]["time"]),
        "profile_url": "https://x.com/replies_ann",
        "sentiment": "positive",
        "response_count": 1,
        "lead_lead_id": found["lead"]["user_id"],
        "lead_twitter_handle": "replies_ann",
        "lead_name": found["lead"]["name"],
        "lead_description": found["lead"]["bio"],
        "lead_follower_count": found["lead"]["followers_count"],
        "lead_website": "no website",
        "lead_replied": True,
        "lead_replied_at": payload["message_time"],
        "lead_reply_message": payload["message_text"],
        "lead_reply_sentiment": "positive",
        "lead_dm_status": "completed",
    }
    assert payload["timestamp"] == payload["message_time"]
    assert payload["lead_created_at"] < payload["lead_replied_at"]


def test_later_replies_are_back_and_forth_as_observed(lab: Lab, receiver: Receiver) -> None:
    receiver.listen("reply_back_and_forth")
    ids = talk(lab, "replies_ann")
    lab.serve_observed()
    lab.advance("2d")
    lab.post("/dm/send", {**ids, "message": "And?"})
    lab.advance("1d")
    (post,) = receiver.posts
    payload = post.payload
    assert list(payload) == FLAT
    assert (payload["event"], payload["is_back_and_forth"]) == ("reply_back_and_forth", True)
    assert (payload["sentiment"], payload["response_count"]) == (None, None)
    assert payload["lead_replied_at"] < payload["message_time"]
    assert conversations(lab)[0]["message_count"] == 4


@pytest.mark.parametrize("is_observed", [False, True])
def test_each_delivery_carries_the_key(lab: Lab, receiver: Receiver, is_observed: bool) -> None:
    receiver.listen()
    talk(lab, "replies_ann")
    if is_observed:
        lab.serve_observed()
    lab.advance("2d")
    assert len(receiver.posts) == 2
    for post in receiver.posts:
        assert post.headers["X-Webhook-Key"] == SECRET
        assert post.headers["Content-Type"] == "application/json"
        assert post.timeout_ms == 30 * SECOND
        assert SECRET.encode() not in post.body


def test_a_refused_delivery_is_tried_three_times_more(lab: Lab, receiver: Receiver) -> None:
    receiver.listen()
    receiver.status = 500
    account_id = lab.account()
    lab.patch("/accounts/pause", {"account_id": account_id, "is_paused": True})
    begun = lab.now
    lab.advance("1d")
    assert [post.at - begun for post in receiver.posts] == [0, MINUTE, 3 * MINUTE, 7 * MINUTE]
    assert len({post.body for post in receiver.posts}) == 1, "the bytes never change"


def test_no_answer_is_tried_again_until_there_is_one(lab: Lab, receiver: Receiver) -> None:
    receiver.listen()
    receiver.status = None
    account_id = lab.account()
    lab.patch("/accounts/pause", {"account_id": account_id, "is_paused": True})
    lab.advance("90s")
    receiver.status = 204
    lab.advance("1d")
    assert len(receiver.posts) == 3


def test_only_what_was_subscribed_to_comes(lab: Lab, receiver: Receiver) -> None:
    receiver.listen("account_paused")
    talk(lab, "replies_ann")
    lab.advance("2d")
    assert receiver.posts == []
