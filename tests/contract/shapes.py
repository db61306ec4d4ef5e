"""The comparator tells how a served JSON value departs from the shape of the documented one.

Compares keys, JSON types and the format of strings (a UUID, a timestamp with milliseconds, ...), never values.
Must not know any vendor: what a vendor's document leaves open comes in by parameter.

Paths in reports carry indices (`accounts[0].cookies[1].name`). Paths in parameters are patterns without them:
`accounts[].cookies[].name`, and `columns.*.count` for what lies inside a map named `columns`.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

__all__ = ["differences", "float_keys", "format_of"]

_NOTHING: frozenset[str] = frozenset()


def differences(
    documented: object,
    served: object,
    *,
    extra_ok: bool = True,
    nullable: frozenset[str] = _NOTHING,
    optional: frozenset[str] = _NOTHING,
    maps: frozenset[str] = _NOTHING,
    floats: frozenset[str] = _NOTHING,
) -> list[str]:
    """List how `served` departs from the shape of `documented`, as `path: what`, in the documented order; [] if not.

    An empty served array or map has nothing to compare and passes: assert on its length where that matters.

    - `extra_ok`: keys that are not documented may be served; if false each is reported.
    - `nullable`: patterns that may be null though the document shows a value.
    - `optional`: patterns of keys that may be absent though the document shows them.
    - `maps`: patterns of objects keyed by data. Each served value is compared with all documented values merged.
    - `floats`: names of keys known as fractional from other examples (`float_keys`); those inside `documented`
      are found without help.
    """
    walk = _Walk(extra_ok, nullable, optional, maps, floats | float_keys(documented))
    return walk.value(documented, served, _Path())


def float_keys(*documented: object) -> frozenset[str]:
    """Name the keys that hold a number with a decimal point (`12.0`) anywhere in the documented values."""
    found: set[str] = set()
    for value in documented:
        if isinstance(value, dict):
            for key, member in value.items():
                if any(isinstance(number, float) for number in (member if isinstance(member, list) else [member])):
                    found.add(key)
            found |= float_keys(*value.values())
        elif isinstance(value, list):
            found |= float_keys(*value)
    return frozenset(found)


# --- Formats -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Format:
    """A class of strings. What the document may write is wider than what is accepted where it writes placeholders."""

    name: str
    documented: Callable[[str], bool]
    accepts: Callable[[str], bool]


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


def _is_base64url(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9_-]+", text) is not None and len(text) % 4 != 1


def _is_written_cursor(text: str) -> bool:
    """Tell a documented cursor from a handle of the same letters: it is long and decodes to readable text."""
    if len(text) < 16 or not _is_base64url(text):
        return False
    try:
        decoded = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return False
    return decoded.isprintable()


def _format(name: str, pattern: str) -> _Format:
    test = _matches(pattern)
    return _Format(name, test, test)


_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_UUID_PLACEHOLDER = r"(?:[a-z]+-)?uuid(?:-[a-z0-9]+)?"  # "uuid", "uuid-here", "uuid-1", "job-uuid-1"
_DAY = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"

# The first that fits the documented string counts, so the narrow ones stand before the wide ones.
_FORMATS: tuple[_Format, ...] = (
    _format("UUID", f"{_UUID}|{_UUID_PLACEHOLDER}"),
    _format("ISO timestamp with milliseconds", rf"{_DAY}T{_TIME}\.[0-9]{{3}}Z"),
    _format("ISO timestamp without milliseconds", f"{_DAY}T{_TIME}Z"),
    _format("ISO date", _DAY),
    _format("unix milliseconds", r"[1-9][0-9]{12}"),
    _format("numeric string", r"[0-9]+"),
    _format("conversation id (number-number)", r"[0-9]+-[0-9]+"),
    _format("URL", r"(?:https?|wss?)://\S+"),
    _format("req_ id", r"req_[A-Za-z0-9]+"),
    _format("camp_ id", r"camp_[A-Za-z0-9]+"),
    _format("#rrggbb colour", r"#[0-9A-Fa-f]{6}"),
    _Format("base64url cursor", _is_written_cursor, _is_base64url),
)


def _written_format(text: str) -> _Format | None:
    return next((candidate for candidate in _FORMATS if candidate.documented(text)), None)


def format_of(text: str) -> str | None:
    """Name the format a documented string is of, or None when any string will do."""
    written = _written_format(text)
    return written.name if written else None


# --- The walk ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Path:
    """Where the walk stands: `shown` for reports, `pattern` for the parameters, `key` the nearest object key."""

    shown: str = ""
    pattern: str = ""
    key: str = ""

    def member(self, key: str, *, in_map: bool = False) -> _Path:
        dot = "." if self.shown else ""
        return _Path(f"{self.shown}{dot}{key}", f"{self.pattern}{dot}{'*' if in_map else key}", key)

    def element(self, index: int) -> _Path:
        return _Path(f"{self.shown}[{index}]", f"{self.pattern}[]", self.key)

    def says(self, what: str) -> list[str]:
        return [f"{self.shown or '(root)'}: {what}"]


@dataclass(frozen=True, slots=True)
class _Walk:
    extra_ok: bool
    nullable: frozenset[str]
    optional: frozenset[str]
    maps: frozenset[str]
    floats: frozenset[str]

    def value(self, documented: object, served: object, at: _Path) -> list[str]:
        if served is None and (documented is None or at.pattern in self.nullable):
            return []
        want, got = _json_type(documented), _json_type(served)
        if documented is None:
            return [] if got in ("object", "string") else at.says(f"documented null, served {got}")
        if want != got:
            return at.says(f"documented {want}, served {got}")
        if isinstance(documented, dict) and isinstance(served, dict):
            compare = self._map if at.pattern in self.maps else self._object
            return compare(documented, served, at)
        if isinstance(documented, list) and isinstance(served, list):
            return self._array(documented, served, at)
        if isinstance(documented, str) and isinstance(served, str):
            return _string(documented, served, at)
        if isinstance(documented, int | float) and isinstance(served, int | float):
            return self._number(documented, served, at)
        return []

    def _object(self, documented: dict[str, object], served: dict[str, object], at: _Path) -> list[str]:
        found: list[str] = []
        for key, member in documented.items():
            below = at.member(key)
            if key in served:
                found += self.value(member, served[key], below)
            elif below.pattern not in self.optional:
                found += below.says("missing")
        if not self.extra_ok:
            for key in served:
                if key not in documented:
                    found += at.member(key).says("not documented")
        return found

    def _map(self, documented: dict[str, object], served: dict[str, object], at: _Path) -> list[str]:
        if not documented:
            return []
        inside = at.member("*", in_map=True)
        absent: set[str] = set()
        merged = _merge(list(documented.values()), inside.pattern, absent)
        walk = _Walk(self.extra_ok, self.nullable, self.optional | absent, self.maps, self.floats)
        return [
            line for key, member in served.items() for line in walk.value(merged, member, at.member(key, in_map=True))
        ]

    def _array(self, documented: list[object], served: list[object], at: _Path) -> list[str]:
        """Hold each served element against the documented ones; report it against the one that comes nearest."""
        if not documented:
            return []
        found: list[str] = []
        for index, element in enumerate(served):
            found += _nearest(self.value(shape, element, at.element(index)) for shape in documented)
        return found

    def _number(self, documented: float, served: float, at: _Path) -> list[str]:
        if not math.isfinite(served):
            return at.says(f"{served} is no JSON number")
        if not isinstance(documented, int) or at.key in self.floats:
            return []
        if not float(served).is_integer():
            return at.says(f"documented an integer, served {served}")
        if _is_unix_ms(documented) and not _is_unix_ms(served):
            return at.says(f"documented unix milliseconds, served {served}")
        return []


def _string(documented: str, served: str, at: _Path) -> list[str]:
    written = _written_format(documented)
    if written is None or written.accepts(served):
        return []
    return at.says(f"documented {written.name}, served {served!r}")


def _is_unix_ms(number: float) -> bool:
    return 10**12 <= number < 10**13


def _json_type(value: object) -> str:
    """Name the JSON type; what JSON does not have is named by its Python class, and so never equals one."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case dict():
            return "object"
        case _:
            return f"Python {type(value).__name__}"


def _nearest(candidates: Iterable[list[str]]) -> list[str]:
    """Return the shortest list of differences; the first of equals."""
    return min(candidates, key=len)


def _merge(values: Sequence[object], pattern: str, absent: set[str]) -> object:
    """Make one documented value of several: all their keys, all their array elements, the first value not null.

    Patterns of keys that some of the objects lack are added to `absent`.
    """
    present = [value for value in values if value is not None]
    if not present:
        return None
    first = present[0]
    if isinstance(first, dict):
        objects = [value for value in present if isinstance(value, dict)]
        merged: dict[str, object] = {}
        for key in dict.fromkeys(key for each in objects for key in each):
            below = f"{pattern}.{key}"
            holders = [each[key] for each in objects if key in each]
            if len(holders) < len(objects):
                absent.add(below)
            merged[key] = _merge(holders, below, absent)
        return merged
    if isinstance(first, list):
        return [element for value in present if isinstance(value, list) for element in value]
    if _json_type(first) == "number":
        return next((value for value in present if isinstance(value, float)), first)
    return first
