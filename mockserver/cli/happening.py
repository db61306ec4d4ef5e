"""`mockserver trigger` and `tweet`: make something happen, and tell what came of it. Must not know any vendor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mockserver.cli.remote import Target, parsed_object, say, show_json, show_table
from mockserver.core.errors import ConfigurationError
from mockserver.testing.synchronous.control import Control


def trigger(target: Target, names: Sequence[str], *, data: str | None, as_json: bool) -> int:
    """Make an event happen, or list what can be made to happen."""
    if len(names) > 2:
        raise ConfigurationError("give a vendor and an event, or an event that only one vendor has")
    facts = parsed_object(data, "--data")
    with target.control() as control:
        triggers = {each["name"]: each["triggers"] for each in control.vendors()}
        if not names:
            return _list(triggers, as_json=as_json)
        vendor, event = names if len(names) == 2 else (_owner(triggers, names[0]), names[0])
        workspace = control.workspace(target.workspace)
        answer = workspace.trigger(vendor, event, facts)
        deliveries = [workspace.deliveries.get(each) for each in answer["deliveries"]]
    if as_json:
        show_json({"vendor": vendor, **answer})
        return 0
    say(f"{vendor} {event} happened in workspace {workspace.id}")
    for each in deliveries:
        say(f"  {each['status']}: {each['url']} ({each['id']})")
    if not deliveries:
        say("  nobody was told: register a receiver, or run mockserver listen first")
    return 0


def _list(triggers: dict[str, list[str]], *, as_json: bool) -> int:
    if as_json:
        show_json({"triggers": triggers})
    else:
        show_table(("vendor", "event"), [(vendor, event) for vendor, events in triggers.items() for event in events])
    return 0


def _owner(triggers: dict[str, list[str]], event: str) -> str:
    """The one vendor that has an event."""
    owners = [vendor for vendor, events in triggers.items() if event in events]
    if len(owners) == 1:
        return owners[0]
    if owners:
        raise ConfigurationError(f"several vendors have {event}: write mockserver trigger {owners[0]} {event}")
    raise ConfigurationError(f"no vendor has an event {event!r}; mockserver trigger lists what there is")


def tweet(target: Target, author: str, text: str | None, options: dict[str, Any], *, as_json: bool) -> int:
    """Publish a tweet."""
    with target.open() as workspace:
        made = workspace.tweet(author, text, **options)
    if as_json:
        show_json(made)
    else:
        say(f"@{made['author']} at {made['created_at']}: {made['text']}", f"  id {made['id']}")
    return 0


def reset(target: Target, *, fixture: str | None, seed: int | None, as_json: bool) -> int:
    """Bring a workspace back to its fixture."""
    with target.open() as workspace:
        workspace.reset(fixture=fixture, seed=seed)
    if as_json:
        show_json(workspace.view)
    else:
        say(f"{workspace.id} is back at fixture {workspace.fixture} with seed {workspace.seed}")
    return 0


def routes(target: Target, vendor: str | None, *, as_json: bool) -> int:
    """List the endpoints and websockets that are served."""
    with target.control() as control:
        found = _vendors(control, vendor)
    if as_json:
        show_json({"vendors": found})
        return 0
    rows = [
        (each["name"], operation["method"], operation["path"], operation["id"])
        for each in found
        for operation in each["operations"]
    ]
    rows += [(each["name"], "WS", socket["path"], "") for each in found for socket in each["sockets"]]
    show_table(("vendor", "method", "path", "operation"), rows)
    return 0


def openapi(target: Target, vendor: str | None, *, as_yaml: bool) -> int:
    """Print the OpenAPI document of a vendor, or of the control API."""
    with target.control() as control:
        if vendor is not None:
            _vendors(control, vendor)
        if as_yaml:
            text = control.openapi_yaml() if vendor is None else control.vendor_openapi_yaml(vendor)
            say(text.rstrip("\n"))
        else:
            show_json(control.openapi() if vendor is None else control.vendor_openapi(vendor))
    return 0


def _vendors(control: Control, vendor: str | None) -> list[Any]:
    known = control.vendors()
    found = [each for each in known if vendor in (None, each["name"])]
    if not found:
        raise ConfigurationError(f"no vendor {vendor!r}; there are {', '.join(each['name'] for each in known)}")
    return found
