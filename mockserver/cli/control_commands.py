"""The commands over the control API: what there is to type. What a command does is imported when it runs."""

from __future__ import annotations

from typing import Annotated

import typer

from mockserver.cli import control_groups
from mockserver.cli.options import DEFAULT, AsJson, Token, Url, Workspace, leave
from mockserver.cli.remote import Target

Vendor = Annotated[str | None, typer.Option(help="A vendor's name")]


def add_to(app: typer.Typer) -> None:
    """Put the commands into the command line."""
    for command in (trigger, listen, tweet, reset, routes, openapi):
        app.command()(command)
    for group in (control_groups.clock(), control_groups.snapshot(), control_groups.requests()):
        app.add_typer(group)


def trigger(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[VENDOR] [EVENT]", help="The vendor may be left out if it alone has the event"),
    ] = None,
    data: Annotated[str | None, typer.Option(help="What the event is about: a JSON object, or @FILE")] = None,
    url: Url = None,
    workspace: Workspace = DEFAULT,
    control_token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Make a vendor's event really happen; without one, list what can happen."""
    from mockserver.cli import happening

    target = Target(url, workspace, control_token)
    leave(lambda: happening.trigger(target, names or [], data=data, as_json=as_json))


def listen(
    forward_to: Annotated[str | None, typer.Option(help="Your receiver; the server sends to it, signed")] = None,
    vendor: Annotated[list[str] | None, typer.Option(help="Only this vendor's events; may be repeated")] = None,
    tweets: Annotated[bool, typer.Option("--tweets", help="Show the stream of tweets in place of webhooks")] = False,
    count: Annotated[int | None, typer.Option(min=1, help="End after so many")] = None,
    url: Url = None,
    workspace: Workspace = DEFAULT,
    control_token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Show each delivery of a webhook as it is made, and have them sent to your receiver."""
    from mockserver.cli import listen as listening

    target = Target(url, workspace, control_token)
    if tweets:
        leave(lambda: listening.tweets(target, count=count))
    leave(lambda: listening.deliveries(target, vendor or [], forward_to, count=count, as_json=as_json))


def tweet(
    author: Annotated[str, typer.Argument(help="Any handle")],
    text: Annotated[str | None, typer.Argument(help="What it says")] = None,
    reply_to: Annotated[str | None, typer.Option(help="The id of the tweet that it answers")] = None,
    quote: Annotated[str | None, typer.Option(help="The id of the tweet that it quotes")] = None,
    retweet_of: Annotated[str | None, typer.Option(help="The id of the tweet to retweet")] = None,
    media: Annotated[list[str] | None, typer.Option(help="The address of a picture or film; may be repeated")] = None,
    url: Url = None,
    workspace: Workspace = DEFAULT,
    control_token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Publish a tweet that every vendor sees."""
    from mockserver.cli import happening

    target = Target(url, workspace, control_token)
    options = {"reply_to": reply_to, "quote": quote, "retweet_of": retweet_of, "media": media}
    leave(lambda: happening.tweet(target, author, text, options, as_json=as_json))


def reset(
    fixture: Annotated[str | None, typer.Option(help="Another fixture: demo, empty or a YAML file")] = None,
    seed: Annotated[int | None, typer.Option(help="Another seed")] = None,
    url: Url = None,
    workspace: Workspace = DEFAULT,
    control_token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Bring a workspace back to its fixture; keys and settings stay."""
    from mockserver.cli import happening

    target = Target(url, workspace, control_token)
    leave(lambda: happening.reset(target, fixture=fixture, seed=seed, as_json=as_json))


def routes(vendor: Vendor = None, url: Url = None, control_token: Token = None, as_json: AsJson = False) -> None:
    """List every endpoint and websocket that is served."""
    from mockserver.cli import happening

    leave(lambda: happening.routes(Target(url, DEFAULT, control_token), vendor, as_json=as_json))


def openapi(
    vendor: Annotated[str | None, typer.Argument(help="A vendor's name; the control API without one")] = None,
    as_yaml: Annotated[bool, typer.Option("--yaml", help="Print YAML")] = False,
    url: Url = None,
    control_token: Token = None,
) -> None:
    """Print the OpenAPI document of a vendor, or of the control API."""
    from mockserver.cli import happening

    leave(lambda: happening.openapi(Target(url, DEFAULT, control_token), vendor, as_yaml=as_yaml))
