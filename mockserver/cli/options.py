"""The flags that commands over the control API share, and how every command ends. Must not know a command."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Annotated

import typer

from mockserver.core.errors import ConfigurationError

USAGE = 2
"""Exit code for a wrong use or configuration; 1 stands for findings and failures, 0 for success."""

Url = Annotated[
    str | None,
    typer.Option("--url", help="The server (default: MOCKSERVER_URL, or MOCKSERVER_HOST and MOCKSERVER_PORT)"),
]
Workspace = Annotated[
    str, typer.Option("--workspace", "-w", envvar="MOCKSERVER_WORKSPACE", help="The workspace", show_envvar=True)
]
Token = Annotated[
    str | None,
    typer.Option("--control-token", envvar="MOCKSERVER_CONTROL_TOKEN", help="What the control API asks for"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print what programs read")]

DEFAULT = "default"


def leave(run: Callable[[], int]) -> None:
    """Exit with what the command says; what the user can mend is one line on stderr."""
    try:
        code = run()
    except ConfigurationError as error:
        typer.echo(f"mockserver: {error}", err=True)
        code = USAGE
    sys.exit(code)
