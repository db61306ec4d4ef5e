"""What may be stored of a person instead of what is derived, and how the two become one.

Must not know when anything is stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from mockserver.world.person import Person, PersonStatus
from mockserver.world.population import POPULATION
from mockserver.world.tables import PersonRow

_OVERRIDABLE: Mapping[str, tuple[type, ...]] = MappingProxyType(
    {
        "user_id": (str,),
        "name": (str,),
        "first_name": (str,),
        "last_name": (str,),
        "bio": (str,),
        "location": (str,),
        "country_code": (str,),
        "website": (str, type(None)),
        "email": (str,),
        "company": (str,),
        "job_title": (str,),
        "industry": (str,),
        "topics": (list, tuple),
        "followers_count": (int,),
        "following_count": (int,),
        "tweets_count": (int,),
        "listed_count": (int,),
        "is_verified": (bool,),
        "is_blue_verified": (bool,),
        "created_at": (int,),
        "status": (str,),
    }
)


def overlaid(person: Person, row: PersonRow) -> Person:
    """`person` as derived, with what its row says instead."""
    changes = dict(row.overrides)
    if "status" in changes:
        changes["status"] = PersonStatus(str(changes["status"]))
    if "topics" in changes:
        topics = changes["topics"]
        assert isinstance(topics, list)
        changes["topics"] = tuple(topics)
    return replace(
        person,
        handle=row.handle,
        user_id=str(row.user_id),
        followers_count=_seen(row.followers_base, person.followers_count, row.followers_delta),
        following_count=_seen(row.following_base, person.following_count, row.following_delta),
        tweets_count=_seen(row.tweets_base, person.tweets_count, row.tweets_delta),
        **changes,  # type: ignore[arg-type]
    )


def _seen(base: int | None, derived: int, delta: int) -> int:
    return (derived if base is None else base) + delta


def check_overrides(overrides: Mapping[str, object]) -> None:
    """Raise `ValueError` for an unknown attribute or a value that does not fit."""
    for name, value in overrides.items():
        types = _OVERRIDABLE.get(name)
        if types is None:
            raise ValueError(f"a person has no attribute {name!r}; there are {', '.join(_OVERRIDABLE)}")
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            raise ValueError(f"{name} cannot be {value!r}")
        if name.endswith("_count") and isinstance(value, int) and not 0 <= value <= POPULATION // 2:
            raise ValueError(f"{name} must lie between 0 and {POPULATION // 2}")
        if name == "status":
            PersonStatus(str(value))
        if name == "user_id" and not (str(value).isascii() and str(value).isdigit() and int(str(value)) < 1 << 63):
            raise ValueError("user_id must be a whole number below 2**63, as a string")
