"""Comments. Source: the event comment.posted, "approved comment posted"."""

from __future__ import annotations

from mockserver.core.tables import Index, Row, column


class CommentRow(Row):
    """A comment on a LinkedIn post: approved, posted or failed; `post_id` where the post is our own."""

    __tablename__ = "socialscalr_comments"
    __table_args__ = (Index("socialscalr_comments_by_status", "status", "due_at", "number"),)

    id: str = column(primary_key=True)
    number: int
    post_id: str | None = None
    post_url: str
    content: str
    status: str
    due_at: int
    posted_at: int | None = None
    error: str | None = None
    created_at: int
