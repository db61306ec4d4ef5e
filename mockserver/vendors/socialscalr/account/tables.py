"""The user of a workspace. Source: "GET /api/v1/me"."""

from __future__ import annotations

from mockserver.core.tables import Row, column


class UserRow(Row):
    """The one user whom every token of the workspace belongs to."""

    __tablename__ = "socialscalr_users"

    id: str = column(primary_key=True)
    email: str
    full_name: str
    plan: str
    team_role: str
    created_at: int
