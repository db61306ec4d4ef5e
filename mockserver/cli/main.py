"""The `mockserver` command: starts what the arguments name. Must not import what a command needs."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command that the arguments name."""
    if sys.argv[1:] == ["healthcheck"]:  # a container asks every few seconds: not even Typer is loaded for it
        from mockserver.cli.healthcheck import check

        sys.exit(check(None))
    from mockserver.cli.commands import build

    build()(prog_name="mockserver")


if __name__ == "__main__":
    main()
