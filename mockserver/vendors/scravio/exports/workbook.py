"""An XLSX workbook written in several sittings (ECMA-376), as plain as spreadsheets open without complaint.

Text is written as text, so that no cell is ever taken for a formula. Must not know what the rows are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from mockserver.vendors.scravio.exports.archive import Archive
from mockserver.vendors.scravio.spreadsheets import Cell

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

# How many sheets there will be is not known at the beginning, so they are what XML is by default.
_CONTENT_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/></Types>'
)
_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_SHEET_HEAD = f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>'
_SHEET_TAIL = "</sheetData></worksheet>"
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 does not have."""


class Workbook:
    """A workbook that goes on behind `position` bytes with what `state` gave in the sitting before."""

    def __init__(
        self, write: Callable[[bytes], None], position: int, state: Sequence[Mapping[str, object]], *, title: str
    ) -> None:
        self._archive = Archive(write, position, state)
        self._title = title
        self._sheets = sum(_SHEET.fullmatch(str(member["name"])) is not None for member in state)

    def state(self) -> list[dict[str, object]]:
        """What the next sitting needs to know beside the position."""
        return self._archive.state()

    def begin(self) -> None:
        """Write what stands before the first sheet."""
        self._archive.whole("[Content_Types].xml", _CONTENT_TYPES)
        self._archive.whole("_rels/.rels", _RELATIONS)

    def begin_sheet(self) -> None:
        """Begin a sheet; the one before ends."""
        if self._sheets:
            self._end_sheet()
        self._sheets += 1
        self._archive.begin(f"xl/worksheets/sheet{self._sheets}.xml")
        self._archive.add(_SHEET_HEAD)

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Add rows to the sheet that was begun last."""
        self._archive.add("".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows))

    def close(self) -> None:
        """Write what stands behind the last sheet."""
        self._end_sheet()
        numbers = range(1, self._sheets + 1)
        sheets = "".join(
            f"<sheet name={quoteattr(f'{self._title} {number}' if number > 1 else self._title)}"
            f' sheetId="{number}" r:id="rId{number}"/>'
            for number in numbers
        )
        relations = "".join(
            f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
            for number in numbers
        )
        self._archive.whole(
            "xl/workbook.xml",
            f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        )
        self._archive.whole(
            "xl/_rels/workbook.xml.rels",
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        )
        self._archive.close()

    def _end_sheet(self) -> None:
        self._archive.add(_SHEET_TAIL)
        self._archive.end()


def _cell(value: Cell) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{value:d}</v></c>'
    if isinstance(value, str):
        text = escape(_FORBIDDEN.sub("", value[:LONGEST_CELL]))
        return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f"<c><v>{value}</v></c>"
