"""CSV that any reader takes apart as it was put together, and in which no spreadsheet finds a formula."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.vendors.scravio.spreadsheets import Cell, csv_lines, harmless


@pytest.mark.parametrize(
    "text", ["=1+1", "+1+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "+123+4", "+1"]
)
def test_formulas_are_disarmed(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "jane@example.com", "a=b", " =1", "+14155550123"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


CELLS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), st.integers(), st.none()
)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=5))
def test_what_is_written_can_be_read(rows: list[list[Cell]]) -> None:
    def read_back(cell: Cell) -> str:
        return harmless(cell) if isinstance(cell, str) else "" if cell is None else str(cell)

    read = list(csv.reader(io.StringIO(csv_lines(rows).decode(), newline="")))
    assert read == [[read_back(cell) for cell in row] for row in rows]


def test_lines_end_as_the_standard_says() -> None:
    assert csv_lines([("a", True, None), ('say "hi"', False, 1.5)]) == b'a,true,\r\n"say ""hi""",false,1.5\r\n'
