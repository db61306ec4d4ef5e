"""The words people are made of: names, places, companies, websites.

Faker's lists are read when first needed, since importing them takes a fifth of a second.
Must not know how words are put together, nor choose among them.
"""

from __future__ import annotations

from functools import cache

FIRST_NAMES = 290
LAST_NAMES = 360
"""How many short names the population's handles are made of; with four digits that stays below 2**30 people."""

PLACES: tuple[tuple[str, str], ...] = (
    ("San Francisco, CA", "US"), ("New York, NY", "US"), ("Austin, TX", "US"), ("Los Angeles, CA", "US"),
    ("Seattle, WA", "US"), ("Boston, MA", "US"), ("Chicago, IL", "US"), ("Miami, FL", "US"), ("Denver, CO", "US"),
    ("Atlanta, GA", "US"), ("Portland, OR", "US"), ("San Diego, CA", "US"), ("Nashville, TN", "US"),
    ("Dallas, TX", "US"), ("Houston, TX", "US"), ("Phoenix, AZ", "US"), ("Philadelphia, PA", "US"),
    ("Washington, DC", "US"), ("Raleigh, NC", "US"), ("Salt Lake City, UT", "US"), ("Brooklyn", "US"),
    ("Bay Area", "US"), ("NYC", "US"), ("California, USA", "US"), ("United States", "US"), ("Minneapolis, MN", "US"),
    ("London", "GB"), ("London, England", "GB"), ("Manchester, UK", "GB"), ("Edinburgh, Scotland", "GB"),
    ("Bristol, UK", "GB"), ("United Kingdom", "GB"), ("Toronto, Canada", "CA"), ("Vancouver, BC", "CA"),
    ("Montréal, Québec", "CA"), ("Berlin, Germany", "DE"), ("Munich", "DE"), ("Hamburg, Germany", "DE"),
    ("Paris, France", "FR"), ("Lyon, France", "FR"), ("Amsterdam", "NL"), ("Rotterdam, NL", "NL"),
    ("Madrid, España", "ES"), ("Barcelona", "ES"), ("Lisbon, Portugal", "PT"), ("Porto", "PT"), ("Milano", "IT"),
    ("Rome, Italy", "IT"), ("Dublin, Ireland", "IE"), ("Stockholm, Sweden", "SE"), ("Oslo, Norway", "NO"),
    ("Copenhagen", "DK"), ("Helsinki, Finland", "FI"), ("Zürich", "CH"), ("Vienna, Austria", "AT"),
    ("Warsaw, Poland", "PL"), ("Kraków", "PL"), ("Prague, Czechia", "CZ"), ("Bucharest, Romania", "RO"),
    ("Athens, Greece", "GR"), ("Kyiv, Ukraine", "UA"), ("Tallinn, Estonia", "EE"), ("Istanbul, Türkiye", "TR"),
    ("Tel Aviv", "IL"), ("Dubai, UAE", "AE"), ("Abu Dhabi", "AE"), ("Riyadh", "SA"), ("Cairo, Egypt", "EG"),
    ("Lagos, Nigeria", "NG"), ("Abuja, Nigeria", "NG"), ("Accra, Ghana", "GH"), ("Nairobi, Kenya", "KE"),
    ("Cape Town", "ZA"), ("Johannesburg", "ZA"), ("Bengaluru, India", "IN"), ("Mumbai, India", "IN"),
    ("New Delhi", "IN"), ("Hyderabad, India", "IN"), ("Pune, India", "IN"), ("India", "IN"), ("Karachi", "PK"),
    ("Lahore, Pakistan", "PK"), ("Dhaka, Bangladesh", "BD"), ("Colombo", "LK"), ("Singapore", "SG"),
    ("Kuala Lumpur", "MY"), ("Jakarta, Indonesia", "ID"), ("Bali", "ID"), ("Manila, Philippines", "PH"),
    ("Cebu City", "PH"), ("Bangkok, Thailand", "TH"), ("Chiang Mai", "TH"), ("Ho Chi Minh City", "VN"),
    ("Hanoi, Vietnam", "VN"), ("Hong Kong", "HK"), ("Taipei", "TW"), ("Tokyo, Japan", "JP"), ("Osaka", "JP"),
    ("Seoul", "KR"), ("Sydney, Australia", "AU"), ("Melbourne", "AU"), ("Brisbane, QLD", "AU"),
    ("Auckland, New Zealand", "NZ"), ("São Paulo, Brasil", "BR"), ("Rio de Janeiro", "BR"),
    ("Buenos Aires", "AR"), ("Santiago, Chile", "CL"), ("Bogotá, Colombia", "CO"), ("Medellín", "CO"),
    ("Ciudad de México", "MX"), ("Guadalajara, MX", "MX"), ("Lima, Perú", "PE"), ("San Juan, PR", "PR"),
)  # fmt: skip
"""Where people say they are, and the country it lies in."""

COMPANY_STEMS: tuple[str, ...] = (
    "Acorn", "Alder", "Amber", "Apex", "Arbor", "Atlas", "Aurora", "Beacon", "Birch", "Blue Peak", "Bright", "Brook",
    "Canyon", "Cedar", "Cinder", "Clear", "Cobalt", "Compass", "Copper", "Coral", "Crest", "Delta", "Drift", "Echo",
    "Ember", "Evergreen", "Fable", "Falcon", "Fern", "Field", "Flint", "Forge", "Fox", "Glacier", "Granite", "Grove",
    "Harbor", "Hazel", "Helix", "Heron", "Hollow", "Horizon", "Indigo", "Iris", "Juniper", "Kestrel", "Kite", "Lantern",
    "Larch", "Linden", "Lumen", "Magnet", "Maple", "Marble", "Meridian", "Mesa", "Mint", "Moss", "Nimbus", "North",
    "Nova", "Oak", "Onyx", "Orbit", "Osprey", "Otter", "Paper", "Pebble", "Pine", "Pixel", "Plum", "Prairie", "Prism",
    "Quartz", "Raven", "Reef", "Ridge", "River", "Rowan", "Sable", "Sail", "Sierra", "Signal", "Silver", "Slate",
    "Spark", "Spruce", "Stone", "Summit", "Swift", "Tandem", "Tide", "Timber", "Topaz", "Tundra", "Velvet", "Vertex",
    "Violet", "Willow", "Zephyr",
)  # fmt: skip

COMPANY_ENDINGS: tuple[str, ...] = (
    "", " Labs", " AI", " Studio", " Group", " Partners", " Health", " Media", " Works", " Digital", " Capital",
    " Systems", " Cloud", " Analytics", " Collective", " Ventures", " & Co", " HQ", " Software", " Agency",
)  # fmt: skip

MAIL_DOMAINS: tuple[str, ...] = ("mail.example.com", "inbox.example.net", "post.example.org")
"""Personal mail. Assumption: every address lies under the domains of RFC 2606, so that a client under test
can never reach a real person."""


BIO_EXTRAS: tuple[str, ...] = (
    "Dad of two.",
    "Proud mom.",
    "he/him",
    "she/her",
    "Ex-bigco.",
    "YC alum.",
    "Speaker.",
    "Opinions my own.",
    "DMs open.",
    "Remote.",
    "Nomad.",
    "Ask me anything.",
    "Newsletter: 4k readers.",
    "Coffee first.",
    "Views mine.",
    "Always learning.",
    "Runner.",
    "Chess addict.",
    "Immigrant.",
    "Hiring!",
    "Open to work.",
    "Forbes 30 under 30.",
)

BIO_EMOJI: tuple[str, ...] = (
    "🚀",
    "✨",
    "💡",
    "🌍",
    "📈",
    "☕️",
    "🎯",
    "🌱",
    "🔥",
    "💜",
    "🧠",
    "🏃‍♀️",
    "🎧",
    "🐍",
    "🇺🇸",
    "👋",
)


@cache
def _all_names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    from faker.providers.person.en_US import Provider

    def plain(names: object) -> tuple[str, ...]:
        found: dict[str, str] = {}
        for name in names:  # type: ignore[attr-defined]
            if name.isascii() and name.isalpha():
                found.setdefault(name.lower(), name)
        return tuple(found[key] for key in sorted(found))

    return plain(Provider.first_names), plain(Provider.last_names)


def all_first_names() -> tuple[str, ...]:
    """Every first name, in the order of the alphabet."""
    return _all_names()[0]


def all_last_names() -> tuple[str, ...]:
    """Every last name, in the order of the alphabet."""
    return _all_names()[1]


@cache
def short_first_names() -> tuple[str, ...]:
    """Exactly `FIRST_NAMES` first names of two to five letters."""
    return _thinned([name for name in all_first_names() if len(name) <= 5], FIRST_NAMES)


@cache
def short_last_names() -> tuple[str, ...]:
    """Exactly `LAST_NAMES` last names of two to five letters."""
    return _thinned([name for name in all_last_names() if len(name) <= 5], LAST_NAMES)


@cache
def other_jobs() -> tuple[str, ...]:
    """Job titles of every trade, as a person would write them."""
    from faker.providers.job.en_US import Provider

    return tuple(job for job in Provider.jobs if "," not in job and "/" not in job)


def _thinned(names: list[str], size: int) -> tuple[str, ...]:
    if len(names) < size:
        raise RuntimeError(f"the installed Faker has {len(names)} short names, {size} are needed")
    return tuple(names[index * len(names) // size] for index in range(size))
