"""Listing conversations and reading one."""

from __future__ import annotations

import pytest

from tests.contract.examples import documented_floats, load
from tests.contract.shapes import differences
from tests.vendors.scrapely.lab import Lab
from tests.vendors.scrapely.outreach import (
    NOBODY,
    campaign_body,
    conversation_with,
    conversations,
    launch,
    people,
    source_of,
    talk,
)

WEBSITE = frozenset({"conversations[].receiver.website", "conversation.lead.website"})
CRM = frozenset({"conversation.crm.notes", "conversation.crm.deal_value"})


def test_the_list_has_the_documented_shape(lab: Lab) -> None:
    lab.account()
    launch(lab, people("silent", 12))
    lab.advance("1d")
    example = load("scrapely", "list_conversations", "example")
    answer = lab.get("/conversations", limit=10)
    assert answer.status_code == 200
    assert differences(example.served, answer.json(), nullable=WEBSITE) == []
    assert answer.json()["pagination"] == {"limit": 10, "count": 10, "has_more": True}


def test_one_conversation_has_the_documented_shape(lab: Lab) -> None:
    lab.account()
    launch(lab, ["replies_ann"])
    lab.advance("3d")
    (item,) = conversations(lab)
    example = load("scrapely", "single_conversation", "by_id")
    answer = lab.get("/conversations", conversation_id=item["conversation_id"])
    assert answer.status_code == 200
    floats = documented_floats("scrapely")
    assert differences(example.served, answer.json(), nullable=WEBSITE | CRM, floats=floats) == []
    found = answer.json()["conversation"]
    assert found["stats"]["message_count"] == len(found["messages"]) == 2
    assert found["stats"]["last_message_text"] == found["messages"][-1]["text"]
    assert found["stats"]["last_message_is_sent"] is False
    assert found["stats"]["is_unread"] is True
    assert [message["isSent"] for message in found["messages"]] == [True, False]
    assert found["messages"][1]["sender"] == found["lead"]["user_id"]
    assert found["messages"][0]["time"] < found["messages"][1]["time"]


def test_an_item_carries_what_live_clients_read(lab: Lab) -> None:
    lab.account()
    launch(lab, ["silent_ann"])
    lab.advance("10m")
    (item,) = conversations(lab)
    person = lab.workspace.world.people.get("silent_ann")
    assert person is not None
    assert item["receiver"]["user_id"] == person.user_id
    assert item["receiver"]["is_blue_verified"] is person.is_blue_verified
    assert item["receiver"]["following_count"] == person.following_count
    assert (item["message_count"], item["is_unread"], item["last_message"]["is_sent"]) == (1, False, True)
    assert item["created_at"] == item["updated_at"]
    assert "messages" not in item
    picture = lab.fetch(item["receiver"]["profile_image_url"])
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/png")


def test_pages_follow_one_another_without_a_gap(lab: Lab) -> None:
    lab.account()
    launch(lab, people("silent", 7))
    lab.advance("1d")
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = lab.get("/conversations", limit=3, **cursor).json()
        seen += [each["conversation_id"] for each in page["conversations"]]
        assert page["pagination"]["has_more"] is ("next_cursor" in page)
        if "next_cursor" not in page:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert seen == [each["conversation_id"] for each in conversations(lab)]
    assert len(set(seen)) == 7


def test_a_page_stays_where_it_was_when_somebody_writes_meanwhile(lab: Lab) -> None:
    lab.account()
    launch(lab, people("silent", 4))
    lab.advance("1d")
    names = [each["receiver"]["screen_name"] for each in conversations(lab)]
    first = lab.get("/conversations", limit=2).json()
    oldest = conversations(lab)[-1]
    account_id = lab.get("/accounts").json()["accounts"][0]["id"]
    body = {"conversation_id": oldest["conversation_id"], "account_id": account_id, "message": "Hi"}
    assert lab.post("/dm/send", body).status_code == 200
    rest = lab.get("/conversations", cursor=first["next_cursor"]).json()["conversations"]
    assert [each["receiver"]["screen_name"] for each in rest] == [names[2]], "what moved to the top does not come again"


def test_the_deprecated_offset_still_skips(lab: Lab) -> None:
    lab.account()
    launch(lab, people("silent", 4))
    lab.advance("1d")
    every = [each["id"] for each in conversations(lab)]
    assert [each["id"] for each in conversations(lab, limit=2, offset=1)] == every[1:3]
    assert conversations(lab, offset=9) == []


def test_the_newest_comes_first(lab: Lab) -> None:
    lab.account()
    launch(lab, [*people("silent", 3), "replies_ann"])
    lab.advance("3d")
    times = [each["last_message"]["time"] for each in conversations(lab)]
    assert times == sorted(times, reverse=True)
    assert conversations(lab)[0]["receiver"]["screen_name"] == "replies_ann"


def test_filters_by_account_and_handle(lab: Lab) -> None:
    one, two = lab.account("one"), lab.account("two")
    source_id = source_of(lab, people("silent", 2))
    for account_id in (one, two):
        lab.post("/campaigns", campaign_body(source_id, account_ids=[account_id]))
    lab.advance("1d")
    assert len(conversations(lab)) == 4
    assert {each["account_handle"] for each in conversations(lab, account_id=one)} == {"one"}
    assert {each["receiver"]["screen_name"] for each in conversations(lab, handle="@SILENT_1")} == {"silent_1"}
    assert len(conversations(lab, account_id=two, handle="silent_1")) == 1
    assert conversations(lab, account_id=NOBODY) == conversations(lab, handle="nobody") == []


def test_histories_come_where_asked_for(lab: Lab) -> None:
    lab.account()
    launch(lab, ["replies_ann", "silent_bob"])
    lab.advance("3d")
    for item in conversations(lab, include_messages=True):
        assert len(item["messages"]) == item["message_count"]
        assert item["messages"][-1]["text"] == item["last_message"]["text"]


def test_the_limit_is_50_and_clamped_at_100(lab: Lab) -> None:
    assert lab.get("/conversations").json() == {
        "conversations": [],
        "pagination": {"limit": 50, "count": 0, "has_more": False},
    }
    assert lab.get("/conversations", limit=5000).json()["pagination"]["limit"] == 100


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"limit": 0}, "limit must be at least 1"),
        ({"limit": "x"}, "limit must be an integer"),
        ({"offset": -1}, "offset must be at least 0"),
        ({"include_messages": "perhaps"}, "include_messages must be true or false"),
        ({"cursor": "!!"}, "cursor is malformed; pass the next_cursor of the page before"),
        ({"cursor": "W10"}, "cursor is malformed; pass the next_cursor of the page before"),
        ({"cursor": "WyIxIiwiYSJd"}, "cursor is malformed; pass the next_cursor of the page before"),
    ],
)
def test_what_does_not_fit_is_refused(lab: Lab, query: dict[str, object], message: str) -> None:
    lab.refuses_query("/conversations", message, query)


@pytest.mark.parametrize("conversation_id", ["1-2", "x", "123456789-987654321"])
def test_an_unknown_conversation_is_not_found(lab: Lab, conversation_id: str) -> None:
    query = {"conversation_id": conversation_id, "limit": 50, "include_messages": "false"}
    lab.refuses_query("/conversations", "Conversation not found", query, status=404)


def test_the_account_chooses_between_two_that_share_a_conversation(lab: Lab) -> None:
    one, two = lab.account("silent_one"), lab.account("silent_two")
    lab.post("/campaigns", campaign_body(source_of(lab, ["silent_two"], scraped="a"), account_ids=[one]))
    lab.post("/campaigns", campaign_body(source_of(lab, ["silent_one"], scraped="b"), account_ids=[two]))
    lab.advance("1h")
    first, second = conversations(lab)
    assert first["conversation_id"] == second["conversation_id"]
    for account_id, handle in ((one, "silent_one"), (two, "silent_two")):
        query = {"conversation_id": first["conversation_id"], "account_id": account_id}
        assert lab.get("/conversations", **query).json()["conversation"]["account_handle"] == handle
    query = {"conversation_id": first["conversation_id"], "account_id": NOBODY}
    lab.refuses_query("/conversations", "Conversation not found", query, status=404)


def test_the_lead_is_the_worlds_person_as_seen_now(lab: Lab) -> None:
    talk(lab, "silent_ann")
    changes = {"name": "Ann Lee", "bio": "Sails", "website": None, "location": "Cork", "followers_count": 77}
    lab.write(lambda: lab.workspace.world.people.put("silent_ann", **changes))
    lead = conversation_with(lab, "silent_ann")["lead"]
    assert {name: lead[name] for name in changes} == changes


def test_history_of_a_removed_account_is_retained(lab: Lab) -> None:
    ids = talk(lab)
    lab.delete("/accounts", {"account_id": ids["account_id"]})
    assert [each["conversation_id"] for each in conversations(lab)] == [ids["conversation_id"]]
