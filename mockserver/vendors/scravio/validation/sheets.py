"""Where the emails of an uploaded list are: its delimiter, header and columns, and the emails row by row.

CSV with any common delimiter, or TXT with one address a line or separated by commas. Must not know what becomes of
the emails.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from mockserver.vendors.scravio.emails import normalised
from mockserver.vendors.scravio.validation.reading import Source, Unreadable, encoding_of, opened

LONGEST_LINE = 128 * 1024
"""In characters. As long as Python's csv lets a field be, so that no line costs memory without bound."""

MOST_COLUMNS = 1_000
LONGEST_LABEL = 100

_DELIMITERS = ",;\t|^~"
_SAMPLE_LINES = 50
_PIECE = 64 * 1024
_SEPARATOR = re.compile(r"[\r\n,;\t]")

_PART = r"""[^\s@<>(),;:"|\[\]]"""
_EMAIL = re.compile(rf"(?<!{_PART})({_PART}{{1,64}}@{_PART}{{1,255}})(?![^\s<>(),;:\"|\[\]])")


@dataclass(frozen=True, slots=True)
class Column:
    """A column with at least one email; `place` counts from 0."""

    place: int
    key: str
    label: str
    email_like_count: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a file is read, and what was seen in it. A TXT file has no delimiter and one column."""

    encoding: str
    delimiter: str | None
    has_header: bool
    rows: int
    """Without the header and blank rows."""
    columns: tuple[Column, ...]

    @property
    def recommended(self) -> Column | None:
        """The column with most emails, of equals the first."""
        return max(self.columns, key=lambda column: column.email_like_count, default=None)


def email_in(cell: str) -> str | None:
    """The first thing in a cell that looks like an email, as it is compared.

    Assumption: an email is also detected inside other text, such as `Name <name@example.com>`; of several in a cell
    the first counts.
    """
    if "@" not in cell:
        return None
    for found in _EMAIL.finditer(cell):
        address = found[1].strip("'.")
        local, _, domain = address.partition("@")
        if local and "." in domain:
            return normalised(address)
    return None


def survey(source: Source, *, is_csv: bool) -> Sheet:
    """Look through a whole file; raises `Unreadable`.

    Assumption: the first row is a header if no email stands in it.
    """
    encoding = encoding_of(source)
    if not is_csv:
        return _survey_text(source, encoding)
    with opened(source, encoding) as text:
        delimiter = _delimiter_of(list(islice(_lines(text), _SAMPLE_LINES)))
    labels: Sequence[str] | None = None
    counts: Counter[int] = Counter()
    total = 0
    with opened(source, encoding) as text:
        for row in _rows(text, delimiter):
            places = [place for place, cell in enumerate(row) if email_in(cell)]
            if labels is None:
                labels = () if places else row
                if not places:
                    continue
            total += 1
            counts.update(places)
    return Sheet(encoding, delimiter, bool(labels), total, _columns(labels or (), counts))


def emails(source: Source, sheet: Sheet, column: Column) -> Iterator[str | None]:
    """The email of each row, None where the row has none."""
    with opened(source, sheet.encoding) as text:
        if sheet.delimiter is None:
            yield from map(email_in, _tokens(text))
            return
        rows = _rows(text, sheet.delimiter)
        for row in islice(rows, 1 if sheet.has_header else 0, None):
            yield email_in(row[column.place]) if column.place < len(row) else None


def _survey_text(source: Source, encoding: str) -> Sheet:
    total = found = 0
    with opened(source, encoding) as text:
        for token in _tokens(text):
            total += 1
            found += email_in(token) is not None
    columns = (Column(0, "email", "Email", found),) if found else ()
    return Sheet(encoding, None, False, total, columns)


def _tokens(text: io.TextIOWrapper) -> Iterator[str]:
    """What stands between line ends, commas and their like, blank things left out."""
    rest = ""
    while piece := text.read(_PIECE):
        *whole, rest = _SEPARATOR.split(rest + piece)
        yield from filter(None, map(str.strip, whole))
        if len(rest) > LONGEST_LINE:
            raise Unreadable(f"File has an entry longer than {LONGEST_LINE} characters")
    if rest.strip():
        yield rest.strip()


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            raise Unreadable(f"File has a line longer than {LONGEST_LINE} characters")
        yield line


def _rows(text: io.TextIOWrapper, delimiter: str) -> Iterator[list[str]]:
    """Rows with something in them."""
    rows = csv.reader(_lines(text), delimiter=delimiter, skipinitialspace=True)
    try:
        for row in rows:
            if len(row) > MOST_COLUMNS:
                raise Unreadable(f"Row {rows.line_num} has more than {MOST_COLUMNS} columns")
            if any(cell and not cell.isspace() for cell in row):
                yield row
    except csv.Error as error:
        raise Unreadable(f"Line {rows.line_num} is not CSV: {error}") from None


def _delimiter_of(lines: Sequence[str]) -> str:
    """The delimiter that leaves most emails alone in their cells; of equals, the one that cuts lines most alike."""
    best, best_score = ",", (0, 0.0, 1)
    for delimiter in _DELIMITERS:
        try:
            rows = [row for row in csv.reader(lines, delimiter=delimiter, skipinitialspace=True) if row]
        except csv.Error:
            continue
        widths = Counter(map(len, rows))
        if not rows or max(widths) == 1:
            continue
        width, alike = widths.most_common(1)[0]
        alone = sum(email_in(cell) == normalised(cell) for row in rows for cell in row)
        score = (alone, alike / len(rows), width)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _columns(labels: Sequence[str], counts: Counter[int]) -> tuple[Column, ...]:
    columns: list[Column] = []
    taken: set[str] = set()
    for place in sorted(counts):
        label = _label(labels[place]) if place < len(labels) else ""
        key = re.sub(r"\W+", "_", label.lower()).strip("_") or f"column_{place + 1}"
        while key in taken:
            key = f"{key}_{place + 1}"
        taken.add(key)
        columns.append(Column(place, key, label or f"Column {place + 1}", counts[place]))
    return tuple(columns)


def _label(text: str) -> str:
    return " ".join(text.split())[:LONGEST_LABEL]
