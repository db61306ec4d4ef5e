"""Comments as the event tells of them. Pure: row in, wire shape out."""

from __future__ import annotations

from mockserver.core.times import iso_s
from mockserver.vendors.socialscalr.comments.tables import CommentRow


def comment(row: CommentRow) -> dict[str, object]:
    """A comment as stored, in snake case."""
    return {
        "id": row.id,
        "post_id": row.post_id,
        "post_url": row.post_url,
        "content": row.content,
        "status": row.status,
        "posted_at": None if row.posted_at is None else iso_s(row.posted_at),
        "created_at": iso_s(row.created_at),
    }
