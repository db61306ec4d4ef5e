"""Posts. Source: "GET /api/v1/posts" and "POST /api/v1/posts"."""

from __future__ import annotations

from mockserver.core.tables import Index, Row, column


class PostRow(Row):
    """A LinkedIn post: scheduled, published or failed; `number` counts posts."""

    __tablename__ = "socialscalr_posts"
    __table_args__ = (
        Index("socialscalr_posts_by_number", "number"),
        Index("socialscalr_posts_by_status", "status", "scheduled_for", "number"),
    )

    id: str = column(primary_key=True)
    number: int
    content: str
    scheduled_for: int
    link_url: str | None = None
    first_comment: str | None = None
    status: str
    published_at: int | None = None
    post_url: str | None = None
    error: str | None = None
    created_at: int
    updated_at: int
