"""Validating the emails of a campaign that is over. Must not know the wire, nor when the next stretch comes.

What clients see of it is the campaign's `postValidation`, kept as shown; events tell of each change.
Source: "Preview validation cost", "Start post-campaign email validation".
"""

from __future__ import annotations

from dataclasses import dataclass

from mockserver.core.errors import ApiError
from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.core.times import SECOND, iso_ms
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scravio import ids
from mockserver.vendors.scravio.account import service as accounts
from mockserver.vendors.scravio.campaigns import rows
from mockserver.vendors.scravio.campaigns import service as campaigns
from mockserver.vendors.scravio.campaigns.schemas import CampaignStatus
from mockserver.vendors.scravio.campaigns.tables import CampaignRow
from mockserver.vendors.scravio.credits import service as ledger
from mockserver.vendors.scravio.errors import bad_request, conflict
from mockserver.vendors.scravio.fields import Thousandths, in_credits
from mockserver.vendors.scravio.leads import checks
from mockserver.vendors.scravio.magic import FAILING_VALIDATION
from mockserver.vendors.scravio.validation.events import (
    CampaignValidationCompleted,
    CampaignValidationFailed,
    CampaignValidationProgress,
    CampaignValidationStarted,
)
from mockserver.vendors.scravio.validation.service import cost, refund, reserve
from mockserver.vendors.scravio.validation.tables import CampaignValidationRow

KIND = "campaign_validation"

_READY = (CampaignStatus.FULLY_COMPLETED, CampaignStatus.STOPPED)
_FIRST_STEP_MS = SECOND

_ONE = Query(
    lambda: select(CampaignValidationRow).where(col(CampaignValidationRow.id) == bindparam("id")),
    CampaignValidationRow,
)
_RUNNING = Query(
    lambda: select(CampaignValidationRow).where(
        col(CampaignValidationRow.campaign_id) == bindparam("campaign_id"), col(CampaignValidationRow.is_running)
    ),
    CampaignValidationRow,
)


@dataclass(frozen=True, slots=True)
class Preview:
    """What validating a campaign would take; `obstacle` says why it cannot be done now, whatever the balance."""

    campaign_id: str
    emails: int
    balance: Thousandths
    obstacle: ApiError | None

    @property
    def is_affordable(self) -> bool:
        """Whether the balance covers it."""
        return self.balance >= cost(self.emails)


def preview(workspace: Workspace, campaign_id: str) -> Preview:
    """What validating a campaign would take now; 404 for an unknown one.

    Assumption: an email is validated once, so those that were validated before are neither counted nor charged.
    """
    _look(workspace, campaign_id)
    campaign = campaigns.require(workspace, campaign_id)
    assert campaign.number is not None, "stored campaigns have a number"
    emails = checks.pending(workspace, campaign.number)
    balance = ledger.balance(workspace, accounts.current(workspace))
    return Preview(campaign.id, emails, balance, _obstacle(workspace, campaign, emails))


def start(workspace: Workspace, campaign_id: str) -> CampaignValidationRow:
    """Reserve credits and begin; raises 404, 409 while a validation runs, and 400 for any other obstacle."""
    wanted = preview(workspace, campaign_id)
    if wanted.obstacle is not None:
        raise wanted.obstacle
    job = workspace.database.insert(
        CampaignValidationRow,
        id=ids.new(workspace, "campaign_validation"),
        campaign_id=campaign_id,
        total=wanted.emails,
        credit_reserved=cost(wanted.emails),
        started_at=workspace.now(),
    )
    reserve(workspace, accounts.current(workspace), job.total, job.id, campaign_id=campaign_id)
    _show(workspace, job, "validating")
    workspace.jobs.create(KIND, job.id, f"{job.total} emails of campaign {campaign_id}", delay_ms=_FIRST_STEP_MS)
    workspace.events.publish(CampaignValidationStarted(campaign_id, job.id, job.total, job.credit_reserved))
    return job


def find(workspace: Workspace, job_id: str) -> CampaignValidationRow | None:
    """The validation of that id."""
    return workspace.database.first(_ONE, id=job_id)


def is_doomed(workspace: Workspace, job: CampaignValidationRow) -> bool:
    """Whether the campaign's title is the magic value that makes its validation fail."""
    return FAILING_VALIDATION.matches(campaigns.require(workspace, job.campaign_id).title)


def check(workspace: Workspace, job: CampaignValidationRow, count: int) -> CampaignValidationRow:
    """Check the next `count` emails, and end the validation with the last; gives it as it is now."""
    campaign = campaigns.require(workspace, job.campaign_id)
    assert campaign.number is not None, "stored campaigns have a number"
    found = checks.check_next(workspace, campaign.number, min(count, job.total - job.valid - job.invalid))
    job = _change(workspace, job, valid=job.valid + found.valid, invalid=job.invalid + found.invalid)
    validated = job.valid + job.invalid
    workspace.events.publish(
        CampaignValidationProgress(job.campaign_id, job.id, job.total, validated, job.valid, job.invalid)
    )
    if found.count and validated < job.total:
        _show(workspace, job, "validating")
        return job
    used = cost(validated)
    workspace.events.publish(
        CampaignValidationCompleted(
            campaign_id=job.campaign_id,
            job_id=job.id,
            total=job.total,
            validated=validated,
            valid=job.valid,
            invalid=job.invalid,
            credit_reserved=job.credit_reserved,
            credit_used=used,
            credit_returned=job.credit_reserved - used,
        )
    )
    return _end(workspace, job, "completed")


def fail(workspace: Workspace, job: CampaignValidationRow, error: str) -> None:
    """End the validation with a failure; what was checked stays checked and is paid."""
    used = cost(job.valid + job.invalid)
    workspace.events.publish(
        CampaignValidationFailed(
            campaign_id=job.campaign_id,
            job_id=job.id,
            error=error,
            total=job.total,
            validated=job.valid + job.invalid,
            valid=job.valid,
            invalid=job.invalid,
            credit_reserved=job.credit_reserved,
            credit_used=used,
            credit_returned=job.credit_reserved - used,
        )
    )
    _end(workspace, job, "failed", error)


def _look(workspace: Workspace, campaign_id: str) -> None:
    """Tell the engine that a running validation was looked at."""
    running = workspace.database.first(_RUNNING, campaign_id=campaign_id)
    if running is not None:
        workspace.jobs.polled(running.id)


def _obstacle(workspace: Workspace, campaign: CampaignRow, emails: int) -> ApiError | None:
    if workspace.database.first(_RUNNING, campaign_id=campaign.id) is not None:
        return conflict("Validation is already running for this campaign")
    if campaign.status not in _READY:
        return bad_request(f"Campaign must be fully_completed or stopped to be validated; it is {campaign.status}")
    return None if emails else bad_request("Campaign has no emails left to validate")


def _end(
    workspace: Workspace, job: CampaignValidationRow, status: str, error: str | None = None
) -> CampaignValidationRow:
    unused = job.credit_reserved - cost(job.valid + job.invalid)
    refund(workspace, unused, job.id, campaign_id=job.campaign_id)
    _show(workspace, job, status, error)
    return _change(workspace, job, is_running=False)


def _change(workspace: Workspace, job: CampaignValidationRow, **changes: object) -> CampaignValidationRow:
    workspace.database.change(CampaignValidationRow, {"id": job.id}, **changes)
    changed = find(workspace, job.id)
    assert changed is not None, "validations are never removed"
    return changed


def _show(workspace: Workspace, job: CampaignValidationRow, status: str, error: str | None = None) -> None:
    """Write `postValidation` onto the campaign."""
    is_over = status != "validating"
    used = cost(job.valid + job.invalid)
    rows.change(
        workspace,
        campaigns.require(workspace, job.campaign_id),
        post_validation={
            "status": status,
            "total": job.total,
            "validated": job.valid + job.invalid,
            "valid": job.valid,
            "invalid": job.invalid,
            "creditReserved": in_credits(job.credit_reserved),
            "creditUsed": in_credits(used),
            "creditReturned": in_credits(job.credit_reserved - used if is_over else 0),
            "startedAt": iso_ms(job.started_at),
            "completedAt": iso_ms(workspace.now()) if is_over else None,
            "error": error,
        },
    )
