"""The people of the platforms other than X: each follows from the workspace's seed, the platform and a handle.

On X the world's own people are taken. Must not know campaigns, nor what is stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from struct import Struct

from mockserver.core.entropy import Entropy
from mockserver.core.times import DAY, Instant
from mockserver.vendors.scravio.campaigns.countries import CODES as COUNTRY_CODES
from mockserver.vendors.scravio.campaigns.kinds import Platform
from mockserver.vendors.scravio.leads.places import (
    CITIES,
    LETTERS,
    STREETS,
    City,
    cities_of,
    code_of,
    index_of,
)
from mockserver.world.roles import role_wheel
from mockserver.world.vocabulary import (
    COMPANY_ENDINGS,
    COMPANY_STEMS,
    MAIL_DOMAINS,
    all_first_names,
    all_last_names,
    other_jobs,
)

_WORDS = Struct("<32H").unpack
_DRAW = Struct("<I").unpack

_ROUNDS = 14
"""How often each country comes among the numbers of one name, so that handles end in at most four digits."""

_FORMS = ("{first}.{last}{digits}", "{first}_{last}{digits}", "{first}.{last}_{digits}")
_LINKEDIN_FORMS = ("{first}-{last}-{digits}", "{first}-{last}{digits}", "{first}-{last}-p{digits}")
"""First and last name stay apart, so that no two people have one handle."""

_OLDEST: Instant = 1_293_840_000_000  # 2011-01-01T00:00:00Z
_DAYS = 5_400


@dataclass(frozen=True, slots=True)
class Profile:
    """A person of a platform. A phone number is one reserved for fiction; addresses lie under RFC 2606's domains."""

    handle: str
    user_id: str
    full_name: str
    bio: str
    email: str
    phone: str | None
    followers: int
    following: int
    media: int
    website: str | None
    is_private: bool
    is_verified: bool
    is_business: bool
    country: str
    city: City | None
    street: str | None
    joined: Instant
    title: str
    company: str
    industry: str


def spaces() -> int:
    """How many people a platform has for each country."""
    return len(all_first_names()) * len(all_last_names()) * _ROUNDS * len(_FORMS)


def numbered(base: int, country: int) -> int:
    """The number of a person: `base` is below `spaces`, `country` is that of two letters."""
    return base * LETTERS + country


def some_country(word: int) -> int:
    """The country of anybody, by a draw of 16 bits."""
    return index_of(CITIES[word * len(CITIES) >> 16].country)


def handle_of(platform: Platform, number: int) -> str:
    """The handle of a person's number; its digits tell the country."""
    base, country = divmod(number, LETTERS)
    base, round_ = divmod(base, _ROUNDS)
    base, form = divmod(base, len(_FORMS))
    last, first = divmod(base, len(all_first_names()))
    forms = _LINKEDIN_FORMS if platform is Platform.LINKEDIN else _FORMS
    return forms[form].format(
        first=all_first_names()[first].lower(),
        last=all_last_names()[last].lower(),
        digits=country + LETTERS * round_,
    )


@dataclass(frozen=True, slots=True)
class Sketch:
    """As much of a person as a lead's row needs; `draw` decides what is found of the email."""

    email: str
    followers: int
    draw: int


def sketch(entropy: Entropy, platform: Platform, handle: str) -> Sketch:
    """What is needed to keep a person as a lead; a third of the work of `profile`."""
    words = _words(entropy, platform, handle)
    return Sketch(_email(handle, words), _followers(words), email_draw(entropy, platform, handle))


def email_draw(entropy: Entropy, platform: Platform, handle: str) -> int:
    """A draw of 32 bits that decides whether a person's email is in sight, hidden, or nowhere."""
    draw: int = _DRAW(entropy.digest("scravio.email", platform, handle, size=4))[0]
    return draw


def profile(entropy: Entropy, platform: Platform, handle: str) -> Profile:
    """The person of a handle."""
    words = _words(entropy, platform, handle)
    first, last = _name(handle, words)
    country = _country(handle, words)
    cities = cities_of(country)
    city = cities[words[8] % len(cities)] if cities else None
    role = role_wheel()[words[9] * len(role_wheel()) >> 16]
    titles = role.titles or other_jobs()
    title = titles[words[10] * len(titles) >> 16]
    topic = role.topics[words[11] * len(role.topics) >> 16]
    headline = role.headlines[words[12] * len(role.headlines) >> 16]
    is_business = platform is Platform.FACEBOOK or words[13] < 18_000
    followers = _followers(words)
    return Profile(
        handle=handle,
        user_id=str(10**9 + (words[14] << 16 | words[15]) * 7),
        full_name=f"{first} {last}",
        bio=headline.format(title=title, company=_company(words), topic=topic),
        email=_email(handle, words),
        phone=f"+1{200 + words[16] % 700:03d}55501{words[17] % 100:02d}" if words[18] < 13_000 else None,
        followers=followers,
        following=_scaled(words[19], words[20]) // 2,
        media=words[21] % 900,
        website=f"https://{_host(words)}" if words[22] < 24_000 else None,
        is_private=words[23] < 6_500,
        is_verified=words[24] < 2_000,
        is_business=is_business,
        country=country,
        city=city,
        street=f"{1 + words[25] % 180} {STREETS[words[26] % len(STREETS)]}" if is_business and city else None,
        joined=_OLDEST + words[27] % _DAYS * DAY + words[28] * 1_000,
        title=title,
        company=_company(words),
        industry=role.industries[words[29] % len(role.industries)],
    )


def _words(entropy: Entropy, platform: Platform, handle: str) -> tuple[int, ...]:
    return _WORDS(entropy.digest("scravio.profile", platform, handle.lower()))


def _name(handle: str, words: tuple[int, ...]) -> tuple[str, str]:
    """A first and last name that the handle could belong to."""
    parts = [part for part in handle.replace(".", "-").replace("_", "-").split("-") if part]
    letters = [name for part in parts if (name := part.rstrip("0123456789")).isalpha()]
    if len(letters) > 1:
        return letters[0].capitalize(), letters[1].capitalize()
    firsts, lasts = all_first_names(), all_last_names()
    return firsts[words[0] * len(firsts) >> 16], lasts[words[1] * len(lasts) >> 16]


def _country(handle: str, words: tuple[int, ...]) -> str:
    """What the digits tell; a handle without them, or with digits of no known country, lives anywhere."""
    digits = handle[len(handle.rstrip("0123456789")) :]
    code = code_of(int(digits[-4:]) % LETTERS) if digits else ""
    return code if code in COUNTRY_CODES else code_of(some_country(words[7]))


def _followers(words: tuple[int, ...]) -> int:
    return _scaled(words[2], words[3])


def _scaled(size: int, detail: int) -> int:
    """A count between 4 and 130,000 of which each doubling is likely, the middle ones most."""
    octave = (size & 7) + (size >> 3 & 7)
    return ((64 + (size >> 6 & 63)) << octave) + (detail << octave >> 16) >> 4


def _company(words: tuple[int, ...]) -> str:
    stem = COMPANY_STEMS[words[4] * len(COMPANY_STEMS) >> 16]
    return stem + COMPANY_ENDINGS[words[5] * len(COMPANY_ENDINGS) >> 16]


def _host(words: tuple[int, ...]) -> str:
    return f"{_company(words).replace(' & ', '').replace(' ', '').lower()}.example.com"


def _email(handle: str, words: tuple[int, ...]) -> str:
    """An address that nobody else has, since handles are unique."""
    name = ".".join(part for part in handle.lower().split(".") if part) or "me"
    return f"{name}@{MAIL_DOMAINS[words[6] % len(MAIL_DOMAINS)] if words[6] < 40_000 else _host(words)}"
