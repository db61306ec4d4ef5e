"""Posts as the API and the events show them. Pure: row in, wire shape out."""

from __future__ import annotations

from mockserver.core.times import iso_s
from mockserver.vendors.socialscalr.posts.schemas import Post, PostStatus
from mockserver.vendors.socialscalr.posts.tables import PostRow


def post(row: PostRow) -> Post:
    """A post as stored, in snake case."""
    return {
        "id": row.id,
        "content": row.content,
        "scheduled_for": iso_s(row.scheduled_for),
        "link_url": row.link_url,
        "first_comment": row.first_comment,
        "status": PostStatus(row.status),
        "published_at": None if row.published_at is None else iso_s(row.published_at),
        "post_url": row.post_url,
        "error": row.error,
        "created_at": iso_s(row.created_at),
        "updated_at": iso_s(row.updated_at),
    }
