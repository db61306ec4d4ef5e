"""The worker that publishes a post at its time, and has its first comment follow."""

from __future__ import annotations

from functools import partial

from mockserver.core.times import SECOND
from mockserver.engine.jobs import Done, Fail, JobKind, Outcome
from mockserver.engine.workspace import Workspace
from mockserver.vendors.socialscalr import magic
from mockserver.vendors.socialscalr.comments import service as comments
from mockserver.vendors.socialscalr.posts import presenters, service
from mockserver.vendors.socialscalr.posts.schemas import PostStatus
from mockserver.vendors.socialscalr.posts.tables import PostRow

PUBLISHED = "post.published"

# Assumption: no source words why a post fails.
REJECTED = "LinkedIn rejected the post"

# Assumption: the first comment follows its post after 20 to 90 seconds, and fires comment.posted too.
_COMMENT_DELAY = (20 * SECOND, 90 * SECOND)


def kind(workspace: Workspace) -> JobKind:
    """The kind of job, bound to a workspace; the job's id is the post's."""
    return JobKind(service.KIND, "socialscalr", partial(step, workspace), partial(fail, workspace), REJECTED)


def step(workspace: Workspace, post_id: str) -> Outcome:
    """Publish the post, or write down why it cannot be."""
    post = service.find(workspace, post_id)
    if post is None or post.status != PostStatus.SCHEDULED:
        return Done()
    if magic.REJECTED_POST.matches(post.content):
        fail(workspace, post_id, REJECTED)
        return Fail(REJECTED)
    publish(workspace, post)
    return Done()


def publish(workspace: Workspace, post: PostRow) -> None:
    """Publish a post now, and plan its first comment."""
    now = workspace.now()
    url = f"https://www.linkedin.com/feed/update/urn:li:share:{workspace.ids.snowflake()}/"
    workspace.database.change(
        PostRow, {"id": post.id}, status=PostStatus.PUBLISHED.value, published_at=now, post_url=url, updated_at=now
    )
    published = service.find(workspace, post.id)
    assert published is not None
    workspace.webhooks.emit("socialscalr", PUBLISHED, {"post": presenters.post(published)})
    if post.first_comment is not None:
        delay = workspace.entropy.stream("socialscalr.first_comment", post.id).between(*_COMMENT_DELAY)
        comments.approve(workspace, post.first_comment, url, post_id=post.id, delay_ms=delay)


def fail(workspace: Workspace, post_id: str, error: str) -> None:
    """Write a failure down; a post that is published stays so."""
    workspace.database.change(
        PostRow,
        {"id": post_id, "status": PostStatus.SCHEDULED.value},
        status=PostStatus.FAILED.value,
        error=error,
        updated_at=workspace.now(),
    )
