"""Approved comments and the worker that posts them. Must not know who approves."""

from __future__ import annotations

from functools import partial

from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.core.times import Millis
from mockserver.engine.jobs import Done, JobKind, Outcome
from mockserver.engine.workspace import Workspace
from mockserver.vendors.socialscalr.comments import presenters
from mockserver.vendors.socialscalr.comments.tables import CommentRow

KIND = "linkedin_comment"
POSTED = "comment.posted"

_APPROVED, _POSTED, _FAILED = "approved", "posted", "failed"

_ONE = Query(lambda: select(CommentRow).where(col(CommentRow.id) == bindparam("id")), CommentRow)
_NEXT = Query(
    lambda: (
        select(CommentRow)
        .where(col(CommentRow.status) == _APPROVED)
        .order_by(col(CommentRow.due_at), col(CommentRow.number))
        .limit(1)
    ),
    CommentRow,
)


def kind(workspace: Workspace) -> JobKind:
    """The kind of job, bound to a workspace; the job's id is the comment's."""
    return JobKind(
        KIND, "socialscalr", partial(step, workspace), partial(fail, workspace), "LinkedIn rejected the comment"
    )


def approve(
    workspace: Workspace, content: str, post_url: str, *, post_id: str | None = None, delay_ms: Millis
) -> CommentRow:
    """Write down a comment that the user approved; it is posted after the delay."""
    now = workspace.now()
    row = workspace.database.insert(
        CommentRow,
        id=workspace.ids.uuid("socialscalr.comment"),
        number=workspace.ids.number("socialscalr.comments"),
        post_id=post_id,
        post_url=post_url,
        content=content,
        status=_APPROVED,
        due_at=now + delay_ms,
        created_at=now,
    )
    workspace.jobs.create(KIND, row.id, content[:60], delay_ms=delay_ms)
    return row


def find(workspace: Workspace, comment_id: str) -> CommentRow | None:
    """The comment of that id."""
    return workspace.database.first(_ONE, id=comment_id)


def next_due(workspace: Workspace) -> CommentRow | None:
    """The approved comment that is posted next."""
    return workspace.database.first(_NEXT)


def step(workspace: Workspace, comment_id: str) -> Outcome:
    """Post the comment, and tell who wants to know."""
    row = find(workspace, comment_id)
    if row is not None and row.status == _APPROVED:
        workspace.database.change(CommentRow, {"id": row.id}, status=_POSTED, posted_at=workspace.now())
        posted = find(workspace, comment_id)
        assert posted is not None
        workspace.webhooks.emit("socialscalr", POSTED, {"comment": presenters.comment(posted)})
    return Done()


def fail(workspace: Workspace, comment_id: str, error: str) -> None:
    """Write a failure down; a comment that is posted stays so."""
    workspace.database.change(CommentRow, {"id": comment_id, "status": _APPROVED}, status=_FAILED, error=error)
