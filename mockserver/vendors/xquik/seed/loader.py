"""Loads the section by living through it: each entry does at its time what a user would have done.

In between the workers run as they always do. Must not know any package, only what `packages` names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik import packages
from mockserver.vendors.xquik.seed.past import Past, named


def load(workspace: Workspace, section: Mapping[str, Any]) -> None:
    """Write the section in the caller's transaction; raises `ValueError` that names the entry at fault.

    The past goes by the clock, whatever moves jobs on in the workspace afterwards.
    """
    parts = packages.seed_parts()
    known = [part.name for part in parts]
    if unknown := sorted(set(section) - set(known)):
        raise ValueError(f"unknown keys {', '.join(unknown)}; known are {', '.join(known)}")
    past = Past(workspace)
    for part in parts:
        with named(part.name):
            read = TypeAdapter(part.form).validate_python(section.get(part.name, part.default))
        part.plan(workspace, past, read)
    settings = workspace.settings
    workspace.settings = replace(settings, progression={})
    try:
        past.live()
    finally:
        workspace.settings = settings
    if settings.progression:
        workspace.jobs.repace()
