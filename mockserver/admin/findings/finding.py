"""What a rule finds, and how the same mistake made often becomes one finding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from mockserver.gateway.journal import Entry
from mockserver.gateway.operation import Operation

_NAMED = 20
"""How many requests a finding names."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request with its answer, and the operation that it met, if any."""

    entry: Entry
    operation: Operation | None

    @property
    def place(self) -> str:
        """For people: `POST /campaigns`, with the path's parameters by name."""
        path = self.entry.path if self.operation is None else self.operation.path
        return f"{self.entry.method} {path}"


@dataclass(frozen=True, slots=True)
class Sighting:
    """One time a mistake was made; `subject` tells sightings of one mistake from another (a field, a list)."""

    mistake: str
    vendor: str
    place: str
    subject: str
    message: str
    request_id: str | None = None


@dataclass(slots=True)
class Finding:
    """A mistake, how often it was made, and in which requests."""

    mistake: str
    vendor: str
    place: str
    message: str
    count: int = 0
    requests: list[str] = field(default_factory=list)


def gathered(sightings: Iterable[Sighting]) -> list[Finding]:
    """One finding for each mistake, place and subject, in the order of its first sighting."""
    found: dict[tuple[str, str, str, str], Finding] = {}
    for each in sightings:
        key = (each.mistake, each.vendor, each.place, each.subject)
        finding = found.setdefault(key, Finding(each.mistake, each.vendor, each.place, each.message))
        finding.count += 1
        if each.request_id is not None and len(finding.requests) < _NAMED:
            finding.requests.append(each.request_id)
    return list(found.values())
