"""What the post endpoints take and give. Source: "GET /api/v1/posts" and "POST /api/v1/posts"."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import RequestBody
from mockserver.vendors.socialscalr.fields import Address, Moment, Text, Timestamp, Url, Uuid, not_blank

# Assumption: a post has at most 3,000 characters and a comment at most 1,250, as on LinkedIn.
LONGEST_POST = 3_000
LONGEST_COMMENT = 1_250

CommentText = Annotated[
    str, Field(max_length=LONGEST_COMMENT), AfterValidator(not_blank), Field(json_schema_extra={"pattern": r"\S"})
]


class PostStatus(StrEnum):
    """Where a post stands; "scheduled + published" are documented. Assumption: a post that failed is listed too."""

    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    FAILED = "failed"


class SchedulePostRequest(RequestBody):
    """A post and when to publish it."""

    content: Text = Field(max_length=LONGEST_POST, description="The post's text", examples=["Thoughts on Q4..."])
    scheduled_for: Timestamp = Field(
        description="When to publish it: ISO 8601, in the future", examples=["2026-06-01T13:00:00Z"]
    )
    link_url: Address | None = Field(None, description="A link in the post", examples=["https://socialscalr.com"])
    first_comment: CommentText | None = Field(
        None, description="A comment below the post", examples=["More on this..."]
    )


class Post(TypedDict):
    """A post as stored."""

    id: Uuid
    content: str
    scheduled_for: Moment
    link_url: Url | None
    first_comment: str | None
    status: PostStatus
    published_at: Moment | None
    post_url: Url | None
    error: str | None
    created_at: Moment
    updated_at: Moment


class PostList(TypedDict):
    """The newest posts."""

    posts: list[Post]


class PostScheduled(TypedDict):
    """The new post."""

    post: Post
