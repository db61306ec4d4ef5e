"""Changing the profiles of connected accounts. What is changed is the world's person, so every vendor sees it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mockserver.contract import Context, Ctx
from mockserver.engine.media import keep_picture
from mockserver.vendors.xquik.access import xquik_router
from mockserver.vendors.xquik.errors import INVALID_INPUT
from mockserver.vendors.xquik.fields import Success, success
from mockserver.vendors.xquik.media import service as media
from mockserver.vendors.xquik.media.schemas import FileAddress, FileForm
from mockserver.vendors.xquik.writes.acting import acting
from mockserver.vendors.xquik.writes.schemas import ActingRequest, WebAddress
from mockserver.world.media import FILE

router = xquik_router("X profile")

_PICTURE = "a GIF, JPEG or PNG picture"
_TYPES = ("image/gif", "image/jpeg", "image/png")

AVATAR = media.Taken(dict.fromkeys(_TYPES, 700 * media.KB), _PICTURE)
BANNER = media.Taken(dict.fromkeys(_TYPES, 2 * media.MB), _PICTURE)


class UpdateProfileRequest(ActingRequest):
    """What to change; what is left out stays."""

    name: str | None = Field(None, min_length=1, max_length=50, description="Display name, at most 50 characters")
    description: str | None = Field(None, max_length=160, description="Bio, at most 160 characters")
    location: str | None = Field(None, max_length=30, description="Location, at most 30 characters")
    url: WebAddress | Literal[""] | None = Field(
        None, max_length=100, description="Website, at most 100 characters; empty for none"
    )


@router.patch(
    "/x/profile",
    operation_id="updateProfile",
    summary="Update profile",
    response_model=Success,
    openapi_extra={"x-source": "documented: Update Profile"},
)
async def update_profile(ctx: Ctx, body: UpdateProfileRequest) -> Success:
    """Change texts of the profile. 400 `invalid_input` where nothing is to be changed. 10 credits."""
    told = {"name": body.name, "bio": body.description, "location": body.location, "website": body.url}
    changes: dict[str, object] = {name: value for name, value in told.items() if value is not None}
    if not changes:
        raise INVALID_INPUT("At least one of name, description, location and url is required.")
    if changes.get("website") == "":
        changes["website"] = None
    with acting(ctx, "updateProfile", body.account, *filter(None, told.values())) as person:
        try:
            ctx.workspace.world.people.put(person.handle, **changes)
        except ValueError as error:
            raise INVALID_INPUT(f"{error}.") from None
    return success()


@router.patch(
    "/x/profile/avatar",
    operation_id="updateAvatar",
    summary="Update profile avatar",
    response_model=Success,
    openapi_extra={"x-source": "documented: Update Avatar"},
)
async def update_avatar(ctx: Ctx, body: FileForm | FileAddress) -> Success:
    """Change the profile picture: GIF, JPEG or PNG, at most 700 KB. 400 `invalid_input`. 10 credits."""
    return _picture(ctx, body, "updateAvatar", "avatar", AVATAR)


@router.patch(
    "/x/profile/banner",
    operation_id="updateBanner",
    summary="Update profile banner",
    response_model=Success,
    openapi_extra={"x-source": "documented: Update Banner"},
)
async def update_banner(ctx: Ctx, body: FileForm | FileAddress) -> Success:
    """Change the picture behind the profile: GIF, JPEG or PNG, at most 2 MB. 400 `invalid_input`. 10 credits."""
    return _picture(ctx, body, "updateBanner", "banner", BANNER)


def _picture(ctx: Context, body: FileForm | FileAddress, operation_id: str, kind: str, taken: media.Taken) -> Success:
    """Show a picture from now on; one that lies elsewhere is shown from there."""
    with acting(ctx, operation_id, body.account) as person:
        found = media.given(ctx.workspace, body, taken)
        elsewhere = None if isinstance(body, FileForm) or found.source.startswith(FILE) else body.url
        keep_picture(ctx.workspace, kind, person.key, elsewhere or found.source)
    return success()
