"""How a person follows from the workspace's seed and a handle, with nothing read and nothing stored.

One hash gives all draws of a person, cut into fixed words, since this runs for every row of every list.
Must not know the store.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache
from statistics import NormalDist
from struct import Struct

from mockserver.core.entropy import Entropy
from mockserver.core.ids import SNOWFLAKE_EPOCH
from mockserver.core.times import Instant
from mockserver.world.magic import Magic, magic_of, plain_part
from mockserver.world.person import Person, PersonStatus
from mockserver.world.population import FIRST_JOINED, LAST_JOINED, SNOWFLAKES_SINCE, Population
from mockserver.world.roles import Role, role_wheel
from mockserver.world.vocabulary import (
    BIO_EMOJI,
    BIO_EXTRAS,
    COMPANY_ENDINGS,
    COMPANY_STEMS,
    MAIL_DOMAINS,
    PLACES,
    all_first_names,
    all_last_names,
    other_jobs,
)

_WORDS = Struct("<32H").unpack
_TYPED_EPOCH: Instant = 1_136_073_600_000  # 2006-01-01T00:00:00Z

_CACHED = 8_192

# Assumption: counts of people are log-normal, as measured ones roughly are; median and spread (sigma of the
# logarithm) are chosen so that typed handles look like accounts worth naming.
_TYPED_MEDIAN, _TYPED_SPREAD = 3_200, 1.15
_CROWD_MEDIAN, _CROWD_SPREAD = 240, 1.1
_FOLLOWING_MEDIAN, _FOLLOWING_SPREAD = 380, 0.9
_TWEETS_MEDIAN, _TWEETS_SPREAD = 1_100, 1.3


class Derivation:
    """Derives people of one workspace. `typed` and `generated` keep the last few thousand results."""

    __slots__ = ("_entropy", "generated", "population", "typed")

    def __init__(self, entropy: Entropy) -> None:
        self._entropy = entropy
        self.population = Population(entropy)
        self.typed = lru_cache(maxsize=_CACHED)(self._typed)
        """The person of a handle in lower case that is not the population's."""
        self.generated = lru_cache(maxsize=_CACHED)(self._generated)
        """The person of a number."""

    def person(self, key: str) -> Person:
        """The person of any handle in lower case, valid or not."""
        number = self.population.number(key)
        return self.typed(key) if number is None else self.generated(number)

    def _generated(self, number: int) -> Person:
        first, last, key = self.population.name(number)
        words = _WORDS(self._entropy.digest("person", key))
        user_id, joined = self.population.identity(number)
        followers = _count(words[0], _CROWD_MEDIAN, _CROWD_SPREAD)
        return _compose(key, first, last, user_id, joined, followers, words, PersonStatus.ACTIVE, number)

    def _typed(self, key: str) -> Person:
        digest = self._entropy.digest("person", key)
        words = _WORDS(digest)
        first, last = _typed_name(plain_part(key), words)
        chance = self._entropy.number("user id", key)
        joined = FIRST_JOINED + chance % (LAST_JOINED - FIRST_JOINED)
        if joined < SNOWFLAKES_SINCE:
            # Between the population's short ids and all snowflakes since 2016, so that age still orders ids.
            user_id = (joined - _TYPED_EPOCH << 12) | (words[30] & 0xFFF)
        else:
            user_id = (joined - SNOWFLAKE_EPOCH << 22) | (1 << 21) | (words[30] & 0x1F) << 16 | words[31]
        followers = _count(words[0], _TYPED_MEDIAN, _TYPED_SPREAD)
        magic = magic_of(key)
        status = PersonStatus.ACTIVE
        if magic is Magic.SUSPENDED:
            status = PersonStatus.SUSPENDED
        elif magic is Magic.PROTECTED:
            status = PersonStatus.PROTECTED
        return _compose(key, first, last, user_id, joined, followers, words, status, None)


def _compose(
    key: str,
    first: str,
    last: str,
    user_id: int,
    joined: Instant,
    followers: int,
    words: tuple[int, ...],
    status: PersonStatus,
    number: int | None,
) -> Person:
    wheel = role_wheel()
    role = wheel[words[1] * len(wheel) >> 16]
    titles = role.titles or other_jobs()
    title = titles[words[2] * len(titles) >> 16]
    stem = COMPANY_STEMS[words[3] * len(COMPANY_STEMS) >> 16]
    company = stem + COMPANY_ENDINGS[words[4] * len(COMPANY_ENDINGS) >> 16]
    place, country = PLACES[words[5] * len(PLACES) >> 16]
    host = f"{company.replace(' & ', '').replace(' ', '').lower()}.example.com"
    if words[6] < 36_000:
        email = f"{key.strip('_').replace('_', '.') or 'me'}@{MAIL_DOMAINS[words[6] % 3]}"
        while ".." in email:
            email = email.replace("..", ".")
    else:
        email = f"{first}.{last}@{host}".lower() if last else f"{first}@{host}".lower()
    return Person(
        str(user_id),
        key,
        f"{first} {last}" if last else first,
        first,
        last,
        _bio(role, title, company, words),
        "" if words[7] < 8_000 else place,
        country,
        None if words[8] < 26_200 else f"https://{host}",
        email,
        company,
        title,
        role.industries[words[9] % len(role.industries)],
        role.topics,
        followers,
        _count(words[10], _FOLLOWING_MEDIAN, _FOLLOWING_SPREAD),
        _count(words[11], _TWEETS_MEDIAN, _TWEETS_SPREAD),
        followers * (words[12] & 31) >> 10,
        words[13] < 1_000,
        words[14] < 9_000,
        joined,
        status,
        number,
    )


def _bio(role: Role, title: str, company: str, words: tuple[int, ...]) -> str:
    style = words[15] & 31
    if style < 2:
        return ""
    place = words[16] * len(role.topics) >> 16
    topic = role.topics[place]
    headline = role.headlines[words[17] * len(role.headlines) >> 16].format(title=title, company=company, topic=topic)
    if style < 14:
        return headline
    if style < 20:
        return f"{headline}. {BIO_EXTRAS[words[18] * len(BIO_EXTRAS) >> 16]}"
    if style < 25:
        return f"{headline} {BIO_EMOJI[words[18] * len(BIO_EMOJI) >> 16]}"
    other = role.topics[(place + 1 + words[19] % (len(role.topics) - 1)) % len(role.topics)]
    if style < 29:
        return f"{headline} #{topic.replace(' ', '').replace('-', '')} #{other.replace(' ', '').replace('-', '')}"
    return f"{headline}\n{other} | {BIO_EXTRAS[words[18] * len(BIO_EXTRAS) >> 16]}"


def _typed_name(key: str, words: tuple[int, ...]) -> tuple[str, str]:
    """A name that the handle could belong to."""
    parts = [part for part in key.split("_") if part.isalpha()]
    if len(parts) >= 2:
        return parts[0].capitalize(), parts[1].capitalize()
    letters = key.replace("_", "").rstrip("0123456789")
    lasts = all_last_names()
    last = lasts[words[21] * len(lasts) >> 16]
    known = _first_names_by_key()
    for cut in range(len(letters), 2, -1):
        first = known.get(letters[:cut])
        if first is not None:
            rest = letters[cut:]
            return first, rest.capitalize() if len(rest) > 2 and rest.isalpha() else last
    firsts = all_first_names()
    return firsts[words[20] * len(firsts) >> 16], last


@cache
def _first_names_by_key() -> dict[str, str]:
    return {name.lower(): name for name in all_first_names()}


def _count(word: int, median: int, spread: float) -> int:
    return int(median * _ratios(spread)[word >> 6] * (1 + (word & 63) / 640)) + (word & 7)


@cache
def _ratios(spread: float) -> tuple[float, ...]:
    """Quantiles of a log-normal with median 1, at 1,024 even steps; rounded, so that every machine has the same."""
    normal = NormalDist()
    return tuple(round(math.exp(spread * normal.inv_cdf((step + 0.5) / 1024)), 6) for step in range(1024))
