"""LinkedIn profiles: who of the world stands behind an address, and the address of somebody of the world.

Must not know what is kept of a lead.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from mockserver.vendors.socialscalr import magic
from mockserver.world.people import People
from mockserver.world.person import Person

_OTHERS = re.compile(r"[^a-z0-9]+")
_LONGEST_HANDLE = 15


def profile_key(url: str) -> str:
    """What tells whether two addresses are one profile: the host in lower case, without a slash at the end."""
    parts = urlsplit(url)
    return parts._replace(
        scheme=parts.scheme.lower(), netloc=parts.netloc.lower(), path=parts.path.rstrip("/")
    ).geturl()


def slug(url: str) -> str:
    """The name of a profile in its address: `ada` of `https://www.linkedin.com/in/ada/`; empty if there is none."""
    return urlsplit(url).path.rstrip("/").rpartition("/")[2].lower()


def address(person: Person) -> str:
    """The profile of somebody of the world."""
    return f"https://www.linkedin.com/in/{person.key.replace('_', '-')}/"


def person_of(people: People, url: str) -> Person | None:
    """Who of the world has the profile; None where there is no such profile.

    Any address is somebody's. Of a name too long for a handle the beginning counts.
    """
    name = slug(url)
    if magic.MISSING.matches(name):
        return None
    return people.get(_OTHERS.sub("_", name).strip("_")[:_LONGEST_HANDLE] or "member")
