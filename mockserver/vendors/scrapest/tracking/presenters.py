"""Tracked accounts as the API shows them. Observed."""

from __future__ import annotations

from mockserver.vendors.scrapest.tracking.schemas import TrackedUser
from mockserver.world.person import Person


def user(person: Person) -> TrackedUser:
    """An account."""
    return {"name": person.name, "username": person.handle, "id": person.user_id}
