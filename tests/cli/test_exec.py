"""`mockserver exec`: the command finds its server, and its exit code is ours."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mockserver.server.registry import Registry
from tests.e2e.process import PATIENCE_S, command, environment, run

SHOW = "import json, os; print(json.dumps(dict(os.environ)))"
ASK = (
    "import os, sys, urllib.request as r\n"
    "base = os.environ['MOCKSERVER_URL']\n"
    "sys.exit(0 if r.urlopen(base + '/_mock/health').status == 200 else 1)"
)


def python(code: str, *arguments: str) -> tuple[str, ...]:
    return ("exec", "--fixture", "empty", "--", sys.executable, "-c", code, *arguments)


def test_the_command_reaches_the_server() -> None:
    assert run(*python(ASK)).returncode == 0


def test_every_vendor_has_an_address_and_a_key() -> None:
    shown = json.loads(run(*python(SHOW)).stdout)
    for vendor in Registry():
        name = vendor.name.upper()
        assert shown[f"{name}_BASE_URL"] == vendor.base_url(f"{shown['MOCKSERVER_URL']}/{vendor.name}")
        assert shown[f"{name}_API_KEY"] == vendor.keys.demo


def test_the_exit_code_is_the_commands() -> None:
    assert run(*python("import sys; sys.exit(7)")).returncode == 7


def test_arguments_reach_the_command_as_they_are() -> None:
    done = run(*python("import sys; print(sys.argv[1:])", "--seed", "-x", "a b"))
    assert done.stdout.strip() == "['--seed', '-x', 'a b']"


def test_a_command_that_is_not_there_is_127() -> None:
    missing = run("exec", "--fixture", "empty", "--", "no-such-command-here")
    assert missing.returncode == 127
    assert "no-such-command-here" in missing.stderr


def test_a_file_that_cannot_be_executed_is_126(tmp_path: Path) -> None:
    file = tmp_path / "plain"
    file.write_text("")
    assert run("exec", "--fixture", "empty", "--", str(file)).returncode == 126


def test_no_command_is_exit_2() -> None:
    assert run("exec").returncode == 2


def test_a_servers_variables_do_not_disturb_it(tmp_path: Path) -> None:
    done = run(*python(ASK), MOCKSERVER_DATA=str(tmp_path / "data"), MOCKSERVER_PORT="1", MOCKSERVER_HOST="0.0.0.0")
    assert done.returncode == 0
    assert not (tmp_path / "data").exists()


def test_an_unknown_variable_is_exit_2() -> None:
    assert run(*python(ASK), MOCKSERVER_FOO="1").returncode == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_goes_on_to_the_command(number: signal.Signals) -> None:
    code = (
        "import signal, sys\n"
        "for each in (signal.SIGTERM, signal.SIGINT): signal.signal(each, lambda n, f: sys.exit(40 + n))\n"
        "print('ready', flush=True)\n"
        "signal.pause()"
    )
    with subprocess.Popen(
        command(*python(code)), env=environment(), stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
        process.send_signal(number)
        assert process.wait(PATIENCE_S) == 40 + number


def test_a_command_that_a_signal_ended_counts_as_the_shell_counts() -> None:
    done = run(*python("import os, signal; os.kill(os.getpid(), signal.SIGKILL)"))
    assert done.returncode == 128 + signal.SIGKILL
