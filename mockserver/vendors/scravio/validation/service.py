"""Validation jobs of their own: making, finding, listing and ending them. Must not know the wire, nor a step's work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mockserver.core.errors import ValidationFailed
from mockserver.core.sql import Select, String, bindparam, col, func, select
from mockserver.core.statements import Query
from mockserver.core.times import HOUR, SECOND, Instant
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scravio import ids
from mockserver.vendors.scravio.account import service as accounts
from mockserver.vendors.scravio.account.tables import AccountRow
from mockserver.vendors.scravio.campaigns.pricing import EMAIL_VALIDATION
from mockserver.vendors.scravio.credits import service as ledger
from mockserver.vendors.scravio.credits.service import TransactionType
from mockserver.vendors.scravio.emails import normalised
from mockserver.vendors.scravio.errors import conflict, not_found
from mockserver.vendors.scravio.fields import Thousandths
from mockserver.vendors.scravio.validation import lists
from mockserver.vendors.scravio.validation.schemas import MOST_EMAILS, JobStatus, SortBy
from mockserver.vendors.scravio.validation.tables import ValidationJobRow

KIND = "email_validation"

DOWNLOAD_MS = HOUR
"""How long an address of results is good for."""

OVER = (JobStatus.COMPLETED, JobStatus.FAILED)

_FIRST_STEP_MS = SECOND

_JOB = Query(lambda: select(ValidationJobRow).where(col(ValidationJobRow.id) == bindparam("id")), ValidationJobRow)
_ACTIVE = Query(
    lambda: (
        select(ValidationJobRow)
        .where(
            col(ValidationJobRow.account_id) == bindparam("account_id"), col(ValidationJobRow.completed_at).is_(None)
        )
        .limit(1)
    ),
    ValidationJobRow,
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which jobs a list shows; both times are included."""

    status: JobStatus | None = None
    since: Instant = 0
    until: Instant = 2**62
    sort_by: SortBy = SortBy.CREATED_AT
    descending: bool = True


def cost(emails: int) -> Thousandths:
    """What checking so many emails costs."""
    return emails * EMAIL_VALIDATION


def reserve(
    workspace: Workspace, account: AccountRow, emails: int, job_id: str, *, campaign_id: str | None = None
) -> None:
    """Take what checking so many emails costs; raises 400 INSUFFICIENT_CREDITS."""
    ledger.record(
        workspace,
        account,
        TransactionType.EMAIL_VALIDATION_DEDUCTION,
        -cost(emails),
        description="Credits reserved: email validation",
        campaign_id=campaign_id,
        correlation_id=job_id,
        metadata={"jobId": job_id, "emails": emails},
    )


def refund(workspace: Workspace, unused: Thousandths, job_id: str, *, campaign_id: str | None = None) -> None:
    """Give back what was reserved and not used."""
    if unused:
        ledger.record(
            workspace,
            accounts.current(workspace),
            TransactionType.EMAIL_VALIDATION_REFUND,
            unused,
            description="Unused credits returned: email validation",
            campaign_id=campaign_id,
            correlation_id=job_id,
            metadata={"jobId": job_id},
        )


def submit(workspace: Workspace, account: AccountRow, texts: Sequence[str]) -> ValidationJobRow:
    """Make a job of pasted addresses; what is no address is checked too, and found to be none.

    Raises 400 for no address and for more than 5,000 different ones, else as `create`.
    """
    unique = list(dict.fromkeys(filter(None, map(normalised, texts))))
    if not unique:
        raise ValidationFailed.of("emails", "must have at least 1 email address")
    if len(unique) > MOST_EMAILS:
        raise ValidationFailed.of("emails", f"must have at most {MOST_EMAILS} different email addresses")
    refuse_second(workspace, account)
    number, total, _ = lists.write(workspace, unique)
    return create(workspace, account, number, total, JobStatus.PENDING)


def create(
    workspace: Workspace, account: AccountRow, list_number: int, total: int, status: JobStatus
) -> ValidationJobRow:
    """Reserve credits and make the job of a list.

    Raises 409 while another job of the account is active, and 400 INSUFFICIENT_CREDITS.
    """
    refuse_second(workspace, account)
    now = workspace.now()
    job = workspace.database.insert(
        ValidationJobRow,
        id=ids.new(workspace, "validation_job"),
        account_id=account.id,
        list_number=list_number,
        status=status.value,
        total=total,
        credit_reserved=cost(total),
        created_at=now,
        updated_at=now,
    )
    reserve(workspace, account, total, job.id)
    workspace.jobs.create(KIND, job.id, f"{total} emails", delay_ms=_FIRST_STEP_MS)
    return job


def refuse_second(workspace: Workspace, account: AccountRow) -> None:
    """Raise 409 while the account has an active job."""
    active = workspace.database.first(_ACTIVE, account_id=account.id)
    if active is not None:
        raise conflict(f"Validation job {active.id} is still {active.status}; wait for it to finish")


def find(workspace: Workspace, job_id: str) -> ValidationJobRow | None:
    """The job of that id."""
    return workspace.database.first(_JOB, id=job_id)


def look(workspace: Workspace, account: AccountRow, job_id: str) -> ValidationJobRow:
    """The account's job as seen by somebody who looks, which may move it on; 404 where there is none."""
    job = find(workspace, job_id)
    if job is not None and _polled(workspace, [job]):
        job = find(workspace, job_id)
    if job is None or job.account_id != account.id:
        raise not_found("Validation job")
    return job


def page(
    workspace: Workspace, account: AccountRow, wishes: Wishes, *, offset: int, limit: int
) -> tuple[list[ValidationJobRow], int]:
    """A page of the account's jobs and how many fit the wishes."""
    params: dict[str, object] = {
        "account_id": account.id,
        "status": wishes.status,
        "since": wishes.since,
        "until": wishes.until,
    }
    window = {**params, "limit": limit, "offset": offset}
    query = _PAGES[wishes.sort_by, wishes.descending]
    rows = workspace.database.all(query, **window)
    if _polled(workspace, rows):
        rows = workspace.database.all(query, **window)
    return rows, workspace.database.value(_TOTAL, **params)


def end(workspace: Workspace, job: ValidationJobRow, status: JobStatus, reason: str | None = None) -> None:
    """End a job: give back what was not used, and drop its list.

    Assumption: a malformed address need not be asked about, and costs nothing.
    """
    used = cost(job.valid + job.invalid - job.malformed)
    refund(workspace, job.credit_reserved - used, job.id)
    lists.drop(workspace, job.list_number)
    now = workspace.now()
    workspace.database.change(
        ValidationJobRow,
        {"id": job.id},
        status=status.value,
        status_reason=reason,
        updated_at=now,
        completed_at=now,
    )


def _polled(workspace: Workspace, jobs: Sequence[ValidationJobRow]) -> bool:
    """Tell the engine that active jobs were looked at; whether there were any."""
    active = [job.id for job in jobs if job.completed_at is None]
    for job_id in active:
        workspace.jobs.polled(job_id)
    return bool(active)


def _fitting() -> tuple[object, ...]:
    row = ValidationJobRow
    status = bindparam("status", type_=String())
    return (
        col(row.account_id) == bindparam("account_id"),
        status.is_(None) | (col(row.status) == status),
        col(row.created_at) >= bindparam("since"),
        col(row.created_at) <= bindparam("until"),
    )


def _sorted(sort_by: SortBy, *, descending: bool) -> Query[ValidationJobRow]:
    def build() -> Select[Any]:
        row = ValidationJobRow
        key, last = col(row.created_at) if sort_by is SortBy.CREATED_AT else col(row.completed_at), col(row.number)
        order = (key.desc(), last.desc()) if descending else (key, last)
        fitting = select(row).where(*_fitting()).order_by(*order)  # type: ignore[arg-type]
        return fitting.limit(bindparam("limit")).offset(bindparam("offset"))

    return Query(build, ValidationJobRow)


_TOTAL = Query(lambda: select(func.count()).select_from(ValidationJobRow).where(*_fitting()), int)  # type: ignore[arg-type]
_PAGES: Mapping[tuple[SortBy, bool], Query[ValidationJobRow]] = {
    (key, descending): _sorted(key, descending=descending) for key in SortBy for descending in (True, False)
}
