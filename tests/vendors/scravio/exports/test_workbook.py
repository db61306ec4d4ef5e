"""Workbooks that are written in several sittings are what any reader of spreadsheets reads."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.vendors.scravio.exports import jobs
from mockserver.vendors.scravio.exports.workbook import LONGEST_CELL, Workbook
from mockserver.vendors.scravio.spreadsheets import Cell
from tests.vendors.scravio.exports.files import ask, download, sheets
from tests.vendors.scravio.lab import Lab


def written(sittings: Sequence[Sequence[Sequence[Cell]]]) -> bytes:
    """A workbook of one sheet, each sitting's rows added by an object that knows what was saved only."""
    file = bytearray()
    state: Sequence[Mapping[str, object]] = []

    def opened() -> Workbook:
        return Workbook(file.extend, len(file), state, title="Leads")

    book = opened()
    book.begin()
    book.begin_sheet()
    state = book.state()
    for rows in sittings:
        book = opened()
        book.add(rows)
        state = book.state()
    opened().close()
    return bytes(file)


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
CELLS = st.one_of(TEXT, st.integers(-(2**53), 2**53), st.booleans())
ROWS = st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=4)


@given(st.lists(ROWS, min_size=1, max_size=4))
def test_cells_are_read_as_they_were_written(sittings: list[list[list[Cell]]]) -> None:
    content = written(sittings)
    (sheet,) = sheets(content)
    assert sheet == [tuple(row) for rows in sittings for row in rows]


def test_the_archive_is_sound_and_always_the_same() -> None:
    content = written([[["a", 1]], [["b", None]]])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[:2] == ["[Content_Types].xml", "_rels/.rels"]
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert written([[["a", 1]], [["b", None]]]) == content


def test_text_is_never_a_formula_and_what_no_workbook_can_hold_is_left_out() -> None:
    (sheet,) = sheets(written([[["=1+1", "a\x00b\x1f\uffff"], ["<&>\"'", "x" * 40_000]]]))
    assert sheet == [("=1+1", "ab"), ("<&>\"'", "x" * LONGEST_CELL)]


def test_a_full_sheet_is_followed_by_another(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MOST_ROWS", 11)
    monkeypatch.setattr(jobs, "_LEADS_A_STEP", 7)
    campaign_id = lab.completed()
    export = ask(lab, campaign_id, fileFormat="xlsx")
    lab.advance("1m")
    found = sheets(download(lab, export))
    leads = lab.campaign(campaign_id)["normalizedCounts"]["profiles"]
    full, rest = divmod(leads, 10)
    assert [len(sheet) - 1 for sheet in found] == [10] * full + [rest] * bool(rest)
    assert {sheet[0] for sheet in found} == {found[0][0]}
    assert len({row[5] for sheet in found for row in sheet[1:]}) == leads
