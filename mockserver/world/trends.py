"""What is talked about most at a place and time: a ranking that drifts, and follows from the seed alone.

Must not know what anybody tweets; the world's activity follows the ranking, not the other way about.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from mockserver.core.entropy import Entropy
from mockserver.core.times import DAY, HOUR, MINUTE, Instant, Millis
from mockserver.world.roles import role_wheel

WORLDWIDE = ""
"""The place that is everywhere; the others are country codes such as US."""

REFRESHED: Millis = 15 * MINUTE
"""How long a ranking stands."""

_EPOCH: Millis = 6 * HOUR
_HOTTEST = 480_000
_WEEKDAYS = (
    "#MondayMotivation",
    "#TransformationTuesday",
    "#WednesdayWisdom",
    "#ThrowbackThursday",
    "#FridayFeeling",
    "#Caturday",
    "#SundayVibes",
)
_FIRST_MONDAY = 4 * DAY  # the epoch's fifth day


@dataclass(frozen=True, slots=True)
class Trend:
    """A hashtag with its sign, or a phrase, and how many tweets of late have it."""

    name: str
    volume: int


def trending(entropy: Entropy, place: str, at: Instant, limit: int = 50) -> tuple[Trend, ...]:
    """The ranking of a place at a time, hottest first: the same through each quarter of an hour.

    Every topic's heat wanders from one value to the next in six hours, half of it alike in all places.
    """
    moment = at - at % REFRESHED
    epoch, passed = divmod(moment, _EPOCH)
    share = passed / _EPOCH
    share = share * share * (3 - 2 * share)
    now, then = (_heats(entropy, place, number) for number in (epoch, epoch + 1))
    today = _WEEKDAYS[(moment - _FIRST_MONDAY) // DAY % 7]
    heats = [
        (heat * (1 - share) + later * share, name)
        for name, heat, later in zip(_names(), now, then, strict=True)
        if name == today or name not in _WEEKDAYS
    ]
    heats.sort(key=lambda each: (-each[0], each[1]))
    return tuple(Trend(name, int(_HOTTEST * heat**4)) for heat, name in heats[:limit])


def _heats(entropy: Entropy, place: str, epoch: int) -> list[float]:
    """Of each name in an epoch: 0 to 1, one byte of everywhere and one of the place."""
    count = len(_names())
    everywhere = _bytes(entropy, "trends", count, WORLDWIDE, epoch)
    here = everywhere if place == WORLDWIDE else _bytes(entropy, "trends", count, place, epoch)
    return [(common + own) / 510 for common, own in zip(everywhere, here, strict=True)]


def _bytes(entropy: Entropy, name: str, count: int, place: str, epoch: int) -> bytes:
    whole = b"".join(entropy.digest(name, place, epoch, part) for part in range(-(-count // 64)))
    return whole[:count]


@cache
def _names() -> tuple[str, ...]:
    """What can trend: two topics of three as a hashtag, the others as a phrase, and the days of the week."""
    topics = sorted({topic for role in role_wheel() for topic in role.topics})
    return (
        *(topic.title() if at % 3 == 0 and " " in topic else hashtag(topic) for at, topic in enumerate(topics)),
        *_WEEKDAYS,
    )


def hashtag(topic: str) -> str:
    """A topic as a hashtag: `climate tech` is `#ClimateTech`."""
    words = "".join(letter if letter.isalnum() else " " for letter in topic).split()
    return "#" + "".join(word if not word.islower() else word.capitalize() for word in words)
