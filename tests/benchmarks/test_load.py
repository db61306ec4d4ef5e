"""What the load generator says is read, and doubted."""

from __future__ import annotations

import json
from typing import Any

import pytest

from benchmarks.client import Call
from benchmarks.errors import BenchmarkError
from benchmarks.load import READ, Phase, Reading, Step, parse


def said(**changes: Any) -> str:
    summary = {"count": 300, "refused": 0, "statuses": {}, "bytes": 2044, "mean": 0.5, "p50": 0.4, "p99": 2.5}
    return json.dumps({"seconds": 1.5, "errors": 0, "labels": {READ: summary | changes}})


def test_a_reading_counts_answers_a_second() -> None:
    reading = Reading(count=300, per_second=200, mean_ms=0.5, p50_ms=0.4, p99_ms=2.5, bytes=2044)
    assert parse(said()) == {READ: reading}


def test_an_answer_that_is_no_2xx_spoils_the_run() -> None:
    with pytest.raises(BenchmarkError, match="read: of 300 answers not all were 2xx: 2 with 403, 1 with 500"):
        parse(said(refused=3, statuses={"403": 2, "500": 1}))


def test_a_request_without_an_answer_spoils_the_run() -> None:
    with pytest.raises(BenchmarkError, match="2 requests got no answer"):
        parse(json.dumps({"seconds": 1, "errors": 2, "labels": {}}))


def test_no_answers_are_no_measurement() -> None:
    with pytest.raises(BenchmarkError, match="read: nothing was answered"):
        parse(said(count=0, mean=None, p50=None, p99=None))


@pytest.mark.parametrize(
    ("line", "message"),
    [("", "the load generator ended"), ('{"failure": "Error: no such url"}', "failed: Error: no such url")],
)
def test_a_failed_generator_is_told(line: str, message: str) -> None:
    with pytest.raises(BenchmarkError, match=message):
        parse(line)


def test_a_phase_is_one_line() -> None:
    step = Step(READ, Call("POST", "/things", {"X-Key": "k"}, "a\nb"))
    line = Phase("http://127.0.0.1:1", [step], connections=16, seconds=0.5, closes=True).to_json()
    assert "\n" not in line
    assert json.loads(line) == {
        "url": "http://127.0.0.1:1",
        "connections": 16,
        "seconds": 0.5,
        "closes": True,
        "requests": [{"label": "read", "method": "POST", "path": "/things", "headers": {"X-Key": "k"}, "body": "a\nb"}],
    }
