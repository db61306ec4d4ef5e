"""What there is to type: commands and flags. Must not know what a command does; that is imported when it runs."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Annotated

import typer

from mockserver.cli import control_commands
from mockserver.cli.options import leave

Fixture = Annotated[str | None, typer.Option(help="What the default workspace starts with: demo, empty or a YAML file")]
Seed = Annotated[int | None, typer.Option(help="Seed of the world (default 42)")]


def build() -> typer.Typer:
    """The command line."""
    app = typer.Typer(
        help="One server that stands in for five social-media vendors' APIs.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.command()(serve)
    app.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})(exec_)
    app.registered_commands[-1].name = "exec"
    app.command()(tour)
    app.command()(torture)
    control_commands.add_to(app)
    app.command("new-vendor")(new_vendor)
    app.command()(healthcheck)
    app.command()(version)
    return app


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on (default 127.0.0.1)")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 picks a free one (default 4545)")] = None,
    data: Annotated[Path | None, typer.Option(help="Folder of the workspaces (default .mockserver)")] = None,
    ephemeral: Annotated[bool | None, typer.Option("--ephemeral", help="Keep everything in memory")] = None,
    fixture: Fixture = None,
    seed: Seed = None,
    speed: Annotated[float | None, typer.Option(help="Let the default workspace's time run X times as fast")] = None,
    public_url: Annotated[str | None, typer.Option(help="Address under which clients reach the server")] = None,
    control_token: Annotated[str | None, typer.Option(help="Token that the control API asks for")] = None,
    open_control: Annotated[
        bool | None, typer.Option("--open-control", help="Serve the control API without a token beyond loopback")
    ] = None,
    ready_file: Annotated[Path | None, typer.Option(help="File to write with URL and keys once ready")] = None,
    tls: Annotated[
        bool | None, typer.Option("--tls", help="Serve HTTPS, certified by an authority of your own")
    ] = None,
) -> None:
    """Start the server. Each flag has a variable: MOCKSERVER_PORT for --port, and so on."""
    flags = dict(locals())
    gc.disable()  # what a start makes stays: the listener lets collections begin behind it
    from mockserver.cli.serve import run

    leave(lambda: run(flags))


def exec_(
    command: Annotated[list[str], typer.Argument(help="The command and its arguments, after --")],
    seed: Seed = None,
    fixture: Fixture = None,
) -> None:
    """Run a command against a server of its own; MOCKSERVER_URL, <VENDOR>_BASE_URL and <VENDOR>_API_KEY are set."""
    from mockserver.cli.exec import run

    leave(lambda: run(command, seed=seed, fixture=fixture))


def tour(
    url: Annotated[str | None, typer.Option(help="A running server; without it, one is started")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the steps as JSON")] = False,
) -> None:
    """Walk through the vendors, step by step, in a workspace of the tour's own."""
    from mockserver.cli.tour import run

    leave(lambda: run(url, as_json=as_json))


def torture(
    url: Annotated[str, typer.Argument(help="The receiver of webhooks to try")],
    vendor: Annotated[str | None, typer.Option(help="Whose webhooks it receives")] = None,
    secret: Annotated[str | None, typer.Option(help="The secret that it checks signatures with")] = None,
    workspace: Annotated[
        str | None, typer.Option(help="A workspace of the running server; without it, a server is started")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the trials as JSON")] = False,
) -> None:
    """Send a receiver good and spoilt deliveries, and tell what it took wrongly."""
    from mockserver.cli.torture import run

    leave(lambda: run(url, vendor=vendor, secret=secret, workspace=workspace, as_json=as_json))


def new_vendor(
    name: Annotated[str, typer.Argument(help="2 to 31 of a-z and 0-9, such as acme")],
    title: Annotated[str | None, typer.Option(help="As people write it, such as Acme")] = None,
    root: Annotated[Path, typer.Option(help="A checkout of social-mockserver")] = Path(),
) -> None:
    """Write a sixth vendor that works, with tests, for you to make the real one of."""
    from mockserver.cli.new_vendor import write

    leave(lambda: write(name, title, root))


def healthcheck(
    url: Annotated[
        str | None, typer.Option(help="The server (default from MOCKSERVER_HOST and MOCKSERVER_PORT)")
    ] = None,
) -> None:
    """Exit with 0 if the server answers, else with 1."""
    from mockserver.cli.healthcheck import check

    leave(lambda: check(url))


def version() -> None:
    """Print the version."""
    from mockserver import __version__

    typer.echo(__version__)
