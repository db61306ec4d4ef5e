"""Medians over rounds, and ratios that say which server is better."""

from __future__ import annotations

import pytest

from benchmarks.results import Results


@pytest.fixture
def results() -> Results:
    found = Results()
    for server, rates, latencies in [
        ("ours", [10_000, 12_000, 90], [2.0, 4.0, 2.0]),
        ("emulate", [5_000, 4_000, 6_000], [3.0, 3.0, 9.0]),
        ("moto", [300], [50.0]),
    ]:
        for rate in rates:
            found.add("http.read", server, rate)
        for latency in latencies:
            found.add("http.read_p99", server, latency)
    return found


def test_the_median_ignores_a_round_that_went_wrong(results: Results) -> None:
    assert results.median("http.read", "ours") == 10_000


def test_the_median_of_an_even_number_of_rounds_lies_between_two() -> None:
    found = Results()
    for value in (4, 1, 2, 100):
        found.add("http.read", "ours", value)
    assert found.median("http.read", "ours") == 3


def test_nothing_measured_has_no_median(results: Results) -> None:
    assert results.median("http.create", "ours") is None
    assert results.median("http.read", "prism") is None
    assert results.spread("http.read", "prism") is None


def test_what_the_machine_cannot_tell_is_left_out(results: Results) -> None:
    results.add("http.busy", "ours", None)
    assert "http.busy" not in results.values


def test_an_unknown_metric_is_a_mistake(results: Results) -> None:
    with pytest.raises(KeyError):
        results.add("http.reed", "ours", 1)


def test_a_ratio_above_one_is_better_whichever_way_the_metric_goes(results: Results) -> None:
    assert results.ratio("http.read", "ours", "emulate") == 2
    assert results.ratio("http.read_p99", "ours", "emulate") == 1.5
    assert results.ratio("http.read", "ours", "prism") is None


def test_the_best_is_the_fastest_or_the_quickest(results: Results) -> None:
    assert results.best("http.read", ["emulate", "moto"]) == "emulate"
    assert results.best("http.read_p99", ["ours", "emulate", "moto"]) == "ours"
    assert results.best("http.read", ["prism"]) is None


def test_the_spread_and_the_number_of_rounds(results: Results) -> None:
    assert results.spread("http.read", "ours") == (90, 12_000)


def test_raw_results_come_back_as_they_were(results: Results) -> None:
    results.problems.append("moto fell out")
    results.missing["lab.snapshot"] = "not built yet"
    assert Results.from_json(results.to_json()) == results
