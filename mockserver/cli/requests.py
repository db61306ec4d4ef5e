"""`mockserver requests`: what clients asked; to list, to follow, to find, to verify."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from mockserver.cli.remote import Target, parsed, say, show_json, show_line, show_table
from mockserver.testing.errors import explained
from mockserver.testing.synchronous.workspace import Workspace

_PAUSE_S = 0.25
_NEWEST = 1_000


def listed(target: Target, *, limit: int, follow: bool, as_json: bool) -> int:
    """Show the newest requests, the newest last; with `follow`, those to come too, until Ctrl+C."""
    with target.open() as workspace:
        newest = list(workspace.requests.list(limit=limit))[::-1]
        if not follow:
            _show(newest, as_json=as_json)
            return 0
        for entry in newest:
            _show_one(entry, as_json=as_json)
        with suppress(KeyboardInterrupt):
            _follow(workspace, newest[-1]["id"] if newest else None, as_json=as_json)
    return 0


def _follow(workspace: Workspace, last: str | None, *, as_json: bool) -> None:
    while True:
        fresh: list[Any] = []
        for entry in workspace.requests.list(limit=_NEWEST):
            if entry["id"] == last:
                break
            fresh.append(entry)
        for entry in reversed(fresh):
            _show_one(entry, as_json=as_json)
        last = fresh[0]["id"] if fresh else last
        time.sleep(_PAUSE_S)


def found(target: Target, match: dict[str, Any], *, as_json: bool) -> int:
    """Show the requests that match, the oldest first."""
    with target.open() as workspace:
        _show(workspace.requests.find(**_complete(match)), as_json=as_json)
    return 0


def verified(target: Target, match: dict[str, Any], counts: dict[str, Any], *, as_json: bool) -> int:
    """Say whether as many requests match as should; 1 if not."""
    with target.open() as workspace:
        wanted = {name: value for name, value in _complete(match).items() if value is not None}
        verdict = workspace.requests.check(wanted, **counts)
    if as_json:
        show_json(verdict)
    elif verdict["ok"]:
        say(f"ok: {verdict['count']}")
    else:
        say(*explained(verdict))
    return 0 if verdict["ok"] else 1


def _complete(match: dict[str, Any]) -> dict[str, Any]:
    """The pattern with the body's JSON read."""
    return match if match["body"] is None else {**match, "body": parsed(match["body"], "--body")}


def _show(entries: Sequence[Any], *, as_json: bool) -> None:
    if as_json:
        show_json({"requests": list(entries)})
    else:
        show_table(("at", "id", "vendor", "method", "path", "status", "ms"), [_cells(entry) for entry in entries])


def _show_one(entry: Any, *, as_json: bool) -> None:
    if as_json:
        show_line(entry)
    else:
        say("  ".join(str(cell) for cell in _cells(entry)))


def _cells(entry: Any) -> tuple[object, ...]:
    path = f"{entry['path']}?{entry['query']}" if entry["query"] else entry["path"]
    names = ("at", "id", "vendor", "method")
    return (*(entry[name] for name in names), path, entry["status"], f"{entry['duration_ms']:.1f}")
