"""Validation jobs and uploads as the API shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mockserver.core.times import iso_ms
from mockserver.vendors.scravio.fields import in_credits, moment
from mockserver.vendors.scravio.validation.campaigns import Preview
from mockserver.vendors.scravio.validation.schemas import (
    LARGEST_FILE,
    CampaignPreview,
    CampaignValidation,
    CreatedJob,
    Job,
    JobDetail,
    JobPage,
    JobStatus,
)
from mockserver.vendors.scravio.validation.service import cost
from mockserver.vendors.scravio.validation.tables import CampaignValidationRow, UploadRow, ValidationJobRow
from mockserver.vendors.scravio.validation.upload_schemas import QueuedJob, Review, Ticket
from mockserver.vendors.scravio.validation.uploads import CONTENT_TYPES, sheet_of

Link = Callable[[str], str]
"""Gives the address at which a file can be downloaded for a while."""


def created(row: ValidationJobRow) -> CreatedJob:
    """The answer to pasted emails."""
    return {
        "jobId": row.id,
        "status": JobStatus(row.status),
        "createdAt": iso_ms(row.created_at),
        "creditsUsed": in_credits(row.credit_reserved),
        "totalEmails": row.total,
    }


def job(row: ValidationJobRow, link: Link) -> Job:
    """A job in the list."""
    return {
        "jobId": row.id,
        "status": JobStatus(row.status),
        "totalEmails": row.total,
        "processedCount": row.valid + row.invalid,
        "validCount": row.valid,
        "invalidCount": row.invalid,
        "createdAt": iso_ms(row.created_at),
        "completedAt": moment(row.completed_at),
        "downloadUrl": _results(row, link),
    }


def page(rows: Sequence[ValidationJobRow], total: int, number: int, limit: int, link: Link) -> JobPage:
    """A page of jobs. Assumption: no jobs make no pages."""
    return {"jobs": [job(row, link) for row in rows], "total": total, "page": number, "pages": -(-total // limit)}


def detail(row: ValidationJobRow, link: Link) -> JobDetail:
    """A job in full."""
    shown: JobDetail = {
        "jobId": row.id,
        "status": JobStatus(row.status),
        "statusReason": row.status_reason,
        "totalEmails": row.total,
        "processedCount": row.valid + row.invalid,
        "validCount": row.valid,
        "invalidCount": row.invalid,
        "externalRequestId": row.external_request_id,
        "createdAt": iso_ms(row.created_at),
        "updatedAt": iso_ms(row.updated_at),
        "completedAt": moment(row.completed_at),
    }
    if (address := _results(row, link)) is not None:
        shown["downloadUrl"] = address
    return shown


def _results(row: ValidationJobRow, link: Link) -> str | None:
    completed = row.status == JobStatus.COMPLETED
    return link(row.file_id) if completed and row.file_id is not None else None


def ticket(row: UploadRow, upload_url: str) -> Ticket:
    """Where a file goes."""
    return {
        "uploadId": row.id,
        "key": row.storage_key,
        "uploadUrl": upload_url,
        "expiresAt": iso_ms(row.expires_at),
        "maxSizeBytes": LARGEST_FILE,
        "allowedContentTypes": list(CONTENT_TYPES),
    }


def review(row: UploadRow) -> Review:
    """What was seen in a parsed file. Assumption: `status` is `parsed`; no source names its values."""
    assert row.parse_id is not None, "only parsed files are reviewed"
    sheet = sheet_of(row)
    return {
        "parseId": row.parse_id,
        "status": "parsed",
        "totalEmails": row.total,
        "totalRows": sheet.rows,
        "duplicatesRemoved": row.duplicates,
        "invalidRows": row.invalid_rows,
        "estimatedCredits": in_credits(cost(row.total)),
        "columns": [
            {"key": column.key, "label": column.label, "emailLikeCount": column.email_like_count}
            for column in sheet.columns
        ],
        "recommendedColumn": None if sheet.recommended is None else sheet.recommended.key,
    }


def queued(row: ValidationJobRow) -> QueuedJob:
    """The answer to a confirmed file, the same whenever it is asked for again."""
    return {
        "jobId": row.id,
        "status": JobStatus.QUEUED,
        "totalEmails": row.total,
        "creditsReserved": in_credits(row.credit_reserved),
    }


def preview(of: Preview) -> CampaignPreview:
    """What validating a campaign would cost."""
    return {
        "campaignId": of.campaign_id,
        "emailsToValidate": of.emails,
        "creditCost": in_credits(cost(of.emails)),
        "currentBalance": in_credits(of.balance),
        "hasSufficientCredits": of.is_affordable,
        "canValidate": of.obstacle is None and of.is_affordable,
    }


def started(row: CampaignValidationRow) -> CampaignValidation:
    """The answer to the start of a campaign's validation."""
    return {
        "campaignId": row.campaign_id,
        "jobId": row.id,
        "emailsToValidate": row.total,
        "creditCost": in_credits(row.credit_reserved),
        "status": "validating",
    }
