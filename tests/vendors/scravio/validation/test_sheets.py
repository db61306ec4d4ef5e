"""Finding the emails in a file, whatever its delimiter, encoding and layout, and refusing what is no list."""

from __future__ import annotations

import csv
import io
import tracemalloc
from typing import Literal, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.vendors.scravio.validation import sheets
from mockserver.vendors.scravio.validation.reading import Source, Unreadable
from mockserver.vendors.scravio.validation.sheets import Sheet, email_in, survey


def opening(content: bytes) -> Source:
    return lambda: io.BufferedReader(cast(io.RawIOBase, io.BytesIO(content)))


def look(content: bytes, *, is_csv: bool = True) -> tuple[Sheet, list[str | None]]:
    """What is seen in a file, and the emails of its best column, row by row."""
    source = opening(content)
    sheet = survey(source, is_csv=is_csv)
    best = sheet.recommended
    return sheet, [] if best is None else list(sheets.emails(source, sheet, best))


# Any way of writing a table down

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "bom utf-16-be"]
NAMES = st.text("abcäöé '\"|;,", max_size=12)


def encoded(text: str, encoding: str) -> bytes:
    if encoding == "bom utf-16-be":
        return b"\xfe\xff" + text.encode("utf-16-be")
    return text.encode(encoding)


@given(
    names=st.lists(NAMES, min_size=3, max_size=12),
    encoding=st.sampled_from(ENCODINGS),
    delimiter=st.sampled_from(",;\t|"),
    line_end=st.sampled_from(["\n", "\r\n"]),
    has_header=st.booleans(),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_a_table_is_read_as_it_was_written(
    names: list[str], encoding: str, delimiter: str, line_end: str, has_header: bool, quoting: Literal[0, 1]
) -> None:
    table = io.StringIO()
    writer = csv.writer(table, delimiter=delimiter, lineterminator=line_end, quoting=quoting)
    if has_header:
        writer.writerow(["id", "e mail", "name"])
    addresses = [f"user{place}@example.com" for place in range(len(names))]
    writer.writerows(zip(range(len(names)), addresses, names, strict=True))

    sheet, found = look(encoded(table.getvalue(), encoding))
    assert found == addresses
    assert (sheet.has_header, sheet.rows, sheet.delimiter) == (has_header, len(names), delimiter)
    column = sheet.columns[0]
    assert (column.key, column.label) == (("e_mail", "e mail") if has_header else ("column_2", "Column 2"))
    assert column.email_like_count == len(names)


@given(
    places=st.lists(st.integers(0, 9), max_size=30),
    separator=st.sampled_from(["\n", "\r\n", ",", ", ", ";", "\n\n", ",\n"]),
    encoding=st.sampled_from(ENCODINGS),
)
def test_a_text_file_has_one_address_a_line_or_commas_between(places: list[int], separator: str, encoding: str) -> None:
    addresses = [f"user{place}@example.com" for place in places]
    sheet, found = look(encoded(separator.join(addresses), encoding), is_csv=False)
    assert found == addresses
    assert sheet.rows == len(addresses)


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_read_or_refused(content: bytes, is_csv: bool) -> None:
    try:
        sheet, found = look(content, is_csv=is_csv)
    except Unreadable:
        return
    assert len(found) in (0, sheet.rows)


# Single rules


def test_the_column_with_most_emails_is_recommended_and_the_first_of_equals() -> None:
    sheet, _ = look(b"a,b,c\nx@a.co,x@b.co,\n,x@b.co,x@c.co\n,x@b.co,\n")
    assert [(column.key, column.email_like_count) for column in sheet.columns] == [("a", 1), ("b", 3), ("c", 1)]
    assert sheet.recommended is not None
    assert sheet.recommended.key == "b"
    equals, _ = look(b"a,b\nx@a.co,x@b.co\n")
    assert equals.recommended is not None
    assert equals.recommended.key == "a"


def test_keys_are_unique_and_blank_labels_get_a_name() -> None:
    sheet, _ = look(b"Email,EMAIL,,email 2\na@a.co,b@b.co,c@c.co,d@d.co\n")
    assert [column.key for column in sheet.columns] == ["email", "email_2", "column_3", "email_2_4"]
    assert [column.label for column in sheet.columns] == ["Email", "EMAIL", "Column 3", "email 2"]


def test_a_label_is_cut_and_has_no_line_ends() -> None:
    sheet, _ = look(b'"E-mail\n' + b"x" * 500 + b'"\na@a.co\n')
    assert sheet.columns[0].label == "E-mail " + "x" * 93


def test_quoted_cells_may_hold_delimiters_quotes_and_line_ends() -> None:
    _, found = look(b'name,email\n"Doe, ""J""\nJr","jane@example.com"\nBob,bob@example.com\n')
    assert found == ["jane@example.com", "bob@example.com"]


def test_rows_that_are_short_or_without_an_email_count_as_rows() -> None:
    sheet, found = look(b"name,email\nJane\nBob,none\n\n,,\nAnn,ann@example.com,extra\n")
    assert found == [None, None, "ann@example.com"]
    assert sheet.rows == 3


@pytest.mark.parametrize("content", [b"", b"\n\n", b"name,email\n", b"\xef\xbb\xbf", b"a,b\n1,2\n"])
def test_a_file_without_emails_has_no_columns(content: bytes) -> None:
    sheet, _ = look(content)
    assert sheet.columns == ()
    assert sheet.recommended is None


@pytest.mark.parametrize(
    ("cell", "email"),
    [
        ("Jane@Example.com", "jane@example.com"),
        (" jane@example.com ", "jane@example.com"),
        ("Jane Doe <jane@example.com>", "jane@example.com"),
        ("mailto:jane@example.com", "jane@example.com"),
        ("'jane@example.com'", "jane@example.com"),
        ("jane@example.com.", "jane@example.com"),
        ("a@b, jane@example.com", "jane@example.com"),
        ("o'brien@example.com", "o'brien@example.com"),
        ("jane@@example.com", None),
        ("jane@localhost", None),
        ("@example.com", None),
        ("jane@", None),
        ("x" * 65 + "@example.com", None),
        ("", None),
    ],
)
def test_what_looks_like_an_email(cell: str, email: str | None) -> None:
    assert email_in(cell) == email


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04 and so on", "File is not text: it has a control character (0x03)"),
        (b"a@example.com\x00\n", "File is not text: it has a control character (0x00)"),
        (b"\xff\xfea\x00\x00\xd8", "File is not text in UTF-8, UTF-16 or Latin-1"),
        (b"\x81\x8d\x8f", "File is not text in UTF-8, UTF-16 or Latin-1"),
        (b"x" * 200_000, "File has a line longer than 131072 characters"),
        (b'"' + b"x\n" * 100_000, "Line 65537 is not CSV: field larger than field limit (131072)"),
        (b"a," * 2_000, "Row 1 has more than 1000 columns"),
    ],
)
def test_what_is_no_list_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(Unreadable) as refused:
        look(content)
    assert str(refused.value) == message


def test_an_endless_entry_of_a_text_file_is_refused() -> None:
    with pytest.raises(Unreadable, match="File has an entry longer than 131072 characters"):
        look(b"x" * 300_000, is_csv=False)


def test_a_cell_that_is_hard_to_search_is_searched_at_once() -> None:
    _, found = look(b"a@example.com\n" + b"a" * 100_000 + b"@\n" + b"@" * 100_000 + b"\nb@example.com\n")
    assert found == ["a@example.com", None, None, "b@example.com"]


def test_memory_does_not_grow_with_the_file() -> None:
    content = b"name,email\n" + b"Jane,jane@example.com,Some Company Ltd\n" * 50_000
    source = opening(content)
    tracemalloc.start()
    try:
        sheet = survey(source, is_csv=True)
        assert sheet.recommended is not None
        assert sum(email is not None for email in sheets.emails(source, sheet, sheet.recommended)) == 50_000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000 < len(content)
