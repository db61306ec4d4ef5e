from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.world.events import MessageSent
from mockserver.world.message import Message
from mockserver.world.messages import conversation_id
from tests.world.universe import Universe


def test_a_conversation_has_one_id_from_either_side() -> None:
    assert conversation_id("900", "1000") == conversation_id("1000", "900") == "900-1000"


@settings(max_examples=50)
@given(text=st.text())
def test_text_comes_back_byte_for_byte(text: str) -> None:
    universe = Universe(seed=1)
    with universe.database.transaction():
        message = universe.world.messages.send("1", "2", text)
    assert universe.again().messages.get(message.id) == message
    assert universe.world.messages.history("1-2", 1)[0].text.encode() == text.encode()


def test_history_pages_newest_first(universe: Universe) -> None:
    messages = universe.world.messages
    with universe.database.transaction():
        sent = [messages.send("1", "2", f"a{n}") if n % 3 else messages.send("2", "1", f"b{n}") for n in range(20)]
        messages.send("1", "3", "elsewhere")
    assert [message.id for message in sent] == sorted((message.id for message in sent), key=int)
    paged: list[Message] = []
    while page := messages.history("1-2", 7, paged[-1].id if paged else None):
        paged += page
    assert paged == sent[::-1]
    assert messages.history("1-2", 0) == []


def test_recent_and_inbox_hold_the_last_of_each_conversation(universe: Universe) -> None:
    messages = universe.world.messages
    with universe.database.transaction():
        messages.send("1", "2", "first")
        with_two = messages.send("2", "1", "second")
        with_three = messages.send("1", "3", "third")
        messages.send("4", "5", "others")
    assert messages.recent(["1-2", "1-3", "1-9"]) == {"1-2": with_two, "1-3": with_three}
    assert messages.inbox("1", 10) == [with_three, with_two]
    assert messages.inbox("1", 10, with_three.id) == [with_two]
    assert messages.inbox("1", 1) == [with_three]
    assert messages.inbox("9", 10) == []


def test_sending_is_told_after_the_commit(universe: Universe) -> None:
    heard: list[object] = []
    universe.events.subscribe(MessageSent, heard.append)
    with universe.database.transaction():
        message = universe.world.messages.send("1", "2", "hi")
    universe.events.flush()
    assert heard == [MessageSent(message)]
    assert message.sent_at == universe.clock.now()


def test_what_cannot_be_sent(universe: Universe) -> None:
    with universe.database.transaction():
        with pytest.raises(ValueError, match="surrogate"):
            universe.world.messages.send("1", "2", "half \udc00")
        with pytest.raises(ValueError, match="himself"):
            universe.world.messages.send("1", "1", "me")


@pytest.mark.parametrize("message_id", ["", "x", "1", "9" * 30])
def test_such_an_id_is_no_message(universe: Universe, message_id: str) -> None:
    assert universe.world.messages.get(message_id) is None
