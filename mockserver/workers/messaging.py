"""What outreach needs whoever sends it: messages made out to a person, and the pace at which an account sends.

Must not know a vendor's campaigns, nor deliver a message.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mockserver.core.entropy import Stream
from mockserver.core.times import MINUTE, SECOND, Millis
from mockserver.world.person import Person

_PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z][A-Za-z0-9_ ]{0,40}?)\s*\}\}")

_FIELDS: Mapping[str, Callable[[Person], str]] = {
    "firstname": lambda person: person.first_name,
    "lastname": lambda person: person.last_name,
    "name": lambda person: person.name,
    "fullname": lambda person: person.name,
    "handle": lambda person: person.handle,
    "username": lambda person: person.handle,
    "screenname": lambda person: person.handle,
    "company": lambda person: person.company,
    "jobtitle": lambda person: person.job_title,
    "title": lambda person: person.job_title,
    "industry": lambda person: person.industry,
    "location": lambda person: person.location,
    "bio": lambda person: person.bio,
    "website": lambda person: person.website or "",
}


def personalise(template: str, person: Person, *, topic: str | None = None) -> str:
    """The template with `{{firstName}}` and its like filled in for a person.

    Names are known in any case, with or without underscores or spaces (`{{first_name}}`); `{{topic}}` is the
    topic given, else the person's first. What is not known stays as it was written.
    """
    if "{{" not in template:
        return template

    def fill(match: re.Match[str]) -> str:
        name = match[1].replace("_", "").replace(" ", "").lower()
        if name == "topic":
            return topic or (person.topics[0] if person.topics else "that")
        field = _FIELDS.get(name)
        return match[0] if field is None else field(person)

    return _PLACEHOLDER.sub(fill, template)


@dataclass(frozen=True, slots=True)
class Pace:
    """How an account spreads its messages: the first one soon, then one after each gap."""

    first: tuple[Millis, Millis] = (10 * SECOND, 5 * MINUTE)
    gap: tuple[Millis, Millis] = (10 * MINUTE, 20 * MINUTE)

    def first_delay(self, stream: Stream) -> Millis:
        """How long until the first message."""
        return stream.between(*self.first)

    def next_delay(self, stream: Stream) -> Millis:
        """How long until the next message."""
        return stream.between(*self.gap)
