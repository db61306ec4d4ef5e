"""The magic values of the documentation are those that the code knows."""

from __future__ import annotations

from mockserver.vendors.scrapely import magic
from mockserver.vendors.scrapely.magic import MAGIC


def test_every_value_named_in_code_is_documented() -> None:
    named = {value for value in vars(magic).values() if isinstance(value, type(MAGIC[0]))}
    assert named <= set(MAGIC)


def test_no_two_rows_say_the_same() -> None:
    assert len({(row.field, row.pattern) for row in MAGIC}) == len(MAGIC)
    assert all(row.outcome for row in MAGIC)
