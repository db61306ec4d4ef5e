"""Goals are met or missed by a share of what was wanted, and without a number they are neither."""

from __future__ import annotations

import pytest

from benchmarks.goals import GOALS, BestPeer, Times, Within, gaps, judge
from benchmarks.metrics import METRICS, figure
from benchmarks.results import Results


def found(**medians: dict[str, float]) -> Results:
    results = Results(versions={"ours": "1", "emulate": "0.12.2", "json-server": "0.17.4"})
    for metric, values in medians.items():
        for server, value in values.items():
            results.add(metric.replace("__", "."), server, value)
    return results


def test_a_factor_over_a_peer() -> None:
    results = found(http__read={"ours": 12_000, "emulate": 5_000})
    verdict = judge(Times("http.read", 2, "emulate"), results)
    assert (verdict.goal, verdict.found, verdict.met) == ("≥ 2 \N{MULTIPLICATION SIGN} emulate", "12,000 /s", True)
    assert verdict.by == "20.0 % above 10,000 /s"


def test_a_factor_that_is_missed_says_by_how_much() -> None:
    verdict = judge(Times("http.create", 1, "emulate"), found(http__create={"ours": 2_700, "emulate": 3_600}))
    assert verdict.met is False
    assert verdict.by == "25.0 % below 3,600 /s"


def test_a_peer_that_was_not_measured_leaves_the_goal_open() -> None:
    verdict = judge(Times("http.create", 3, "json-server"), found(http__create={"ours": 2_700}))
    assert (verdict.met, verdict.found, verdict.by) == (None, "2,700 /s", "the peer was not measured")


@pytest.mark.parametrize(("ours", "met"), [(1.9, True), (2.1, False)])
def test_the_best_peer_is_the_one_to_beat(ours: float, met: bool) -> None:
    results = found(http__read_p99={"ours": ours, "emulate": 4.0, "json-server": 2.0})
    verdict = judge(BestPeer("http.read_p99"), results)
    assert verdict.met is met
    assert verdict.by == f"5.00 % {'below' if met else 'above'} 2.00 ms"


@pytest.mark.parametrize(("seconds", "met"), [(0.5, True), (0.51, False)])
def test_a_fixed_limit(seconds: float, met: bool) -> None:
    verdict = judge(Within("start.new", 0.5), found(start__new={"ours": seconds}))
    assert (verdict.goal, verdict.met) == ("≤ 0.50 s", met)


def test_a_limit_from_below() -> None:
    verdict = judge(Within("lab.webhooks", 1_000), found(lab__webhooks={"ours": 500}))
    assert (verdict.goal, verdict.met) == ("≥ 1,000 /s", False)


def test_what_is_not_built_says_so() -> None:
    results = found()
    results.missing["lab.snapshot"] = "not built yet"
    verdict = judge(Within("lab.snapshot", 50), results)
    assert (verdict.met, verdict.by) == (None, "not built yet")


def test_a_goal_without_a_number_is_a_gap_unless_it_is_not_built() -> None:
    results = found(**{rule.metric.replace(".", "__"): {"ours": 1.0} for rule in GOALS})
    assert gaps(results) == []
    del results.values["lab.snapshot"], results.values["http.create"]
    results.missing["lab.snapshot"] = "not built yet"
    assert gaps(results) == ["http.create"]


def test_every_goal_is_about_a_metric() -> None:
    assert {rule.metric for rule in GOALS} <= set(METRICS)
    verdicts = [judge(rule, found()) for rule in GOALS]
    assert all(verdict.met is None and verdict.by for verdict in verdicts)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(12_345.6, "12,346"), (99.94, "99.9"), (1.234, "1.23"), (0.1, "0.10"), (0.0123, "0.012"), (0, "0.00")],
)
def test_figures_have_the_digits_that_count(value: float, shown: str) -> None:
    assert figure(value) == shown
