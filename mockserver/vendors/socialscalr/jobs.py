"""SocialScalr's workers, bound to a workspace. Wiring only: each resource's module says what a step does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mockserver.engine.jobs import JobKind
from mockserver.engine.scheduler import Step
from mockserver.engine.workspace import Workspace
from mockserver.vendors.socialscalr.comments import service as comments
from mockserver.vendors.socialscalr.leads import jobs as leads
from mockserver.vendors.socialscalr.leads import outreach
from mockserver.vendors.socialscalr.posts import jobs as posts


def workers(workspace: Workspace) -> tuple[Iterable[JobKind], Mapping[str, Step]]:
    """Every kind of job, and the steps of timers that belong to no job."""
    return [*leads.kinds(workspace), posts.kind(workspace), comments.kind(workspace)], outreach.timers(workspace)
