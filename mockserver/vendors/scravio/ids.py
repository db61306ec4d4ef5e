"""How Scravio names things: 24 hexadecimal digits, as MongoDB does. Source: the examples of every resource."""

from __future__ import annotations

from mockserver.core.ids import HEX
from mockserver.engine.workspace import Workspace

LENGTH = 24


def new(workspace: Workspace, kind: str) -> str:
    """A new id of its kind, inside the caller's transaction: `507f1f77bcf86cd799439011`."""
    return workspace.ids.token(f"scravio.{kind}", LENGTH, alphabet=HEX)
