"""Scheduling and listing posts. Must not know the wire, nor how a post is published."""

from __future__ import annotations

from mockserver.core.settings import Progression
from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.core.times import Instant
from mockserver.engine.workspace import Workspace
from mockserver.vendors.socialscalr.errors import bad_request
from mockserver.vendors.socialscalr.posts.schemas import PostStatus
from mockserver.vendors.socialscalr.posts.tables import PostRow

KIND = "linkedin_post"
LISTED = 200

_NEWEST = Query(lambda: select(PostRow).order_by(col(PostRow.number).desc()).limit(LISTED), PostRow)
_ONE = Query(lambda: select(PostRow).where(col(PostRow.id) == bindparam("id")), PostRow)
_NEXT = Query(
    lambda: (
        select(PostRow)
        .where(col(PostRow.status) == PostStatus.SCHEDULED.value)
        .order_by(col(PostRow.scheduled_for), col(PostRow.number))
        .limit(1)
    ),
    PostRow,
)


def newest(workspace: Workspace) -> list[PostRow]:
    """The newest posts; where looks move jobs on, this is a look at each.

    Assumption: "most recent" goes by when a post was made, whatever it is scheduled for.
    """
    rows = workspace.database.all(_NEWEST)
    if workspace.settings.pace(KIND) is Progression.POLLS:
        for row in rows:
            workspace.jobs.polled(row.id)
        rows = workspace.database.all(_NEWEST)
    return rows


def find(workspace: Workspace, post_id: str) -> PostRow | None:
    """The post of that id."""
    return workspace.database.first(_ONE, id=post_id)


def next_due(workspace: Workspace) -> PostRow | None:
    """The post that is published next."""
    return workspace.database.first(_NEXT)


def schedule(
    workspace: Workspace, *, content: str, at: Instant, link_url: str | None = None, first_comment: str | None = None
) -> PostRow:
    """Schedule a post; 400 for a time that is not in the future."""
    now = workspace.now()
    if at <= now:
        raise bad_request("scheduled_for must be in the future")
    row = workspace.database.insert(
        PostRow,
        id=workspace.ids.uuid("socialscalr.post"),
        number=workspace.ids.number("socialscalr.posts"),
        content=content,
        scheduled_for=at,
        link_url=link_url,
        first_comment=first_comment,
        status=PostStatus.SCHEDULED.value,
        created_at=now,
        updated_at=now,
    )
    workspace.jobs.create(KIND, row.id, content[:60], delay_ms=at - now)
    return row
