"""Instants and durations: how they are held (integer milliseconds, UTC) and written (ISO 8601 with `Z`).

Must not know which clock an instant came from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

Instant = int
"""Milliseconds since the Unix epoch, UTC."""

Millis = int
"""A length of time in milliseconds."""

SECOND: Millis = 1_000
MINUTE: Millis = 60 * SECOND
HOUR: Millis = 60 * MINUTE
DAY: Millis = 24 * HOUR
WEEK: Millis = 7 * DAY

LATEST: Instant = 253_402_300_799_999
"""9999-12-31T23:59:59.999Z, the last instant that ISO 8601 writes with four digits."""

_UNITS: Mapping[str, Millis] = {"ms": 1, "s": SECOND, "m": MINUTE, "h": HOUR, "d": DAY, "w": WEEK}
_DURATION = re.compile(r"(\d{1,12}(?:\.\d{1,3})?)(ms|s|m|h|d|w)")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ZERO = _EPOCH.replace(tzinfo=None)
"""The epoch without a zone, which is written faster and without `+00:00`."""


def iso_ms(at: Instant) -> str:
    """Write an instant with milliseconds: `2024-02-28T12:00:00.000Z`."""
    return (_ZERO + timedelta(milliseconds=at)).isoformat(timespec="milliseconds") + "Z"


def iso_s(at: Instant) -> str:
    """Write an instant in whole seconds: `2024-01-15T10:30:00Z`."""
    return (_ZERO + timedelta(seconds=at // 1000)).isoformat() + "Z"


def to_datetime(at: Instant) -> datetime:
    """The instant as an aware datetime in UTC."""
    return _EPOCH + timedelta(milliseconds=at)


def from_datetime(moment: datetime) -> Instant:
    """The datetime in milliseconds; a naive one is taken as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - _EPOCH) // timedelta(milliseconds=1)


def parse_instant(text: str) -> Instant:
    """Read ISO 8601, with or without a zone (then UTC); raises `ValueError` with the reason."""
    try:
        at = from_datetime(datetime.fromisoformat(text.strip()))
    except (ValueError, OverflowError):
        raise ValueError(f"{text!r} is not an ISO 8601 time such as 2026-01-31T12:00:00Z") from None
    if not 0 <= at <= LATEST:
        raise ValueError(f"{text!r} lies outside the years 1970 to 9999")
    return at


def parse_duration(text: str) -> Millis:
    """Read `1500ms`, `2m`, `1h30m` or `3d`; raises `ValueError` with the reason."""
    compact = text.strip().replace(" ", "")
    total, position = 0.0, 0
    while position < len(compact):
        match = _DURATION.match(compact, position)
        if match is None:
            break
        total += float(match[1]) * _UNITS[match[2]]
        position = match.end()
    if not compact or position != len(compact) or total > LATEST:
        raise ValueError(f'{text!r} is not a duration such as "1500ms", "2m", "1h30m" or "3d"')
    return round(total)
