"""The language that a text seems to be in."""

from __future__ import annotations

import pytest

from mockserver.world.language import language_of
from mockserver.world.sayings import LOCAL_TWEETS, TWEETS


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The hardest part of selling is starting.", "en"),
        ("lol", "en"),
        ("Bugün çok güzel bir gün", "tr"),
        ("おはようございます", "ja"),
        ("你好世界", "zh"),
        ("안녕하세요", "ko"),
        ("Привет", "ru"),
        ("Привіт", "uk"),
        ("", "und"),
        ("👋 #hola https://el.example.com/los @las $EL", "und"),
    ],
)
def test_a_language_is_told(text: str, code: str) -> None:
    assert language_of(text) == code


def test_the_worlds_own_sentences_are_mostly_recognised() -> None:
    own = [(lang, said) for lang, sayings in set(LOCAL_TWEETS.values()) for said in sayings]
    own += [("en", said) for said in TWEETS]
    right = sum(
        language_of(said.format(topic="AI", company="Acorn", year=2025, slug="ai", count=3)) == lang
        for lang, said in own
    )
    assert right / len(own) > 0.85
