"""The worker that extracts cookies, one account at a time.

Source: "Sequential Processing" and "Common Failure Reasons".
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from mockserver.engine.jobs import Done, Fail, JobKind, Outcome, Park, Wait
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapely import magic
from mockserver.vendors.scrapely.cookies import service
from mockserver.vendors.scrapely.cookies.schemas import ExtractionStatus
from mockserver.vendors.scrapely.cookies.tables import CookieJobRow
from mockserver.vendors.scrapely.fields import proxy_host
from mockserver.workers import cookie_extraction
from mockserver.workers.cookie_extraction import Rejection

REASONS: Mapping[Rejection, str] = {
    Rejection.PASSWORD: "Incorrect password",
    Rejection.SECOND_FACTOR: "Invalid 2FA key",
    Rejection.VERIFICATION: "Account requires email/phone verification",
    Rejection.BLOCKED: "Account blocked by Twitter",
    Rejection.PROXY: "Proxy connection issues",
}


def kind(workspace: Workspace) -> JobKind:
    """The kind of job, bound to a workspace."""
    return JobKind(
        name=service.KIND,
        vendor="scrapely",
        step=partial(step, workspace),
        fail=partial(fail, workspace),
        default_error=REASONS[Rejection.PROXY],
    )


def step(workspace: Workspace, job_id: str) -> Outcome:
    """Start the job when its turn has come, then end it; a job that has others before it parks until woken."""
    job, head = service.find(workspace, job_id), service.head(workspace)
    if job is None or head is None:
        return Done()
    if job.id != head.id:
        return Park()
    if job.status == ExtractionStatus.QUEUED:
        _change(workspace, job, status=ExtractionStatus.PROCESSING.value, started_at=workspace.now())
        chance = workspace.entropy.stream("scrapely.cookies", "processing", job_id)
        return Wait(cookie_extraction.processing_ms(chance), progress=10)
    rejection = rejection_of(workspace, job)
    if rejection is not None:
        fail(workspace, job_id, REASONS[rejection])
        return Fail(REASONS[rejection])
    session = cookie_extraction.log_in(workspace.entropy.stream("scrapely.cookies", "session", job_id))
    cookies = [
        {"name": "auth_token", "value": session.auth_token, "domain": ".x.com"},
        {"name": "ct0", "value": session.ct0, "domain": ".x.com"},
    ]
    _end(workspace, job, ExtractionStatus.COMPLETED, cookies=cookies)
    return Done()


def fail(workspace: Workspace, job_id: str, error: str) -> None:
    """Write a failure down and let the next job start; a job that is over stays as it is."""
    job = service.find(workspace, job_id)
    if job is not None and job.completed_at is None:
        started_at = workspace.now() if job.started_at is None else job.started_at
        _end(workspace, job, ExtractionStatus.FAILED, error=error, started_at=started_at)


def rejection_of(workspace: Workspace, job: CookieJobRow) -> Rejection | None:
    """Why the login of a job fails, or None.

    Assumption: the proxy is tried first, then the account, the password, the second factor and verification;
    for an account that does not exist every password is incorrect.
    """
    host = proxy_host(job.proxy)
    if magic.UNREACHABLE_PROXY.matches(host) or magic.BAD_PROXY.matches(host):
        return Rejection.PROXY
    rejection = cookie_extraction.rejection_of(workspace.world.people.get(job.username))
    if rejection is not None:
        return rejection
    if magic.WRONG_PASSWORD.matches(job.password):
        return Rejection.PASSWORD
    if magic.INVALID_2FA_KEY.matches(job.two_fa_key):
        return Rejection.SECOND_FACTOR
    return Rejection.VERIFICATION if magic.UNVERIFIED.matches(job.username) else None


def _end(workspace: Workspace, job: CookieJobRow, status: ExtractionStatus, **result: object) -> None:
    _change(workspace, job, status=status.value, completed_at=workspace.now(), **result)
    following = service.head(workspace)
    if following is not None and following.status == ExtractionStatus.QUEUED:
        chance = workspace.entropy.stream("scrapely.cookies", "start", following.id)
        workspace.jobs.wake(following.id, delay_ms=cookie_extraction.start_delay_ms(chance))


def _change(workspace: Workspace, job: CookieJobRow, **changes: object) -> None:
    workspace.database.change(CookieJobRow, {"id": job.id}, **changes)
