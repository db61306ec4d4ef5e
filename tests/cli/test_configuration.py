"""Flags over variables, and nothing from anywhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockserver.core.errors import ConfigurationError
from mockserver.server.config import DEFAULT_SEED, load


def test_defaults() -> None:
    config = load({}, {})
    assert (config.host, config.port, config.fixture, config.seed) == ("127.0.0.1", 4545, "demo", DEFAULT_SEED)
    assert config.data_folder == Path(".mockserver")


def test_variables_are_flags_by_another_name() -> None:
    config = load({}, {"MOCKSERVER_PORT": "1", "MOCKSERVER_EPHEMERAL": "true", "MOCKSERVER_SPEED": "2.5"})
    assert (config.port, config.data_folder, config.speed) == (1, None, 2.5)


def test_a_flag_wins_over_its_variable() -> None:
    assert load({"port": 2, "seed": None}, {"MOCKSERVER_PORT": "1", "MOCKSERVER_SEED": "9"}).model_dump(
        include={"port", "seed"}
    ) == {"port": 2, "seed": 9}


def test_an_empty_variable_counts_as_absent() -> None:
    assert load({}, {"MOCKSERVER_PORT": "", "MOCKSERVER_CONTROL_TOKEN": ""}).control_token is None


def test_only_the_variables_handed_over_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOCKSERVER_PORT", "1")
    assert load({}, {}).port == 4545


def test_an_unknown_variable_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="MOCKSERVER_PROT"):
        load({}, {"MOCKSERVER_PROT": "1"})


def test_clients_variables_are_none_of_ours() -> None:
    assert load({}, {"MOCKSERVER_URL": "http://localhost:1"}).public_url is None


def test_a_short_token_is_refused_by_name() -> None:
    with pytest.raises(ConfigurationError, match="--control-token"):
        load({"control_token": "short"}, {})


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "localhost", "::1"])
def test_loopback_needs_no_token(host: str) -> None:
    assert load({"host": host}, {}).host == host


def test_beyond_loopback_a_token_or_the_word_is_needed() -> None:
    with pytest.raises(ConfigurationError, match="--open-control"):
        load({"host": "0.0.0.0"}, {})
    assert load({"host": "0.0.0.0", "open_control": True}, {}).open_control
    assert load({"host": "0.0.0.0", "control_token": "long-enough"}, {}).control_token == "long-enough"
