"""The tool writes between its marks and leaves the rest of the page to people."""

from __future__ import annotations

import re

import pytest

from benchmarks.errors import BenchmarkError
from benchmarks.page import BEGIN, END, IMAGE, PAGE, replaced
from benchmarks.peers import PEERS


def test_only_what_stands_between_the_marks_is_replaced() -> None:
    page = f"# Title\n\n{BEGIN}\nold\n{END}\n\n## Story\n"
    assert replaced(page, "new\n") == f"# Title\n\n{BEGIN}\n\nnew\n\n{END}\n\n## Story\n"


@pytest.mark.parametrize("page", ["", BEGIN, f"{END} {BEGIN}"])
def test_a_page_without_marks_is_refused(page: str) -> None:
    with pytest.raises(BenchmarkError, match="has lost its marks"):
        replaced(page, "new")


def test_the_page_has_its_marks_and_sections() -> None:
    page = PAGE.read_text(encoding="utf-8")
    replaced(page, "new")
    sections = re.findall(r"^## (.+)$", page, re.MULTILINE)
    assert sections == ["How to run it", "How it is measured", "Results", "The profile's story"]


def test_the_page_tells_of_every_peer() -> None:
    page = PAGE.read_text(encoding="utf-8").casefold()
    assert [peer.name for peer in PEERS if f"| {peer.name} |" not in page] == []


def test_the_page_shows_its_plot_once_there_are_results() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert ("Not measured yet" in page) is not IMAGE.exists()
