"""Instants and durations as users write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.times import DAY, HOUR, MINUTE, iso_ms, iso_s, parse_duration, parse_instant

INSTANTS = st.integers(min_value=0, max_value=253_402_300_799_999)


@given(INSTANTS)
def test_an_instant_written_with_milliseconds_reads_back(at: int) -> None:
    assert parse_instant(iso_ms(at)) == at


@given(INSTANTS)
def test_an_instant_written_in_seconds_loses_only_the_milliseconds(at: int) -> None:
    assert parse_instant(iso_s(at)) == at - at % 1000


def test_the_forms_are_the_vendors() -> None:
    assert iso_ms(1_709_121_600_000) == "2024-02-28T12:00:00.000Z"
    assert iso_s(1_705_314_600_000) == "2024-01-15T10:30:00Z"


def test_a_time_without_a_zone_is_utc_and_another_zone_is_honoured() -> None:
    assert parse_instant("2024-01-15T10:30:00") == parse_instant("2024-01-15T11:30:00+01:00")


@pytest.mark.parametrize("text", ["", "tomorrow", "2024-13-01", "12:00", "1969-12-31T23:59:59Z", "99999-01-01"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"ISO 8601|outside"):
        parse_instant(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1500ms", 1500), ("2m", 2 * MINUTE), ("3d", 3 * DAY), ("1h30m", 90 * MINUTE), ("0s", 0), ("1.5h", 1.5 * HOUR)],
)
def test_durations(text: str, expected: float) -> None:
    assert parse_duration(text) == expected


@pytest.mark.parametrize("text", ["", "2", "m", "-2m", "2 minutes", "2m3", "1e3s", "999999999999w"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a duration"):
        parse_duration(text)
