"""Workers' jobs: see and steer them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.admin.context import WORKSPACE, Ws, control_router
from mockserver.admin.errors import refuse, unknown
from mockserver.admin.schemas import ControlBody, PageQuery
from mockserver.admin.settings import job_kinds
from mockserver.core.times import iso_ms
from mockserver.engine.job_rows import COMPLETED, FAILED, STALLED, STATUSES
from mockserver.engine.tables import JobRow
from mockserver.engine.workspace import Workspace
from mockserver.gateway.marks import Query

router = control_router("Jobs")

JOBS = f"{WORKSPACE}/jobs"


class JobQuery(PageQuery):
    """Which jobs to list."""

    vendor: Annotated[str | None, Field(description="A name of GET /_mock/vendors")] = None
    kind: Annotated[str | None, Field(description="One of the vendors' job_kinds")] = None
    status: Annotated[str | None, Field(description=f"One of {', '.join(STATUSES)}")] = None


class Action(StrEnum):
    """What to do with a job."""

    COMPLETE = "complete"
    FAIL = "fail"
    STALL = "stall"
    RESUME = "resume"


class JobBody(ControlBody):
    """A push; `error` goes with fail."""

    action: Annotated[
        Action, Field(description="complete (do what is left now), fail, stall (until resumed) or resume")
    ]
    error: Annotated[str | None, Field(max_length=1_000, description="With fail: why, in the vendor's words")] = None


class JobView(TypedDict):
    """A job; `due_at` is when its next step comes, null when none does by itself."""

    id: str
    vendor: str
    kind: str
    status: str
    progress: int
    due_at: str | None
    subject: str
    created_at: str
    error: NotRequired[str]


class JobList(TypedDict):
    """Jobs, newest first."""

    jobs: list[JobView]
    total: int


@router.get(JOBS)
async def list_jobs(ctx: Ws, query: Annotated[JobQuery, Query()]) -> JobList:
    """List jobs, newest first."""
    if query.vendor is not None:
        ctx.vendor(query.vendor)
    if query.kind is not None and query.kind not in (kinds := job_kinds(ctx.host.registry)):
        raise unknown("job kind", query.kind, kinds)
    if query.status is not None and query.status not in STATUSES:
        raise unknown("job status", query.status, STATUSES)
    jobs = ctx.universe.workspace.jobs
    rows = jobs.list(**query.model_dump())
    total = jobs.count(vendor=query.vendor, kind=query.kind, status=query.status)
    return {"jobs": [_view(row) for row in rows], "total": total}


@router.post(f"{JOBS}/{{job_id}}")
async def steer_job(ctx: Ws, job_id: str, body: JobBody) -> JobView:
    """Push a job, and wait until what it led to has been delivered; 409 `job_over` when it has ended."""
    workspace = ctx.universe.workspace
    job = _find(workspace, job_id)
    if body.error is not None and body.action is not Action.FAIL:
        raise refuse(400, "invalid_request", "error goes with the action fail only", 'Leave it out, or send "fail"')
    if job.status in (COMPLETED, FAILED):
        hint = "Begin a new job over the vendor's API; GET …/jobs?status=running lists those under way"
        raise refuse(409, "job_over", f"The job is {job.status} already", hint)
    if body.action is Action.RESUME and job.status != STALLED:
        raise refuse(409, "job_not_stalled", f"The job is {job.status}", "Only a stalled job can be resumed")
    match body.action:
        case Action.COMPLETE:
            workspace.jobs.complete(job)
        case Action.FAIL:
            workspace.jobs.fail(job, body.error)
        case Action.STALL:
            workspace.jobs.stall(job)
        case Action.RESUME:
            workspace.jobs.resume(job)
    await workspace.scheduler.settle()
    return _view(_find(workspace, job_id))


def _find(workspace: Workspace, job_id: str) -> JobRow:
    job = workspace.jobs.find(job_id)
    if job is None:
        raise refuse(404, "unknown_job", f"There is no job {job_id!r}", "GET …/jobs lists them")
    return job


def _view(row: JobRow) -> JobView:
    shown: JobView = {
        "id": row.id,
        "vendor": row.vendor,
        "kind": row.kind,
        "status": row.status,
        "progress": row.progress,
        "due_at": None if row.due_at is None else iso_ms(row.due_at),
        "subject": row.subject,
        "created_at": iso_ms(row.created_at),
    }
    if row.error is not None:
        shown["error"] = row.error
    return shown
