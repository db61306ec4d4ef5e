"""What the tracking endpoints take and give. Observed: POST and DELETE /track-user, GET /tracked-users."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import RequestBody
from mockserver.world.person import handle_key


def _handle(text: str) -> str:
    if handle_key(text) is None:
        raise ValueError("must be 1 to 15 letters, digits or underscores")
    return text.removeprefix("@")


class TrackUserRequest(RequestBody):
    """An account by its handle."""

    username: Annotated[
        str,
        AfterValidator(_handle),
        Field(
            description="Handle, with or without `@`",
            json_schema_extra={"pattern": "^@?[A-Za-z0-9_]{1,15}$", "examples": ["elonmusk"]},
        ),
    ]


class TrackedUser(TypedDict):
    """An account that the key tracks."""

    name: str
    username: str
    id: str


class TrackedUsers(TypedDict):
    """All accounts that the key tracks."""

    tracked_users: list[TrackedUser]


class TrackUserResponse(TypedDict):
    """What was done, and to whom."""

    message: str
    data: TrackedUser
