"""How simulated people answer outreach: whether, when and in which words.

Everything is a function of the seed, the person and a key that names the conversation; the message only chooses
among words. Must not know who writes to them, nor deliver an answer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from mockserver.core.entropy import Entropy, Stream
from mockserver.core.times import HOUR, MINUTE, Millis
from mockserver.world.answers import NEGATIVE, NEUTRAL, POSITIVE, POSITIVE_NEXT
from mockserver.world.magic import Magic, magic_of
from mockserver.world.person import Person, PersonStatus

# Assumption: no source says how many people answer; these are common figures for cold messages.
_FIRST_REPLY = 0.12
_NEXT_REPLY = 0.60
_ACCEPTS = 0.97
_WARMS_UP = 0.30


class Sentiment(StrEnum):
    """How an answer sounds."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NEUTRAL = "neutral"


_SENTIMENTS = ((Sentiment.POSITIVE, 65), (Sentiment.NEGATIVE, 10), (Sentiment.NEUTRAL, 25))


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that comes `delay_ms` after the message it answers."""

    delay_ms: Millis
    text: str
    sentiment: Sentiment


class Prospects:
    """The people of one workspace as recipients of messages."""

    def __init__(self, entropy: Entropy) -> None:
        self._entropy = entropy

    def accepts_messages(self, person: Person) -> bool:
        """Whether somebody whom the person does not follow can write to him; about 97 in 100 take messages."""
        magic = magic_of(person.key)
        if magic is not None:
            return magic is not Magic.CLOSED and person.status is PersonStatus.ACTIVE
        return person.status is PersonStatus.ACTIVE and self._entropy.stream("accepts", person.key).chance(_ACCEPTS)

    def first_reply(self, person: Person, key: str, message: str) -> Reply | None:
        """The answer to the first message under `key`: 10 minutes to 36 hours later from about 12 in 100."""
        stream = self._entropy.stream("prospect", person.key, key)
        if not self._answers(person, stream, _FIRST_REPLY):
            return None
        delay = _between(stream, 10 * MINUTE, 36 * HOUR)
        sentiment = self._temper(person, key)
        return Reply(delay, self._words(person, key, message, 0, sentiment), sentiment)

    def next_reply(self, person: Person, key: str, message: str, turn: int) -> Reply | None:
        """The answer to the `turn`-th message after that: 5 minutes to 6 hours later from about 60 in 100.

        Positive people stay positive and negative ones negative; neutral ones may warm up.
        """
        stream = self._entropy.stream("prospect", person.key, key, turn)
        if not self._answers(person, stream, _NEXT_REPLY):
            return None
        delay = _between(stream, 5 * MINUTE, 6 * HOUR)
        sentiment = self._temper(person, key)
        if sentiment is Sentiment.NEUTRAL and stream.chance(_WARMS_UP):
            sentiment = Sentiment.POSITIVE
        return Reply(delay, self._words(person, key, message, turn, sentiment), sentiment)

    def _answers(self, person: Person, stream: Stream, probability: float) -> bool:
        drawn = stream.chance(probability)
        if person.status is PersonStatus.SUSPENDED:
            return False
        match magic_of(person.key):
            case Magic.REPLIES | Magic.ANGRY:
                return True
            case Magic.SILENT | Magic.CLOSED:
                return False
        return drawn

    def _temper(self, person: Person, key: str) -> Sentiment:
        match magic_of(person.key):
            case Magic.REPLIES:
                return Sentiment.POSITIVE
            case Magic.ANGRY:
                return Sentiment.NEGATIVE
        return self._entropy.stream("temper", person.key, key).weighted(_SENTIMENTS)

    def _words(self, person: Person, key: str, message: str, turn: int, sentiment: Sentiment) -> str:
        stream = self._entropy.stream("words", person.key, key, turn, message)
        match sentiment:
            case Sentiment.POSITIVE:
                texts = POSITIVE_NEXT if turn else POSITIVE
            case Sentiment.NEGATIVE:
                texts = NEGATIVE
            case Sentiment.NEUTRAL:
                texts = NEUTRAL
        return stream.pick(texts).format(
            first=person.first_name,
            company=person.company,
            topic=stream.pick(person.topics or ("that",)),
            title=person.job_title,
        )


def _between(stream: Stream, low: Millis, high: Millis) -> Millis:
    """A delay, each doubling equally likely, so that short ones are common."""
    return min(high, round(low * math.pow(high / low, stream.uniform())))
