"""The goals of the benchmarks and whether they are met. Must not know how anything is measured or shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from benchmarks.metrics import METRICS, NOTHING, TIMES, Better, Metric, figure
from benchmarks.results import OURS, Results


@dataclass(frozen=True, slots=True)
class Verdict:
    """`met` is None where nothing was measured; `by` says by how much, or why there is no number."""

    goal: str
    metric: Metric
    found: str
    met: bool | None
    by: str


class Rule(Protocol):
    """A goal for one metric."""

    @property
    def metric(self) -> str:
        """What it is about."""

    def target(self, results: Results) -> float | None:
        """The number that is to be reached; None where a peer was not measured."""

    def words(self) -> str:
        """The goal as a reader sees it."""


@dataclass(frozen=True, slots=True)
class Within:
    """At most, or at least, a fixed number."""

    metric: str
    limit: float

    def target(self, results: Results) -> float | None:
        """The number itself."""
        return self.limit

    def words(self) -> str:
        """With the sign that fits the metric."""
        metric = METRICS[self.metric]
        return f"{'≥' if metric.better is Better.HIGHER else '≤'} {metric.show(self.limit)}"


@dataclass(frozen=True, slots=True)
class Times:
    """So many times a peer's rate."""

    metric: str
    factor: float
    peer: str

    def target(self, results: Results) -> float | None:
        """The peer's median times the factor."""
        theirs = results.median(self.metric, self.peer)
        return None if theirs is None else theirs * self.factor

    def words(self) -> str:
        """The factor and the peer."""
        return f"≥ {self.factor:g} {TIMES} {self.peer}"


@dataclass(frozen=True, slots=True)
class BestPeer:
    """Better than every peer."""

    metric: str

    def target(self, results: Results) -> float | None:
        """The best peer's median."""
        best = results.best(self.metric, (name for name in results.versions if name != OURS))
        return None if best is None else results.median(self.metric, best)

    def words(self) -> str:
        """As it is said."""
        return "below the best peer's" if METRICS[self.metric].better is Better.LOWER else "above the best peer's"


GOALS: Sequence[Rule] = (
    Times("http.read", 2, "emulate"),
    Times("http.fresh", 1, "emulate"),
    Times("http.create", 1, "emulate"),
    Times("http.create", 3, "json-server"),
    BestPeer("http.read_p99"),
    BestPeer("http.create_p99"),
    Within("start.new", 0.5),
    Within("start.existing", 0.5),
    Within("start.memory", 90),
    Within("start.workspace_memory", 1),
    Within("lab.workspace", 5),
    Within("lab.snapshot", 50),
    Within("lab.restore", 50),
    Within("lab.advance", 1),
    Within("lab.webhooks", 1_000),
    Within("stream.hundred", 50_000),
    Within("stream.messages", 50_000),
    Within("leads.page", 10),
)


def judge(rule: Rule, results: Results) -> Verdict:
    """Compare what was found with what was wanted."""
    metric = METRICS[rule.metric]
    found, target = results.median(rule.metric, OURS), rule.target(results)
    if found is None:
        reason = results.missing.get(rule.metric, "not measured")
        return Verdict(rule.words(), metric, NOTHING, None, reason)
    shown = metric.show(found)
    if target is None:
        return Verdict(rule.words(), metric, shown, None, "the peer was not measured")
    higher = metric.better is Better.HIGHER
    met = found >= target if higher else found <= target
    return Verdict(rule.words(), metric, shown, met, _margin(found, target, metric))


def gaps(results: Results) -> list[str]:
    """Metrics of goals that could have been measured and were not."""
    wanted = dict.fromkeys(rule.metric for rule in GOALS)
    return [metric for metric in wanted if metric not in results.missing and results.median(metric, OURS) is None]


def _margin(found: float, target: float, metric: Metric) -> str:
    """How far the number is from the target, as a share of the target."""
    share = abs(found - target) / target * 100 if target else 0.0
    side = "above" if found > target else "below"
    return f"{figure(share)} % {side} {metric.show(target)}"
