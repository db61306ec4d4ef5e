"""The user as the API shows him: the one place where keys are camel case."""

from __future__ import annotations

from mockserver.vendors.socialscalr.account.schemas import Identity
from mockserver.vendors.socialscalr.account.tables import UserRow


def identity(row: UserRow) -> Identity:
    """The documented shape of GET /me."""
    return {
        "id": row.id,
        "email": row.email,
        "fullName": row.full_name,
        "plan": row.plan,
        "teamRole": row.team_role,
    }
