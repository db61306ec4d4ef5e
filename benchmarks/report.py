"""Results as Markdown: goals with verdicts, a table of servers, our own numbers, and what they were measured on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from benchmarks.goals import GOALS, judge
from benchmarks.metrics import METRICS, NOTHING, TIMES, figure
from benchmarks.results import OURS, Results

KEY_PEER = "emulate"
"""The peer whose ratio stands beside every rate: the fastest of those that keep state."""

_COLUMNS = (
    ("http.read", "GET unchanged, /s"),
    ("http.read_p99", "p99, ms"),
    ("http.fresh", "GET just changed, /s"),
    ("http.create", "POST, /s"),
    ("http.create_p99", "p99, ms"),
    ("http.ready", "ready, s"),
    ("http.memory", "memory, MB"),
)
_WITH_RATIO = frozenset({"http.read", "http.fresh", "http.create"})
_IN_FULL = 95
"""Percent of a core: a server that used less while it was read from did not have its core to itself, or waited."""


def report(results: Results) -> str:
    """Everything, from the goals on."""
    parts = [_goals(results), _servers(results), _own(results), _circumstances(results)]
    return "\n\n".join(part for part in parts if part)


def _goals(results: Results) -> str:
    rows = []
    for rule in GOALS:
        verdict = judge(rule, results)
        state = {True: "met", False: "**missed**", None: NOTHING}[verdict.met]
        rows.append((verdict.metric.title, verdict.goal, verdict.found, state, verdict.by))
    return "### Goals\n\n" + table(("what", "goal", "found", "", "by how much"), rows)


def _servers(results: Results) -> str:
    names = [name for name in results.versions if results.median("http.read", name) is not None]
    if not names:
        return ""
    rows = [[f"{name} {results.versions[name]}", *(_cell(results, key, name) for key, _ in _COLUMNS)] for name in names]
    lines = [
        "### Ours and the peers",
        "",
        table(("server", *(title for _, title in _COLUMNS)), rows),
        "",
        f"In brackets: times as good as {KEY_PEER}. p99 at 16 connections. “Just changed” is one connection that "
        "writes and reads in turn, so it is below what 16 connections would give; a server without state has none.",
    ]
    shares = {name: share for name in names if (share := results.median("http.busy", name)) is not None}
    if waiting := [f"{name} {figure(share)} %" for name, share in shares.items() if share < _IN_FULL]:
        lines += ["", f"Of their core, while being read from, these used less than {_IN_FULL} %: {', '.join(waiting)}."]
    sizes = [f"{name} {figure(size)}" for name in names if (size := results.median("http.bytes", name)) is not None]
    if sizes:
        lines += ["", f"Bytes of the list with its head: {', '.join(sizes)}."]
    if results.not_installed:
        lines += ["", f"Not installed there, so not measured: {', '.join(results.not_installed)}."]
    return "\n".join(lines)


def _cell(results: Results, key: str, name: str) -> str:
    value = results.median(key, name)
    if value is None:
        return NOTHING
    ratio = results.ratio(key, name, KEY_PEER) if key in _WITH_RATIO and name != KEY_PEER else None
    return figure(value) if ratio is None else f"{figure(value)} ({figure(ratio)} {TIMES})"


def _own(results: Results) -> str:
    rows = []
    for key, metric in METRICS.items():
        value, spread = results.median(key, OURS), results.spread(key, OURS)
        if value is not None and spread is not None:
            span = f"{figure(spread[0])} to {figure(spread[1])}"
            rows.append((metric.title, metric.show(value), span, str(len(results.values[key][OURS]))))
    return "### Ours in full\n\n" + table(("what", "median", "least to most", "rounds"), rows) if rows else ""


def _circumstances(results: Results) -> str:
    facts = {**results.machine, **results.conditions}
    lines = ["### Measured on", "", table(("", ""), [(name, facts[name]) for name in facts])]
    if results.problems:
        lines += ["", "What went wrong:", "", *(f"- {one_line(problem)}" for problem in results.problems)]
    return "\n".join(lines)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; the cells of every row stand in the order of the head."""

    def lines() -> Iterator[str]:
        yield f"| {' | '.join(head)} |"
        yield f"|{'---|' * len(head)}"
        for row in rows:
            yield f"| {' | '.join(cell.replace('|', '¦') for cell in row)} |"

    return "\n".join(lines())


def one_line(text: str) -> str:
    """Text for a list item: no line breaks, not endless."""
    words = " ".join(text.split())
    return words if len(words) <= 300 else f"{words[:299]}…"
