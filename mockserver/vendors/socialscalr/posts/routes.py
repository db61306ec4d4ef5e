"""Endpoints of posts. Thin: what they do stands in `service`, the publishing in `jobs`."""

from __future__ import annotations

from mockserver.contract import Ctx, vendor_router
from mockserver.vendors.socialscalr.fields import instant
from mockserver.vendors.socialscalr.posts import presenters, service
from mockserver.vendors.socialscalr.posts.schemas import PostList, PostScheduled, SchedulePostRequest

router = vendor_router("Posts")


@router.get(
    "/posts",
    operation_id="listPosts",
    summary="List your scheduled and published posts",
    openapi_extra={"x-source": "documented: GET /api/v1/posts"},
)
async def list_posts(ctx: Ctx) -> PostList:
    """List the 200 most recent posts, the newest first.

    Source: "GET /api/v1/posts".
    """
    return {"posts": [presenters.post(row) for row in service.newest(ctx.workspace)]}


@router.post(
    "/posts",
    operation_id="schedulePost",
    summary="Schedule a LinkedIn post",
    openapi_extra={"x-source": "documented: POST /api/v1/posts"},
)
async def schedule_post(ctx: Ctx, body: SchedulePostRequest) -> PostScheduled:
    """Schedule a post; at its time it is published, and its first comment follows.

    400 for an input that does not fit, and for a time that is missing or not in the future.
    Source: "POST /api/v1/posts".
    """
    row = service.schedule(
        ctx.workspace,
        content=body.content,
        at=instant(body.scheduled_for),
        link_url=body.link_url,
        first_comment=body.first_comment,
    )
    ctx.created()
    return {"post": presenters.post(row)}
