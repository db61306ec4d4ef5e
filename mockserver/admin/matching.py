"""Which journal entries a pattern means, how far others are from it, and what to say when a count is wrong.

Pure functions over entries. Must not know workspaces.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.admin.schemas import ControlBody
from mockserver.core.json import dumps_text
from mockserver.gateway.globs import Glob
from mockserver.gateway.journal import HIDDEN, Entry, redact

_NEAR = 5
_LOOKED_AT = 1_000


class Pattern(ControlBody):
    """What a request must look like; what is left out may be anything."""

    vendor: Annotated[str | None, Field(description="A name of GET /_mock/vendors")] = None
    method: Annotated[str | None, Field(description="GET, POST, PUT, PATCH or DELETE")] = None
    path: Annotated[
        str | None, Field(description="The vendor's own path; * stands for one segment or a part of it, ** for any")
    ] = None
    status: Annotated[int | None, Field(ge=100, le=599, description="The answer's status, 100 to 599")] = None
    body: Annotated[object, Field(description="JSON that the request's body contains")] = None

    @cached_property
    def glob(self) -> Glob | None:
        """The path, ready to match."""
        return None if self.path is None else Glob(self.path)

    def differences(self, entry: Entry) -> list[Difference]:
        """Where the entry is not as the pattern wants it; nothing when it matches."""
        return list(self._differences(entry))

    def _differences(self, entry: Entry) -> Iterator[Difference]:
        if self.vendor is not None and self.vendor != entry.vendor:
            yield {"field": "vendor", "expected": self.vendor, "actual": entry.vendor}
        if self.method is not None and self.method.upper() != entry.method:
            yield {"field": "method", "expected": self.method.upper(), "actual": entry.method}
        if self.glob is not None and not self.glob.takes(entry.vendor, entry.path):
            yield {"field": "path", "expected": self.path, "actual": entry.path}
        if self.status is not None and self.status != entry.status:
            yield {"field": "status", "expected": self.status, "actual": entry.status}
        if "body" in self.model_fields_set:
            yield from _lacks(self.body, entry.json_body(), "body", entry.secret_fields)

    def likeness(self, entry: Entry) -> float:
        """How like the entry's path is to the wanted one, 0 to 1."""
        return 1.0 if self.path is None else SequenceMatcher(None, self.path, entry.path).quick_ratio()

    def __str__(self) -> str:
        """For people: `POST /accounts with status 200`."""
        named = [("vendor", self.vendor), ("status", self.status)]
        told = [f"{name} {value}" for name, value in named if value is not None]
        if "body" in self.model_fields_set:
            told.append(f"a body that has {dumps_text(self.body)}")
        head = f"{(self.method or 'any method').upper() if self.method else 'any method'} {self.path or '/**'}"
        return f"{head} with {', '.join(told)}" if told else head


class Difference(TypedDict):
    """One field that is not as it was wanted."""

    field: str
    expected: object
    actual: object


class Near(TypedDict):
    """A request that almost matched."""

    id: str
    request: str
    differs: list[Difference]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many requests there must be."""

    least: int = 1
    most: int | None = None

    def allow(self, count: int) -> bool:
        """Whether that many are right."""
        return self.least <= count and (self.most is None or count <= self.most)

    def can_still(self, count: int) -> bool:
        """Whether more requests may make it right."""
        return self.most is None or count <= self.most

    def __str__(self) -> str:
        """For people: `exactly 2`, `at least 1`, `1 to 3`."""
        if self.most is None:
            return f"at least {self.least}"
        if self.most == self.least:
            return f"exactly {self.least}"
        return f"at most {self.most}" if self.least == 0 else f"{self.least} to {self.most}"


def matching(pattern: Pattern, entries: Sequence[Entry]) -> list[Entry]:
    """The entries that match, in their order."""
    return [entry for entry in entries if not pattern.differences(entry)]


def near_misses(pattern: Pattern, entries: Sequence[Entry]) -> list[Near]:
    """The entries that come closest without matching: the fewest differences first, then the likest path, the newest.

    Entries that differ in all of several fields are left out.
    """
    wanted = len(pattern.model_fields_set)
    found = [(entry, differs) for entry in entries[-_LOOKED_AT:] if (differs := pattern.differences(entry))]
    close = [each for each in reversed(found) if wanted == 1 or len({_field(part) for part in each[1]}) < wanted]
    close.sort(key=lambda each: (len(each[1]), -pattern.likeness(each[0])))
    return [{"id": entry.id, "request": shown(entry), "differs": differs} for entry, differs in close[:_NEAR]]


def in_order(patterns: Sequence[Pattern], entries: Sequence[Entry]) -> list[Entry]:
    """The first entries that match the patterns one after another, as far as that goes."""
    found: list[Entry] = []
    for entry in entries:
        if len(found) < len(patterns) and not patterns[len(found)].differences(entry):
            found.append(entry)
    return found


def shown(entry: Entry) -> str:
    """An entry on one line."""
    return f"{entry.method} {entry.path}{'?' + entry.query if entry.query else ''} → {entry.status} ({entry.vendor})"


def _field(difference: Difference) -> str:
    return difference["field"].partition(".")[0].partition("[")[0]


def _lacks(wanted: object, actual: object, where: str, hidden: frozenset[str]) -> Iterator[Difference]:
    """Where `actual` does not contain `wanted`: objects may have more keys, arrays have as many items."""
    if isinstance(wanted, dict) and isinstance(actual, dict):
        for name, value in wanted.items():
            if name in hidden and any(_lacks(value, actual.get(name), where, hidden)):
                yield {"field": f"{where}.{name}", "expected": value, "actual": HIDDEN}
            elif name in actual:
                yield from _lacks(value, actual[name], f"{where}.{name}", hidden)
            else:
                yield {"field": f"{where}.{name}", "expected": value, "actual": None}
    elif isinstance(wanted, list) and isinstance(actual, list) and len(wanted) == len(actual):
        for at, (value, item) in enumerate(zip(wanted, actual, strict=True)):
            yield from _lacks(value, item, f"{where}[{at}]", hidden)
    elif not _equal(wanted, actual):
        yield {"field": where, "expected": wanted, "actual": redact(actual, hidden)}


def _equal(wanted: object, actual: object) -> bool:
    """Equal as JSON: true is not 1."""
    return isinstance(wanted, bool) == isinstance(actual, bool) and wanted == actual
