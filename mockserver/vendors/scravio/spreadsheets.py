"""CSV as the files of this vendor have it: RFC 4180, and harmless when a spreadsheet opens it.

Must not know what the rows are.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

MEDIA_TYPE = "text/csv; charset=utf-8"

Cell = str | int | float | bool | None

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_PHONE_NUMBER = re.compile(r"\+\d{5,15}", re.ASCII)


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: one that begins like a formula gets an apostrophe in front.

    A phone number stays as it is: all that it can become is a number. Source: OWASP, "CSV Injection".
    """
    text = text.replace("\x00", "")
    is_formula = text.startswith(_FORMULA_STARTS) and not _PHONE_NUMBER.fullmatch(text)
    return f"'{text}" if is_formula else text


def csv_lines(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Rows as lines of a CSV file in UTF-8; nothing is an empty cell, and truth is `true` or `false`."""
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\r\n").writerows([_written(cell) for cell in row] for row in rows)
    return lines.getvalue().encode()


def _written(cell: Cell) -> str | int | float | None:
    if isinstance(cell, str):
        return harmless(cell)
    return str(cell).lower() if isinstance(cell, bool) else cell
