"""The report and its plot are made from results alone."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from benchmarks.plot import plot
from benchmarks.report import report, table
from benchmarks.results import Results

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def results() -> Results:
    found = Results(
        versions={"ours": "0.1.0 (abc1234)", "emulate": "0.12.2", "prism": "5.16.0"},
        machine={"processor": "Some CPU", "cores": "2"},
        conditions={"date": "2026-01-01 12:00 UTC", "pinning": "server on core 0, load on core 1"},
    )
    for server, read, fresh, create, busy in [
        ("ours", 20_000, 6_000, 4_000, 99.0),
        ("emulate", 8_000, 3_000, 5_000, 60.0),
        ("prism", 1_000, None, 1_500, 100.0),
    ]:
        found.add("http.read", server, read)
        found.add("http.fresh", server, fresh)
        found.add("http.create", server, create)
        found.add("http.busy", server, busy)
        found.add("http.bytes", server, 2_044)
    return found


def lines(results: Results) -> list[str]:
    return report(results).splitlines()


def test_a_table_is_markdown() -> None:
    assert table(("a", "b"), [("1", "x|y")]) == "| a | b |\n|---|---|\n| 1 | x¦y |"


def test_servers_stand_with_versions_and_ratios(results: Results) -> None:
    times, nothing = "\N{MULTIPLICATION SIGN}", "\N{EN DASH}"
    ours = next(line for line in lines(results) if line.startswith("| ours 0.1.0 (abc1234) |"))
    assert ours.split(" | ")[1:5] == [
        f"20,000 (2.50 {times})",
        nothing,
        f"6,000 (2.00 {times})",
        f"4,000 (0.80 {times})",
    ]
    emulate = next(line for line in lines(results) if line.startswith("| emulate 0.12.2 |"))
    assert emulate.split(" | ")[1:5] == ["8,000", nothing, "3,000", "5,000"]
    prism = next(line for line in lines(results) if line.startswith("| prism 5.16.0 |"))
    assert prism.split(" | ")[3] == nothing, "it keeps no state, so nothing can have changed"


def test_goals_come_first_and_say_what_is_missed(results: Results) -> None:
    text = lines(results)
    assert text[0] == "### Goals"
    assert any(line.startswith("| GET of a list of three, unchanged |") and "| met |" in line for line in text)
    missed = [line for line in text if "**missed**" in line]
    assert len(missed) == 1
    assert "20.0 % below 5,000 /s" in missed[0]


def test_a_server_without_its_core_to_itself_is_named(results: Results) -> None:
    assert "Of their core, while being read from, these used less than 95 %: emulate 60.0 %." in lines(results)


def test_what_fell_out_is_told(results: Results) -> None:
    results.problems.append("moto fell out in round 2:\n  3 requests got no answer")
    results.not_installed.append("mockoon")
    text = lines(results)
    assert "- moto fell out in round 2: 3 requests got no answer" in text
    assert "Not installed there, so not measured: mockoon." in text


def test_the_machine_and_the_date_are_there(results: Results) -> None:
    assert {"| processor | Some CPU |", "| date | 2026-01-01 12:00 UTC |"} <= {*lines(results)}


def test_our_own_numbers_show_their_spread(results: Results) -> None:
    results.add("http.read", "ours", 22_000)
    assert "| GET of a list of three, unchanged | 21,000 /s | 20,000 to 22,000 | 2 |" in lines(results)


def test_nothing_measured_is_still_a_report() -> None:
    text = report(Results())
    assert "Ours and the peers" not in text
    assert "**missed**" not in text


def test_the_plot_has_a_bar_for_each_server_that_was_measured(results: Results) -> None:
    root = ElementTree.fromstring(plot(results))
    bars = root.findall(f"{SVG}rect")
    assert [bar.get("class") for bar in bars] == ["ours", "peer", "peer", "ours", "peer", "peer", "ours", "peer"]
    widths = [float(bar.get("width", "0")) for bar in bars]
    assert widths[1] / widths[0] == pytest.approx(8_000 / 20_000, rel=0.01)
    assert all(float(bar.get("y", "0")) < float(root.get("height", "0")) for bar in bars)


def test_the_plot_escapes_names(results: Results) -> None:
    results.versions["<peer>"] = "1"
    results.add("http.read", "<peer>", 10)
    texts = [text.text for text in ElementTree.fromstring(plot(results)).findall(f"{SVG}text")]
    assert "<peer>" in texts


def test_a_panel_without_values_is_left_out() -> None:
    found = Results(versions={"ours": "1"})
    found.add("http.create", "ours", 10)
    heads = [text.text for text in ElementTree.fromstring(plot(found)).findall(f"{SVG}text[@class='head']")]
    assert heads == ["POST, requests a second"]
