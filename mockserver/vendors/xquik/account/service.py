"""The account's own settings. Must not know the wire; credits stand in `metering`, the subscription in `billing`."""

from __future__ import annotations

from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik import metering
from mockserver.vendors.xquik.tables import AccountRow


def set_locale(workspace: Workspace, locale: str) -> None:
    """Change the language."""
    workspace.database.change(AccountRow, {"id": metering.account(workspace).id}, locale=locale)


def set_identity(workspace: Workspace, username: str) -> None:
    """Say which X account is the customer's own; styles look here. Any name will do, also one that nobody has."""
    workspace.database.change(AccountRow, {"id": metering.account(workspace).id}, x_username=username)
