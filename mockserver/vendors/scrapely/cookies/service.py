"""The queue of cookie extraction jobs. Must not know the wire, nor what a step of a job does."""

from __future__ import annotations

from mockserver.core.errors import ApiError
from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapely.cookies.schemas import ExtractCookiesRequest, ExtractionStatus
from mockserver.vendors.scrapely.cookies.tables import CookieJobRow
from mockserver.vendors.scrapely.errors import not_found
from mockserver.workers import cookie_extraction

KIND = "cookie_extraction"

_BY_ID = Query(lambda: select(CookieJobRow).where(col(CookieJobRow.id) == bindparam("id")), CookieJobRow)
# A job leaves the queue when it ends, so the lowest number is the one that is worked on, or is to be next.
_HEAD = Query(
    lambda: (
        select(CookieJobRow).where(col(CookieJobRow.completed_at).is_(None)).order_by(col(CookieJobRow.number)).limit(1)
    ),
    CookieJobRow,
)
_UNFINISHED_OF = Query(
    lambda: (
        select(CookieJobRow)
        .where(col(CookieJobRow.username) == bindparam("username"), col(CookieJobRow.completed_at).is_(None))
        .limit(1)
    ),
    CookieJobRow,
)


def find(workspace: Workspace, job_id: str) -> CookieJobRow | None:
    """The job of that id."""
    return workspace.database.first(_BY_ID, id=job_id)


def head(workspace: Workspace) -> CookieJobRow | None:
    """The job that is worked on, or that comes next; None when the queue is empty."""
    return workspace.database.first(_HEAD)


def queue(workspace: Workspace, request: ExtractCookiesRequest) -> CookieJobRow:
    """Add a job to the queue; 409 with its id and status while another one for the username is not over."""
    username = request.username.lower()
    other = workspace.database.first(_UNFINISHED_OF, username=username)
    if other is not None:
        raise ApiError(
            409,
            "Job already exists",
            f"A cookie extraction job for this username is already {other.status}",
            extra={"job_id": other.id, "status": other.status},
        )
    job = workspace.database.insert(
        CookieJobRow,
        id=workspace.ids.uuid("scrapely.cookie_job"),
        number=workspace.ids.number("scrapely.cookie_job_number"),
        username=username,
        password=request.password,
        two_fa_key=request.two_fa_key,
        proxy=request.proxy,
        proxy_auth=request.proxy_auth,
        xchat_pin=request.xchat_pin,
        status=ExtractionStatus.QUEUED.value,
        created_at=workspace.now(),
    )
    chance = workspace.entropy.stream("scrapely.cookies", "start", job.id)
    workspace.jobs.create(KIND, job.id, f"@{username}", delay_ms=cookie_extraction.start_delay_ms(chance))
    return job


def look(workspace: Workspace, job_id: str) -> CookieJobRow:
    """The job of that id; 404 where there is none.

    Where looks move jobs on, one at a queued job moves on the job at the head of the queue that it waits for.
    """
    job = find(workspace, job_id)
    if job is None:
        raise not_found("Job not found")
    first = head(workspace)
    if job.completed_at is None and first is not None:
        workspace.jobs.polled(first.id)
        job = find(workspace, job_id) or job
    return job
