"""What there is to type, and what a wrong use is told."""

from __future__ import annotations

import subprocess
import sys

import pytest

from mockserver import __version__
from mockserver.server.config import Config
from tests.e2e.process import run

COMMANDS = (
    *("serve", "exec", "tour", "torture", "healthcheck", "version"),
    *("trigger", "listen", "tweet", "reset", "routes", "openapi", "clock", "snapshot", "requests"),
    "new-vendor",
)


def test_help_lists_every_command() -> None:
    shown = run("--help")
    assert shown.returncode == 0
    assert all(f"\n  {command} " in shown.stdout for command in COMMANDS)


def test_no_command_shows_the_help() -> None:
    shown = run()
    assert "Usage: mockserver" in shown.stdout + shown.stderr


def test_serve_has_a_flag_for_every_setting() -> None:
    shown = run("serve", "--help", COLUMNS="200").stdout
    assert [name for name in Config.model_fields if f"--{name.replace('_', '-')}" not in shown] == []


def test_version() -> None:
    assert run("version").stdout.strip() == __version__


def test_an_unknown_variable_is_named_beside_those_there_are() -> None:
    refused = run("serve", MOCKSERVER_FOO="1")
    assert refused.returncode == 2
    assert "MOCKSERVER_FOO" in refused.stderr
    assert "MOCKSERVER_PORT" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "variables", "told"),
    [
        (("--data", "x", "--ephemeral"), {}, "--data and --ephemeral"),
        (("--ephemeral",), {"MOCKSERVER_DATA": "x"}, "--data and --ephemeral"),
        (("--host", "0.0.0.0"), {}, "--control-token"),
        (("--port", "70000"), {}, "--port"),
        ((), {"MOCKSERVER_PORT": "many"}, "MOCKSERVER_PORT"),
        (("--ephemeral", "--port", "0", "--fixture", "nowhere.yaml"), {}, "nowhere.yaml"),
        (("--public-url", "ftp://x"), {}, "--public-url"),
        (("--ephemeral", "--port", "0", "--ready-file", "/nowhere/ready.json"), {}, "/nowhere"),
    ],
)
def test_what_cannot_work_is_one_line_and_exit_2(
    arguments: tuple[str, ...], variables: dict[str, str], told: str
) -> None:
    refused = run("serve", *arguments, **variables)
    assert refused.returncode == 2
    assert told in refused.stderr
    assert len(refused.stderr.splitlines()) == 1, refused.stderr


def test_an_unknown_flag_is_exit_2() -> None:
    refused = run("serve", "--prot", "1")
    assert refused.returncode == 2
    assert "--prot" in refused.stderr


@pytest.mark.parametrize("argument", ["healthcheck", "--help"])
def test_quick_commands_load_no_server(argument: str) -> None:
    code = (
        "import sys; from mockserver.cli import main; sys.argv = ['mockserver', sys.argv[1]]\n"
        "try: main.main()\n"
        "except SystemExit: pass\n"
        "loaded = {'fastapi', 'sqlalchemy', 'pydantic', 'uvicorn', 'httpx'} & set(sys.modules)\n"
        "sys.exit(f'loads {loaded}' if loaded else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, argument], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 0, done.stderr
