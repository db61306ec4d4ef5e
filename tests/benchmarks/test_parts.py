"""The small parts: what the receiver reads, what has to be installed, who may run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.bench import megabytes
from benchmarks.install import is_older
from benchmarks.machine import Cores
from benchmarks.receiver import request_length

HEAD = b"POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n"


def test_a_request_is_a_head_and_as_much_body_as_it_says() -> None:
    assert request_length(HEAD) == len(HEAD) + 5
    assert request_length(HEAD + b"helloPOST") == len(HEAD) + 5


def test_an_unfinished_head_has_no_length_yet() -> None:
    assert request_length(HEAD[:-1]) is None
    assert request_length(b"") is None


def test_a_request_without_a_body_ends_with_its_head() -> None:
    head = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    assert request_length(head + b"GET /") == len(head)


def test_what_is_missing_or_out_of_date_is_installed(tmp_path: Path) -> None:
    made, source = tmp_path / "made", tmp_path / "source"
    source.touch()
    assert is_older(made, source)
    made.touch()
    os.utime(source, (1_000, 1_000))
    assert not is_older(made, source)
    os.utime(made, (999, 999))
    assert is_older(made, source)


def test_cores_are_apart_only_when_there_are_two() -> None:
    assert Cores(0, 1).apart
    assert not Cores(0, 0).apart
    assert not Cores(None, None).apart


def test_memory_is_in_millions_of_bytes() -> None:
    assert megabytes(90_000_000) == 90
    assert megabytes(None) is None


def test_an_earlier_run_can_be_reported_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = tmp_path / "results.json"
    raw.write_text('{"values": {"start.new": {"ours": [0.4, 0.6, 0.45]}}}', encoding="utf-8")
    assert main(["--render", str(raw)]) == 0
    assert main(["--render", str(raw), "--write"]) == 1, "what is incomplete is not written into docs/"
    assert "| Process start to first 200 of a vendor, new data folder | 0.45 s |" in capsys.readouterr().out
