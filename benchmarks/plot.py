"""Results as a bar chart: plain SVG that follows the reader's light or dark theme."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from benchmarks.metrics import figure
from benchmarks.results import OURS, Results

PANELS = (
    ("http.read", "GET, unchanged"),
    ("http.fresh", "GET, just changed (one connection)"),
    ("http.create", "POST"),
)
WIDTH = 760
_LEFT, _RIGHT = 120, 90
_BAR, _GAP, _HEAD, _SPACE = 18, 6, 30, 14

_STYLE = """
text { font: 13px system-ui, sans-serif; fill: #24292f }
.head { font-weight: 600 }
.ours { fill: #1f6feb }
.peer { fill: #afb8c1 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .ours { fill: #58a6ff }
  .peer { fill: #6e7681 }
}
"""


def plot(results: Results) -> str:
    """One panel for each kind of request, the fastest server first; panels without values are left out."""
    body: list[str] = []
    top = 0
    for key, title in PANELS:
        bars = _bars(results, key)
        if not bars:
            continue
        body.append(f'<text class="head" x="0" y="{top + 18}">{escape(title)}, requests a second</text>')
        top += _HEAD
        longest = bars[0][1]
        for name, value in bars:
            body += _bar(name, value, longest, top)
            top += _BAR + _GAP
        top += _SPACE
    title = "Requests a second, ours and the peers"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{title}" '
        f'width="{WIDTH}" height="{top}" viewBox="0 0 {WIDTH} {top}">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n" + "\n".join(body) + "\n</svg>\n"
    )


def _bars(results: Results, key: str) -> list[tuple[str, float]]:
    found = [(name, value) for name in results.versions if (value := results.median(key, name)) is not None]
    return sorted(found, key=lambda bar: -bar[1])


def _bar(name: str, value: float, longest: float, top: int) -> Iterator[str]:
    width = max(1.0, (WIDTH - _LEFT - _RIGHT) * value / longest)
    kind = "ours" if name == OURS else "peer"
    middle = top + _BAR - 5
    yield f'<text x="{_LEFT - 8}" y="{middle}" text-anchor="end">{escape(name)}</text>'
    yield f'<rect class="{kind}" x="{_LEFT}" y="{top}" width="{width:.1f}" height="{_BAR}" rx="2"/>'
    yield f'<text x="{_LEFT + width + 8:.1f}" y="{middle}">{figure(value)}</text>'
