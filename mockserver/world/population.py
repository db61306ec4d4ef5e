"""The generated population: some 10**9 people whose number, handle and user id give one another.

Nothing is stored: each of the three is computed from either other one and the workspace's seed.
Must not know anything else about a person.
"""

from __future__ import annotations

from functools import cache

from mockserver.core.entropy import Entropy
from mockserver.core.ids import SNOWFLAKE_EPOCH
from mockserver.core.times import Instant
from mockserver.world.vocabulary import FIRST_NAMES, LAST_NAMES, short_first_names, short_last_names

_SUFFIXES = 10_000
_NAME = LAST_NAMES * _SUFFIXES
POPULATION = FIRST_NAMES * _NAME
"""How many people there are: 1,044,000,000."""

FIRST_JOINED: Instant = 1_167_609_600_000  # 2007-01-01T00:00:00Z
SNOWFLAKES_SINCE: Instant = 1_451_606_400_000  # 2016-01-01T00:00:00Z
LAST_JOINED: Instant = 1_767_225_600_000  # 2026-01-01T00:00:00Z, not included

# Assumption: X gave short ids until about 2015 and snowflakes since; half of the population has either, and
# within each half a smaller id is an older account. Steps are milliseconds between two accounts.
_HALF = POPULATION // 2
_SHORT_BASE, _SHORT_STEP = 1_000_000, 7
_SHORT_MS = (SNOWFLAKES_SINCE - FIRST_JOINED) // _HALF
_LONG_MS = (LAST_JOINED - SNOWFLAKES_SINCE) // (POPULATION - _HALF)
_LOW = (1 << 21) - 1
"""Low bits of a generated snowflake; bit 21 is clear, and set in that of a typed handle, so they never meet."""

# Odd, and no multiple of 3, 5 or 29, so that multiplying by it reaches every slot; near the golden section of the
# population, so that neighbours get names far apart.
_STRIDE = 645_227_483
_UNSTRIDE = pow(_STRIDE, -1, POPULATION)


class Population:
    """Turns numbers, handles and user ids of one workspace's population into one another."""

    __slots__ = ("_offset", "_order")

    def __init__(self, entropy: Entropy) -> None:
        self._offset = entropy.number("population") % POPULATION
        self._order = entropy.permutation(POPULATION, "user ids")

    def name(self, number: int) -> tuple[str, str, str]:
        """First name, last name and handle of a number from 0 to `POPULATION` - 1."""
        slot = (number * _STRIDE + self._offset) % POPULATION
        first, rest = divmod(slot, _NAME)
        last, suffix = divmod(rest, _SUFFIXES)
        given, family = short_first_names()[first], short_last_names()[last]
        return given, family, f"{given}_{family}{suffix or ''}".lower()

    def number(self, key: str) -> int | None:
        """The number of a handle in lower case, or None when it is not one of the population's."""
        given, underscore, rest = key.partition("_")
        family = rest.rstrip("0123456789")
        digits = rest[len(family) :]
        if not underscore or len(digits) > 4 or digits.startswith("0"):
            return None
        first, last = _first_index().get(given), _last_index().get(family)
        if first is None or last is None:
            return None
        slot = first * _NAME + last * _SUFFIXES + int(digits or 0)
        return (slot - self._offset) * _UNSTRIDE % POPULATION

    def identity(self, number: int) -> tuple[int, Instant]:
        """The user id of a number and when the account was made."""
        place = self._order.at(number)
        if place < _HALF:
            return _SHORT_BASE + place * _SHORT_STEP + place % _SHORT_STEP, FIRST_JOINED + place * _SHORT_MS
        step = place - _HALF
        joined = SNOWFLAKES_SINCE + step * _LONG_MS
        return (joined - SNOWFLAKE_EPOCH << 22) | (step * 2_654_435_761 & _LOW), joined

    def number_of_id(self, user_id: int) -> int | None:
        """The number that has a user id, or None when no generated person has it."""
        short = (user_id - _SHORT_BASE) // _SHORT_STEP
        if 0 <= short < _HALF:
            place = short
        else:
            step, odd = divmod((user_id >> 22) + SNOWFLAKE_EPOCH - SNOWFLAKES_SINCE, _LONG_MS)
            if odd or not 0 <= step < POPULATION - _HALF:
                return None
            place = _HALF + step
        number = self._order.index_of(place)
        return number if self.identity(number)[0] == user_id else None


@cache
def _first_index() -> dict[str, int]:
    return {name.lower(): index for index, name in enumerate(short_first_names())}


@cache
def _last_index() -> dict[str, int]:
    return {name.lower(): index for index, name in enumerate(short_last_names())}
