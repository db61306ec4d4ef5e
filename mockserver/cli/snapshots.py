"""`mockserver snapshot`: keep a workspace's state, go back to it, compare it, carry it."""

from __future__ import annotations

from pathlib import Path

from mockserver.cli.remote import Target, say, show_json, show_table
from mockserver.core.errors import ConfigurationError


def save(target: Target, name: str, *, as_json: bool) -> int:
    """Keep the state as it is."""
    with target.open() as workspace:
        saved = workspace.snapshots.save(name)
    if as_json:
        show_json(saved)
    else:
        say(f"saved {name} of {workspace.id} at {saved['created_at']}, {saved['size']} bytes")
    return 0


def restore(target: Target, name: str, *, as_json: bool) -> int:
    """Go back to a saved state."""
    with target.open() as workspace:
        workspace.snapshots.restore(name)
        clock = workspace.clock.get()
    if as_json:
        show_json({"name": name, "clock": clock})
    else:
        say(f"{workspace.id} is as it was in {name}, at {clock['now']}")
    return 0


def listed(target: Target, *, as_json: bool) -> int:
    """Name the saved states."""
    with target.open() as workspace:
        found = workspace.snapshots.list()
    if as_json:
        show_json({"snapshots": found})
    else:
        show_table(("name", "made at", "bytes"), [(each["name"], each["created_at"], each["size"]) for each in found])
    return 0


def diff(target: Target, name: str, other: str, *, as_json: bool) -> int:
    """Tell in which rows a later state differs."""
    with target.open() as workspace:
        tables = workspace.snapshots.diff(name, other)
    if as_json:
        show_json({"tables": tables})
    elif not tables:
        say("no difference")
    else:
        rows = [
            (name, each["added_total"], each["removed_total"], each["changed_total"]) for name, each in tables.items()
        ]
        show_table(("table", "added", "removed", "changed"), rows)
    return 0


def export(target: Target, name: str, file: Path) -> int:
    """Write a saved state to a file."""
    with target.open() as workspace:
        content = workspace.snapshots.export(name)
    try:
        file.write_bytes(content)
    except OSError as error:
        raise ConfigurationError(f"{file}: {error.strerror}") from None
    say(f"wrote {name} of {workspace.id} to {file}, {len(content)} bytes")
    return 0


def take_in(target: Target, name: str, file: Path) -> int:
    """Keep a state from a file."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"{file}: {error.strerror}") from None
    with target.open() as workspace:
        workspace.snapshots.take_in(name, content)
    say(f"{file} is now {name} of {workspace.id}; mockserver snapshot restore {name} goes there")
    return 0
