from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.entropy import Entropy
from mockserver.core.times import HOUR, MINUTE
from mockserver.world import answers
from mockserver.world.derivation import Derivation
from mockserver.world.magic import MAGIC_HANDLES
from mockserver.world.person import Person
from mockserver.world.prospects import Prospects, Reply, Sentiment

CROWD = tuple(Derivation(Entropy(4)).generated(number) for number in range(4_000))
PROSPECTS = Prospects(Entropy(4))


def typed(handle: str) -> Person:
    return Derivation(Entropy(4)).person(handle)


@given(seed=st.integers(0, 2**32), key=st.text(max_size=20), message=st.text(max_size=50), turn=st.integers(1, 20))
def test_an_answer_is_a_pure_function(seed: int, key: str, message: str, turn: int) -> None:
    one, other = Prospects(Entropy(seed)), Prospects(Entropy(seed))
    for person in CROWD[:20]:
        assert one.first_reply(person, key, message) == other.first_reply(person, key, message)
        assert one.next_reply(person, key, message, turn) == other.next_reply(person, key, message, turn)


def test_rates_and_moods_of_first_replies() -> None:
    replies = [reply for person in CROWD if (reply := PROSPECTS.first_reply(person, "campaign", "Hi"))]
    assert 0.10 < len(replies) / len(CROWD) < 0.14
    moods = Counter(reply.sentiment for reply in replies)
    assert 0.55 < moods[Sentiment.POSITIVE] / len(replies) < 0.75
    assert 0.05 < moods[Sentiment.NEGATIVE] / len(replies) < 0.16
    assert 0.15 < moods[Sentiment.NEUTRAL] / len(replies) < 0.35
    assert all(10 * MINUTE <= reply.delay_ms <= 36 * HOUR for reply in replies)
    assert len({reply.text for reply in replies}) > 60
    assert not any("{" in reply.text for reply in replies)


def test_rates_of_later_replies() -> None:
    replies = [reply for person in CROWD[:2_000] if (reply := PROSPECTS.next_reply(person, "campaign", "Hi", 1))]
    assert 0.55 < len(replies) / 2_000 < 0.65
    assert all(5 * MINUTE <= reply.delay_ms <= 6 * HOUR for reply in replies)


def test_positive_people_stay_positive() -> None:
    positive = [
        person
        for person in CROWD
        if (reply := PROSPECTS.first_reply(person, "k", "Hi")) and reply.sentiment is Sentiment.POSITIVE
    ]
    assert positive
    later = [PROSPECTS.next_reply(person, "k", "And?", turn) for person in positive for turn in range(1, 5)]
    assert {reply.sentiment for reply in later if reply} == {Sentiment.POSITIVE}


def test_the_message_changes_words_only() -> None:
    def outcome(reply: Reply | None) -> object:
        return reply and (reply.delay_ms, reply.sentiment)

    for person in CROWD[:300]:
        assert outcome(PROSPECTS.first_reply(person, "k", "Hi")) == outcome(PROSPECTS.first_reply(person, "k", "Hey"))


def test_most_people_accept_messages() -> None:
    assert 0.96 < sum(map(PROSPECTS.accepts_messages, CROWD)) / len(CROWD) < 0.98


@pytest.mark.parametrize("key", ["a", "b", "c"])
def test_magic_handles(key: str) -> None:
    for person, mood in ((typed("replies_bob"), Sentiment.POSITIVE), (typed("angry_bob"), Sentiment.NEGATIVE)):
        assert PROSPECTS.accepts_messages(person)
        first, later = PROSPECTS.first_reply(person, key, "Hi"), PROSPECTS.next_reply(person, key, "Hi", 3)
        assert first is not None
        assert later is not None
        assert first.sentiment is later.sentiment is mood
    for handle in ("silent_bob", "closed_bob", "suspended_bob"):
        assert PROSPECTS.first_reply(typed(handle), key, "Hi") is None
        assert PROSPECTS.next_reply(typed(handle), key, "Hi", 1) is None
    assert PROSPECTS.accepts_messages(typed("silent_bob"))
    assert not PROSPECTS.accepts_messages(typed("closed_bob"))
    assert not PROSPECTS.accepts_messages(typed("suspended_bob"))


def test_the_table_of_magic_handles_is_fit_for_print() -> None:
    assert len({row.pattern for row in MAGIC_HANDLES}) == len(MAGIC_HANDLES) == 7
    assert all(row.pattern == f"{row.prefix}*" and row.name and row.effect.endswith(".") for row in MAGIC_HANDLES)


def test_there_are_enough_sentences() -> None:
    for texts in (answers.POSITIVE, answers.NEGATIVE, answers.NEUTRAL, answers.POSITIVE_NEXT):
        assert len(set(texts)) == len(texts) >= 20
