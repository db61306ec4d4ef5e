"""Changing the profiles of connected accounts. What is changed is the world's person, so every vendor sees it."""

from __future__ import annotations

from pydantic import Field

from mockserver.contract import Context, Ctx
from mockserver.engine.media import keep_picture
from mockserver.vendors.xquik.access import xquik_router
from mockserver.vendors.xquik.errors import INVALID_INPUT, MEDIA_DOWNLOAD_FAILED
from mockserver.vendors.xquik.fields import Success, success
from mockserver.vendors.xquik.media import forms
from mockserver.vendors.xquik.media.content import recognised
from mockserver.vendors.xquik.writes.acting import acting
from mockserver.vendors.xquik.writes.schemas import ActingRequest

router = xquik_router("X profile")

AVATAR_BYTES = 700 * 1024
BANNER_BYTES = 2 * 1024 * 1024

_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif"})


class UpdateProfileRequest(ActingRequest):
    """What to change; what is left out stays."""

    name: str | None = Field(None, min_length=1, max_length=50, description="Display name, at most 50 characters")
    description: str | None = Field(None, max_length=160, description="Bio, at most 160 characters")
    location: str | None = Field(None, max_length=30, description="Location, at most 30 characters")
    url: str | None = Field(None, max_length=100, description="Website, at most 100 characters")


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
    openapi_extra={"x-source": "documented: Update Avatar", "requestBody": forms.form_body("700 KB")},
)
async def update_avatar(ctx: Ctx) -> Success:
    """Change the profile picture: GIF, JPEG or PNG, at most 700 KB. 400 `invalid_input`. 10 credits."""
    return _picture(ctx, "updateAvatar", "avatar", AVATAR_BYTES, "700 KB")


@router.patch(
    "/x/profile/banner",
    operation_id="updateBanner",
    summary="Update profile banner",
    response_model=Success,
    openapi_extra={"x-source": "documented: Update Banner", "requestBody": forms.form_body("2 MB")},
)
async def update_banner(ctx: Ctx) -> Success:
    """Change the picture behind the profile: GIF, JPEG or PNG, at most 2 MB. 400 `invalid_input`. 10 credits."""
    return _picture(ctx, "updateBanner", "banner", BANNER_BYTES, "2 MB")


def _picture(ctx: Context, operation_id: str, kind: str, limit: int, told: str) -> Success:
    """Keep a picture of the profile. Assumption: one given by its address cannot be fetched, which is told."""
    sent = forms.read(ctx.request)
    if sent.data is None:
        raise MEDIA_DOWNLOAD_FAILED()
    if len(sent.data) > limit:
        raise INVALID_INPUT(f"file must be at most {told}.")
    found = recognised(sent.data)
    if found is None or found.media_type not in _PICTURES:
        raise INVALID_INPUT("file must be a GIF, JPEG or PNG picture.")
    with acting(ctx, operation_id, sent.account) as person:
        file_id = ctx.workspace.files.create("xquik", f"{kind}-{person.handle}", found.media_type)
        ctx.workspace.files.append(file_id, sent.data)
        ctx.workspace.files.finish(file_id)
        keep_picture(ctx.workspace, kind, person.key, file_id)
    return success()
