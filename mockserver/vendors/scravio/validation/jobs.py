"""The workers that check emails stretch by stretch. Source: "Validation", "Start post-campaign email validation"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from mockserver.core.times import SECOND
from mockserver.engine.jobs import Done, Fail, JobKind, Outcome, Wait
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scravio import emails
from mockserver.vendors.scravio.spreadsheets import MEDIA_TYPE, csv_lines
from mockserver.vendors.scravio.validation import campaigns, lists, service
from mockserver.vendors.scravio.validation.schemas import JobStatus
from mockserver.vendors.scravio.validation.tables import AddressRow, ValidationJobRow

OUTAGE = "Validation service is unavailable"
_INTERRUPTED = "Validation failed"

# Assumption: no source says how fast emails are checked.
_STEP_MS = SECOND
_FEWEST, _MOST, _STEPS = 250, 5_000, 60
"""A job takes about so many steps, each of at least and at most so many emails."""

_NEXT: Mapping[JobStatus, JobStatus] = {
    JobStatus.PENDING: JobStatus.PARSING,
    JobStatus.PARSING: JobStatus.QUEUED,
    JobStatus.QUEUED: JobStatus.PROCESSING,
}


def kinds(workspace: Workspace) -> Sequence[JobKind]:
    """The kinds of job, bound to a workspace."""
    return (
        JobKind(
            name=service.KIND,
            vendor="scravio",
            step=partial(step, workspace),
            fail=partial(fail, workspace),
            default_error=_INTERRUPTED,
        ),
        JobKind(
            name=campaigns.KIND,
            vendor="scravio",
            step=partial(campaign_step, workspace),
            fail=partial(campaign_fail, workspace),
            default_error=_INTERRUPTED,
        ),
    )


def stretch(total: int) -> int:
    """How many emails a step checks, so that large lists take about as many steps as small ones."""
    return min(_MOST, max(_FEWEST, total // _STEPS))


def step(workspace: Workspace, job_id: str) -> Outcome:
    """Take the job to its next status, or check the next stretch of its list."""
    job = service.find(workspace, job_id)
    if job is None or job.status in service.OVER:
        return Done()
    following = _NEXT.get(JobStatus(job.status))
    if following is None:
        return _check_stretch(workspace, job)
    changes: dict[str, object] = {"status": following.value}
    if following is JobStatus.PROCESSING:
        changes |= {"file_id": _open_results(workspace, job), "external_request_id": _external_id(workspace)}
    _change(workspace, job_id, **changes)
    return Wait(_STEP_MS, progress=0)


def fail(workspace: Workspace, job_id: str, error: str) -> None:
    """Write a failure down; what was checked is paid, and there are no results."""
    job = service.find(workspace, job_id)
    if job is None or job.status in service.OVER:
        return
    if job.file_id is not None:
        workspace.files.remove(job.file_id)
        _change(workspace, job_id, file_id=None)
    service.end(workspace, job, JobStatus.FAILED, error)


def campaign_step(workspace: Workspace, job_id: str) -> Outcome:
    """Check the next stretch of a campaign's emails."""
    job = campaigns.find(workspace, job_id)
    if job is None or not job.is_running:
        return Done()
    if campaigns.is_doomed(workspace, job):
        campaigns.fail(workspace, job, OUTAGE)
        return Fail(OUTAGE)
    job = campaigns.check(workspace, job, stretch(job.total))
    processed = job.valid + job.invalid
    return Wait(_STEP_MS, progress=processed * 100 // job.total) if job.is_running else Done()


def campaign_fail(workspace: Workspace, job_id: str, error: str) -> None:
    """Write a failure of a campaign's validation down; what was checked stays checked, and is paid."""
    job = campaigns.find(workspace, job_id)
    if job is not None and job.is_running:
        campaigns.fail(workspace, job, error)


def _check_stretch(workspace: Workspace, job: ValidationJobRow) -> Outcome:
    addresses = lists.after(workspace, job.list_number, job.last_id, stretch(job.total))
    verdicts, outage = _verdicts(workspace, addresses)
    valid = sum(verdict.is_valid for verdict in verdicts)
    malformed = sum(verdict.reason is emails.Reason.MALFORMED for verdict in verdicts)
    _change(
        workspace,
        job.id,
        valid=job.valid + valid,
        invalid=job.invalid + len(verdicts) - valid,
        malformed=job.malformed + malformed,
        last_id=addresses[-1].id,
    )
    if outage:
        fail(workspace, job.id, OUTAGE)
        return Fail(OUTAGE)
    assert job.file_id is not None, "results are opened when processing starts"
    checked = zip(addresses, verdicts, strict=True)
    workspace.files.append(
        job.file_id, csv_lines((row.address, verdict.status, verdict.reason) for row, verdict in checked)
    )
    processed = job.valid + job.invalid + len(verdicts)
    if processed < job.total:
        return Wait(_STEP_MS, progress=processed * 100 // job.total)
    workspace.files.finish(job.file_id)
    finished = service.find(workspace, job.id)
    assert finished is not None, "jobs are never removed"
    service.end(workspace, finished, JobStatus.COMPLETED)
    return Done()


def _verdicts(workspace: Workspace, addresses: Sequence[AddressRow]) -> tuple[list[emails.Verdict], bool]:
    """What is found of the addresses, and whether an outage came before all were checked."""
    verdicts: list[emails.Verdict] = []
    try:
        for row in addresses:
            verdicts.append(emails.verdict(workspace.entropy, row.address))  # noqa: PERF401
    except emails.Outage:
        return verdicts, True
    return verdicts, False


def _open_results(workspace: Workspace, job: ValidationJobRow) -> str:
    file_id = workspace.files.create("scravio", f"validation-{job.id}.csv", MEDIA_TYPE)
    workspace.files.append(file_id, csv_lines([("email", "status", "reason")]))
    return file_id


def _external_id(workspace: Workspace) -> str:
    """Assumption: what checks the emails has names of its own for requests, which are UUIDs."""
    return workspace.ids.uuid("scravio.external_request")


def _change(workspace: Workspace, job_id: str, **changes: object) -> None:
    workspace.database.change(ValidationJobRow, {"id": job_id}, updated_at=workspace.now(), **changes)
