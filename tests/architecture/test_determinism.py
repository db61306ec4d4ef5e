"""Time comes from the workspace's clock and chance from its seed, so that a run can be repeated."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

import pytest

from tests.architecture.source import Module, dotted_names, modules

BANNED = re.compile(
    r"""
    datetime\.(datetime|date)\.(now|utcnow|today)
    | time\.(time|time_ns|monotonic|monotonic_ns|perf_counter|perf_counter_ns|process_time|localtime|gmtime|ctime)
    | random\..+ | secrets\..+ | uuid\.(uuid1|uuid4|uuid6|uuid7) | os\.(urandom|getrandom)
    | (sqlalchemy(\.sql)?|sqlmodel)\.func\.(now|random|current_timestamp|current_date|current_time)
    """,
    re.VERBOSE,
)
BANNED_SQL = re.compile(r"CURRENT_TIMESTAMP|CURRENT_DATE|\bRANDOM\(\)|RANDOMBLOB\(|\(\s*'now'", re.IGNORECASE)

ALLOWED: Mapping[str, str] = {
    "mockserver/core/clock.py": "the one place that turns the machine's time into a workspace's",
    "mockserver/gateway/journal.py": "a request's latency is the machine's, and shown to people only",
    "mockserver/engine/scheduler.py": "sleeps until the next timer of a clock that moves",
    "mockserver/engine/ticker.py": "sleeps until the next timer of a clock that moves",
    "mockserver/engine/webhooks/": "socket timeouts and the latency of a delivery's attempt",
    "mockserver/cli/": "progress and timeouts for the person at the terminal; holds no state",
    "mockserver/testing/": "waits for a server process to come up and go down; holds no state",
}
"""Files and folders where the machine's time is meant, each with the reason. Chance has no entry: nothing needs it."""

CHANCE = re.compile(r"(random|secrets|uuid|os)\b|hash\(\)")


def offences(module: Module) -> Iterator[str]:
    """What in a module reads the machine's time or chance."""
    used = {(line, name) for line, name in dotted_names(module.tree) if BANNED.fullmatch(name)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "hash":
            used.add((node.lineno, "hash()"))  # of a string it differs in each process
        elif isinstance(node, ast.Import):
            used |= {(node.lineno, alias.name) for alias in node.names if alias.name in {"random", "secrets"}}
        elif isinstance(node, ast.ImportFrom) and node.module in {"random", "secrets"}:
            used.add((node.lineno, node.module))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and BANNED_SQL.search(node.value):
            used.add((node.lineno, "time or chance in SQL"))
    allowed = any(module.path.startswith(path) for path in ALLOWED)
    for line, name in sorted(used):
        if not allowed or CHANCE.match(name):
            yield f"{module.path}:{line}: {name}"


def test_time_and_chance_come_from_the_workspace() -> None:
    found = [offence for module in modules() for offence in offences(module)]
    assert not found, "ask the workspace's Clock, Entropy or Ids instead:\n" + "\n".join(found)


@pytest.mark.parametrize(
    "code",
    [
        "import time\nstarted = time.monotonic()",
        "import time as t\nstarted = t.time_ns",
        "from time import perf_counter as tick\ntick()",
        "from datetime import datetime\ndatetime.now(tz=None)",
        "import datetime as dt\ndt.datetime.utcnow()",
        "from datetime import date\ndate.today()",
        "import random\nrandom.choice([1])",
        "from random import Random",
        "import secrets\nsecrets.token_hex()",
        "import uuid\nuuid.uuid4()",
        "from uuid import uuid1\nuuid1()",
        "import os\nos.urandom(8)",
        "from sqlmodel import func\nfunc.random()",
        "hash('text')",
        "sql = 'INSERT INTO t VALUES (CURRENT_TIMESTAMP)'",
    ],
)
def test_the_rule_sees(code: str) -> None:
    assert {*offences(Module.of(code))}


@pytest.mark.parametrize(
    "code",
    [
        "from datetime import UTC, datetime\ndatetime.fromtimestamp(0, UTC)",
        "import uuid\nuuid.UUID(int=1)",
        "def f(clock):\n    return clock.time() + clock.now()",
        "import os\nos.environ",
    ],
)
def test_the_rule_lets_pass(code: str) -> None:
    assert not {*offences(Module.of(code))}


def test_the_allow_list_never_allows_chance() -> None:
    both = "import time, uuid\nuuid.uuid4()\ntime.time()"
    assert [*offences(Module.of(both, "mockserver/cli/serve.py"))] == ["mockserver/cli/serve.py:2: uuid.uuid4"]
