"""Endpoints of the accounts that a key tracks. Observed."""

from __future__ import annotations

from mockserver.contract import Ctx, vendor_router
from mockserver.vendors.scrapest.tracking import presenters, service
from mockserver.vendors.scrapest.tracking.schemas import TrackedUsers, TrackUserRequest, TrackUserResponse

router = vendor_router("Tracking")


@router.post(
    "/track-user",
    operation_id="trackUser",
    summary="Track an account",
    response_model=TrackUserResponse,
    openapi_extra={"x-source": "observed: POST /track-user"},
)
async def track_user(ctx: Ctx, body: TrackUserRequest) -> TrackUserResponse:
    """Track an account from now on; one that is tracked already stays so.

    422 names the field that does not fit, 404 when nobody is called that.
    Assumption: the answer is `{message, data}`, as that of the vendor's newer endpoint for this.
    """
    person = service.track(ctx.workspace, ctx.key.id, body.username)
    return {"message": f"Tracking @{person.handle}", "data": presenters.user(person)}


@router.delete(
    "/track-user",
    operation_id="untrackUser",
    summary="Stop tracking an account",
    response_model=TrackUserResponse,
    openapi_extra={"x-source": "observed: DELETE /track-user"},
)
async def untrack_user(ctx: Ctx, body: TrackUserRequest) -> TrackUserResponse:
    """Stop tracking an account; 404 when the key does not track it, 422 names the field that does not fit."""
    person = service.untrack(ctx.workspace, ctx.key.id, body.username)
    return {"message": f"Stopped tracking @{person.handle}", "data": presenters.user(person)}


@router.get(
    "/tracked-users",
    operation_id="trackedUsers",
    summary="List tracked accounts",
    response_model=TrackedUsers,
    openapi_extra={"x-source": "observed: GET /tracked-users"},
)
async def tracked_users(ctx: Ctx) -> TrackedUsers:
    """List the accounts that the key tracks, those tracked first at the top."""
    people = service.tracked(ctx.workspace, ctx.key.id)
    return {"tracked_users": [presenters.user(person) for person in people]}
