"""The user of a workspace. Must not know the wire."""

from __future__ import annotations

from mockserver.core.sql import select
from mockserver.core.statements import Query
from mockserver.engine.workspace import Workspace
from mockserver.vendors.socialscalr.account.tables import UserRow
from mockserver.world.population import POPULATION

_USER = Query(lambda: select(UserRow).limit(1), UserRow)


def user(workspace: Workspace) -> UserRow:
    """The user whose tokens these are; a fixture's loading has made him.

    Assumption: all tokens of a workspace belong to one user, as after rotating a token.
    """
    found = workspace.database.first(_USER)
    if found is None:
        raise LookupError("the workspace has no user")
    return found


def enrol(
    workspace: Workspace,
    *,
    email: str | None = None,
    full_name: str | None = None,
    plan: str = "pro",
    team_role: str = "owner",
) -> UserRow:
    """Write the user down; who is not named is somebody of the world."""
    place = workspace.entropy.number("socialscalr.user") % POPULATION
    person = workspace.world.people.number(place)
    return workspace.database.insert(
        UserRow,
        id=workspace.ids.uuid("socialscalr.user"),
        email=email or person.email,
        full_name=full_name or person.name,
        plan=plan,
        team_role=team_role,
        created_at=workspace.now(),
    )
