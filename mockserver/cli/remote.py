"""The server that a command talks to, and how answers are shown. Must not know which commands there are."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mockserver.cli.healthcheck import default_url
from mockserver.core.errors import ConfigurationError
from mockserver.testing.errors import ControlError

if TYPE_CHECKING:
    from mockserver.testing.synchronous.control import Control
    from mockserver.testing.synchronous.workspace import Workspace

_WIDE = 10_000
"""Columns where no terminal is: what reads a pipe wants whole lines."""


@dataclass(frozen=True, slots=True)
class Target:
    """Which server and which workspace of it, by the command's flags."""

    url: str | None
    workspace: str
    token: str | None

    @contextmanager
    def control(self) -> Iterator[Control]:
        """The server; what it refuses is for the user to mend."""
        from mockserver.testing.synchronous.control import Control

        try:
            with Control(self.url or default_url(), token=self.token) as control:
                yield control
        except ControlError as error:
            raise ConfigurationError(str(error)) from None

    @contextmanager
    def open(self) -> Iterator[Workspace]:
        """The workspace."""
        with self.control() as control:
            yield control.workspace(self.workspace)


def show_json(value: object) -> None:
    """Print JSON for programs, whole."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def show_line(value: object) -> None:
    """Print one line of JSON, of many to come."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def say(*lines: str) -> None:
    """Print lines for people."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def show_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows for people, in columns."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*headings, box=None, pad_edge=False, header_style="bold", show_edge=False)
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    Console(highlight=False, width=None if sys.stdout.isatty() else _WIDE).print(table)


def parsed(text: str, what: str) -> object:
    """JSON from the command line, or with `@` from a file; raises `ConfigurationError`."""
    source = text
    try:
        if text.startswith("@"):
            from pathlib import Path

            source = Path(text[1:]).read_text(encoding="utf-8")
        return json.loads(source)
    except OSError as error:
        raise ConfigurationError(f"{what}: {text[1:]}: {error.strerror}") from None
    except ValueError as error:
        raise ConfigurationError(f"{what} is no JSON: {error}") from None


def parsed_object(text: str | None, what: str) -> dict[str, object] | None:
    """A JSON object from the command line; raises `ConfigurationError`."""
    if text is None:
        return None
    value = parsed(text, what)
    if not isinstance(value, dict):
        raise ConfigurationError(f'{what} must be a JSON object such as \'{{"name": "value"}}\'')
    return value
