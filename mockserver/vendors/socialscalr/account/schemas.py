"""What GET /me gives. Source: "GET /api/v1/me"."""

from __future__ import annotations

from typing_extensions import TypedDict

from mockserver.vendors.socialscalr.fields import Uuid


class Identity(TypedDict):
    """Who the token belongs to."""

    id: Uuid
    email: str
    fullName: str
    plan: str
    teamRole: str
