"""docs/performance.md and its plot: the tool writes between two marks and leaves the rest to people."""

from __future__ import annotations

from benchmarks.errors import BenchmarkError
from benchmarks.machine import ROOT
from benchmarks.plot import plot
from benchmarks.report import report
from benchmarks.results import Results

PAGE = ROOT / "docs" / "performance.md"
IMAGE = ROOT / "docs" / "images" / "performance.svg"

BEGIN = "<!-- results: written by `make bench`, not by hand -->"
END = "<!-- end of results -->"


def render(results: Results) -> str:
    """The results section, as it also goes to the terminal."""
    return report(results) + "\n"


def write(results: Results) -> None:
    """Write the section into the page, and the plot beside it."""
    section = f"![Requests a second, ours and the peers](images/{IMAGE.name})\n\n{render(results)}"
    text = replaced(PAGE.read_text(encoding="utf-8"), section)
    IMAGE.parent.mkdir(parents=True, exist_ok=True)
    IMAGE.write_text(plot(results), encoding="utf-8")
    PAGE.write_text(text, encoding="utf-8")


def replaced(text: str, section: str) -> str:
    """The page with another section between the marks; raises when they are not there."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise BenchmarkError("docs/performance.md has lost its marks: " + BEGIN + " … " + END)
    return f"{before}{BEGIN}\n\n{section.strip()}\n\n{END}{after}"
