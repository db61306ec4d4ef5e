"""Makes `mockserver/testing/synchronous` from `asynchronous`: `python -m tests.testing.generator`."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "mockserver" / "testing"
SOURCE, TARGET = PACKAGE / "asynchronous", PACKAGE / "synchronous"

TITLE = '"""The control API as plain objects. Made from `asynchronous/` by the tests\' generator: edit there."""\n'

REWRITES = (
    (re.compile(r"\basync (def|with|for)\b"), r"\1"),
    (re.compile(r"\bawait "), ""),
    (re.compile(r"\bAsync(?=[A-Z])"), ""),
    (re.compile(r"\basynchronous\b"), "synchronous"),
    (re.compile(r"\basyncio\b"), "time"),
    (re.compile(r"__a(enter|exit)__"), r"__\1__"),
    (re.compile(r"\baclose\b"), "close"),
    (re.compile(r"  # noqa: ASYNC109[^\n]*"), ""),
    (re.compile(r" Connections are not kept, so that it can be used from one event loop after another\."), ""),
    (re.compile(r" *limits=httpx\.Limits\(max_keepalive_connections=0\),\n"), ""),
)


def made() -> dict[str, str]:
    """The text of each synchronous module, before it is formatted."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(SOURCE.glob("*.py"))}
    return {name: _rewritten(text) if name != "__init__.py" else TITLE for name, text in texts.items()}


def _rewritten(text: str) -> str:
    for pattern, replacement in REWRITES:
        text = pattern.sub(replacement, text)
    return text


def write() -> None:
    TARGET.mkdir(exist_ok=True)
    for name, text in made().items():
        (TARGET / name).write_text(text, encoding="utf-8")
    for command in (["check", "--fix", "--select", "I"], ["format"]):
        subprocess.run([sys.executable, "-m", "ruff", *command, str(TARGET)], check=True)


if __name__ == "__main__":
    write()
