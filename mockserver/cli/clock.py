"""`mockserver clock`: look at a workspace's time, stop it, let it pass."""

from __future__ import annotations

from collections import Counter

from mockserver.cli.remote import Target, say, show_json
from mockserver.testing.synchronous.workspace import Workspace

_NAMED = 20
"""How many kinds of what ran are named."""


def show(target: Target, *, as_json: bool) -> int:
    """Tell the time."""
    with target.open() as workspace:
        _tell(workspace, as_json=as_json)
    return 0


def freeze(target: Target, *, as_json: bool) -> int:
    """Stop time."""
    with target.open() as workspace:
        workspace.clock.freeze()
        _tell(workspace, as_json=as_json)
    return 0


def speed(target: Target, factor: float, *, as_json: bool) -> int:
    """Let time run `factor` times as fast; 1 is as on the wall."""
    with target.open() as workspace:
        workspace.clock.run(speed=None if factor == 1 else factor)
        _tell(workspace, as_json=as_json)
    return 0


def advance(target: Target, by: str | None, *, to: str | None, until: str | None, as_json: bool) -> int:
    """Run all that falls due."""
    with target.open() as workspace:
        result = workspace.clock.advance(by, to=to, until=until)
    if as_json:
        show_json(result)
        return 0
    say(f"{result['now']}  {result['fired_total']} things happened")
    counts = Counter((each["kind"], each["subject"]) for each in result["fired"])
    for (kind, subject), count in counts.most_common(_NAMED):
        say(f"  {kind} {subject}" + (f" ({count} times)" if count > 1 else ""))
    return 0


def _tell(workspace: Workspace, *, as_json: bool) -> None:
    view = workspace.clock.get()
    if as_json:
        show_json(view)
        return
    pace = {"frozen": "stands", "real": "runs"}.get(view["mode"], f"runs {view['speed']:g} times as fast")
    say(f"{view['now']}  the clock of {workspace.id} {pace}")
