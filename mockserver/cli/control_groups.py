"""The groups of commands over the control API: what there is to type. What a command does is imported when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mockserver.cli.options import DEFAULT, AsJson, Token, Url, Workspace, leave
from mockserver.cli.remote import Target

Vendor = Annotated[str | None, typer.Option(help="A vendor's name")]
Method = Annotated[str | None, typer.Option(help="Such as POST")]
PathGlob = Annotated[str | None, typer.Option("--path", help="The vendor's path; * is one segment, ** any")]
Status = Annotated[int | None, typer.Option(help="The answer's status")]
Body = Annotated[str | None, typer.Option(help="A JSON subset of the request's body, or @FILE")]
Name = Annotated[str, typer.Argument(help="The snapshot's name")]


def clock() -> typer.Typer:
    """`mockserver clock`."""
    group = typer.Typer(name="clock", help="Look at a workspace's time, stop it, let it pass.", no_args_is_help=True)

    @group.command()
    def show(
        url: Url = None, workspace: Workspace = DEFAULT, control_token: Token = None, as_json: AsJson = False
    ) -> None:
        """Tell the time."""
        from mockserver.cli import clock as commands

        leave(lambda: commands.show(Target(url, workspace, control_token), as_json=as_json))

    @group.command()
    def freeze(
        url: Url = None, workspace: Workspace = DEFAULT, control_token: Token = None, as_json: AsJson = False
    ) -> None:
        """Stop time."""
        from mockserver.cli import clock as commands

        leave(lambda: commands.freeze(Target(url, workspace, control_token), as_json=as_json))

    @group.command()
    def speed(
        factor: Annotated[float, typer.Argument(min=0.001, help="1 is as on the wall, 60 a minute each second")],
        url: Url = None,
        workspace: Workspace = DEFAULT,
        control_token: Token = None,
        as_json: AsJson = False,
    ) -> None:
        """Let time run."""
        from mockserver.cli import clock as commands

        leave(lambda: commands.speed(Target(url, workspace, control_token), factor, as_json=as_json))

    @group.command()
    def advance(
        by: Annotated[str | None, typer.Argument(help="Such as 90s, 2m, 1h30m or 3d")] = None,
        to: Annotated[str | None, typer.Option(help="A time, such as 2026-01-31T12:00:00Z")] = None,
        until_idle: Annotated[bool, typer.Option("--until-idle", help="Until no job and no delivery waits")] = False,
        url: Url = None,
        workspace: Workspace = DEFAULT,
        control_token: Token = None,
        as_json: AsJson = False,
    ) -> None:
        """Run all that falls due, webhooks included."""
        from mockserver.cli import clock as commands

        target, until = Target(url, workspace, control_token), "idle" if until_idle else None
        leave(lambda: commands.advance(target, by, to=to, until=until, as_json=as_json))

    return group


def snapshot() -> typer.Typer:
    """`mockserver snapshot`."""
    group = typer.Typer(name="snapshot", help="Keep a workspace's state, and go back to it.", no_args_is_help=True)

    @group.command()
    def save(
        name: Name,
        url: Url = None,
        workspace: Workspace = DEFAULT,
        control_token: Token = None,
        as_json: AsJson = False,
    ) -> None:
        """Keep the state as it is now."""
        from mockserver.cli import snapshots as commands

        leave(lambda: commands.save(Target(url, workspace, control_token), name, as_json=as_json))

    @group.command()
    def restore(
        name: Name,
        url: Url = None,
        workspace: Workspace = DEFAULT,
        control_token: Token = None,
        as_json: AsJson = False,
    ) -> None:
        """Go back to a saved state."""
        from mockserver.cli import snapshots as commands

        leave(lambda: commands.restore(Target(url, workspace, control_token), name, as_json=as_json))

    @group.command("list")
    def list_(
        url: Url = None, workspace: Workspace = DEFAULT, control_token: Token = None, as_json: AsJson = False
    ) -> None:
        """Name the saved states."""
        from mockserver.cli import snapshots as commands

        leave(lambda: commands.listed(Target(url, workspace, control_token), as_json=as_json))

    @group.command()
    def diff(
        name: Name,
        other: Annotated[str, typer.Argument(help="Another snapshot's name, or now")] = "now",
        url: Url = None,
        workspace: Workspace = DEFAULT,
        control_token: Token = None,
        as_json: AsJson = False,
    ) -> None:
        """Tell in which rows a later state differs from an earlier one."""
        from mockserver.cli import snapshots as commands

        leave(lambda: commands.diff(Target(url, workspace, control_token), name, other, as_json=as_json))

    @group.command()
    def export(
        name: Name,
        file: Annotated[Path, typer.Argument(help="The file to write")],
        url: Url = None,
        workspace: Workspace = DEFAULT,
        control_token: Token = None,
    ) -> None:
        """Write a saved state to a file."""
        from mockserver.cli import snapshots as commands

        leave(lambda: commands.export(Target(url, workspace, control_token), name, file))

    @group.command("import")
    def import_(
        name: Name,
        file: Annotated[Path, typer.Argument(help="A file that export wrote")],
        url: Url = None,
        workspace: Workspace = DEFAULT,
        control_token: Token = None,
    ) -> None:
        """Keep a state from a file."""
        from mockserver.cli import snapshots as commands

        leave(lambda: commands.take_in(Target(url, workspace, control_token), name, file))

    return group


def requests() -> typer.Typer:
    """`mockserver requests`."""
    group = typer.Typer(name="requests", help="What clients asked of the vendors.", no_args_is_help=True)

    @group.command("list")
    def list_(
        limit: Annotated[int, typer.Option(min=1, max=1_000, help="How many")] = 50,
        follow: Annotated[bool, typer.Option("--follow", "-f", help="Show those to come too, until Ctrl+C")] = False,
        url: Url = None,
        workspace: Workspace = DEFAULT,
        control_token: Token = None,
        as_json: AsJson = False,
    ) -> None:
        """Show the newest requests, the newest last."""
        from mockserver.cli import requests as commands

        target = Target(url, workspace, control_token)
        leave(lambda: commands.listed(target, limit=limit, follow=follow, as_json=as_json))

    @group.command()
    def find(
        vendor: Vendor = None,
        method: Method = None,
        path: PathGlob = None,
        status: Status = None,
        body: Body = None,
        url: Url = None,
        workspace: Workspace = DEFAULT,
        control_token: Token = None,
        as_json: AsJson = False,
    ) -> None:
        """Show the requests that match, the oldest first."""
        from mockserver.cli import requests as commands

        match = {"vendor": vendor, "method": method, "path": path, "status": status, "body": body}
        leave(lambda: commands.found(Target(url, workspace, control_token), match, as_json=as_json))

    @group.command()
    def verify(
        vendor: Vendor = None,
        method: Method = None,
        path: PathGlob = None,
        status: Status = None,
        body: Body = None,
        count: Annotated[int | None, typer.Option(min=0, help="Exactly so many")] = None,
        at_least: Annotated[int | None, typer.Option(min=0, help="So many or more")] = None,
        at_most: Annotated[int | None, typer.Option(min=0, help="So many or fewer")] = None,
        url: Url = None,
        workspace: Workspace = DEFAULT,
        control_token: Token = None,
        as_json: AsJson = False,
    ) -> None:
        """Exit with 0 if such requests came (once or more, or as said), else with 1 and what came close."""
        from mockserver.cli import requests as commands

        match = {"vendor": vendor, "method": method, "path": path, "status": status, "body": body}
        counts = {"count": count, "at_least": at_least, "at_most": at_most}
        leave(lambda: commands.verified(Target(url, workspace, control_token), match, counts, as_json=as_json))

    return group
