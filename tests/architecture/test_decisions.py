"""One page for each decision, all in one form, each naming the tests that hold it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

PAGES = sorted((ROOT / "docs" / "adr").glob("*.md"))
SECTIONS = ["Context", "Decision", "Consequences", "Held by"]


def test_pages_are_numbered_without_a_gap() -> None:
    assert [page.name[:5] for page in PAGES] == [f"{number:04}-" for number in range(1, len(PAGES) + 1)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_has_every_section(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS
    held_by = text.partition("## Held by")[2]
    assert re.search(r"`(tests/[\w/.]+|make lint|make types)`", held_by), "name at least one test"
