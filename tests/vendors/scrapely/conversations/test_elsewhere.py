"""Messages of connected accounts that another vendor's user wrote: in the conversation, and counted."""

from __future__ import annotations

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.world.person import Person
from tests.vendors.scrapely.lab import Lab
from tests.vendors.scrapely.outreach import conversation_with, conversations, talk, texts


def person(lab: Lab, handle: str) -> Person:
    return lab.workspace.world.people.remember(handle)


def write(lab: Lab, sender: str, recipient: str, text: str) -> None:
    """One writes to another, not through this vendor."""
    messages = lab.workspace.world.messages
    lab.write(lambda: messages.send(person(lab, sender).user_id, person(lab, recipient).user_id, text))


def test_what_an_account_wrote_elsewhere_counts(lab: Lab) -> None:
    talk(lab, "silent_ann")
    write(lab, "myhandle", "silent_ann", "By another way")
    found = conversation_with(lab, "silent_ann")
    assert texts(found)[-1] == (True, "By another way")
    assert found["stats"]["message_count"] == len(found["messages"]) == 2
    assert (found["stats"]["last_message_text"], found["stats"]["is_unread"]) == ("By another way", False)


def test_an_answer_from_elsewhere_is_a_reply_and_receivers_are_told(lab: Lab) -> None:
    lab.listen()
    talk(lab, "silent_ann")
    before = len(lab.settle())
    write(lab, "silent_ann", "myhandle", "Hello there")
    (told,) = lab.settle()[before:]
    assert told["event"] == "new_reply"
    found = conversation_with(lab, "silent_ann")
    assert texts(found)[-1] == (False, "Hello there")
    assert (found["stats"]["message_count"], found["stats"]["is_unread"]) == (2, True)
    assert lab.rows("scrapely_conversations")[0]["tag"] == "neutral_reply"


def test_a_conversation_begins_with_whoever_writes_first(lab: Lab) -> None:
    lab.account()
    write(lab, "stranger", "myhandle", "Who are you?")
    write(lab, "stranger", "myhandle", "Hello?")
    write(lab, "myhandle", "friend", "Me again")
    assert {each["receiver"]["screen_name"]: each["message_count"] for each in conversations(lab)} == {
        "stranger": 2,
        "friend": 1,
    }
    assert [each["is_unread"] for each in conversations(lab, handle="stranger")] == [True]
    write(lab, "stranger", "friend", "Not his business")
    assert len(conversations(lab)) == 2


def test_nothing_arrives_at_a_removed_account(lab: Lab) -> None:
    account_id = lab.account()
    assert lab.delete("/accounts", {"account_id": account_id}).status_code == 200
    write(lab, "stranger", "myhandle", "Anybody there?")
    assert conversations(lab) == []


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from(["us here", "us elsewhere", "them"]), max_size=8))
def test_the_count_is_how_many_messages_there_are(steps: list[str]) -> None:
    with asyncio.Runner() as runner:
        lab = Lab(runner)
        ids = talk(lab, "silent_ann")
        for step in steps:
            lab.advance("1s")
            if step == "us here":
                assert lab.post("/dm/send", {**ids, "message": "Hi"}).status_code == 200
            elif step == "us elsewhere":
                write(lab, "myhandle", "silent_ann", "Hi")
            else:
                write(lab, "silent_ann", "myhandle", "Hi")
        found = conversation_with(lab, "silent_ann")
        assert found["stats"]["message_count"] == len(found["messages"]) == len(steps) + 1
        assert found["stats"]["last_message_is_sent"] is (not steps or steps[-1] != "them")
        lab.close()
