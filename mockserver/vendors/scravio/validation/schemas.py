"""What the endpoints of validation jobs take and give. Source: "Validation"."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, NotRequired

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from typing_extensions import TypedDict

from mockserver.gateway.schemas import Int64, PageNumber, PageSize, QueryParams, RequestBody
from mockserver.vendors.scravio.fields import Address, Id, IsoTime, Moment, Order

MOST_EMAILS = 5_000
LARGEST_FILE = 10 * 1024 * 1024
"""In bytes. Assumption: no source says how large an uploaded file may be."""

EXTENSIONS = (".csv", ".txt")


class JobStatus(StrEnum):
    """Where a validation job stands. Assumption: only pasted lists are `parsing`; files are parsed before their job."""

    PENDING = "pending"
    PARSING = "parsing"
    QUEUED = "queued"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"


class SortBy(StrEnum):
    """By what a list of jobs is ordered."""

    CREATED_AT = "createdAt"
    COMPLETED_AT = "completedAt"


def _as_list(value: object) -> object:
    if isinstance(value, str):
        return value.split(",")
    if not isinstance(value, list):
        raise ValueError("must be an array of email addresses, or one string with commas between them")
    return value


def _filename(name: str) -> str:
    if not name.lower().endswith(EXTENSIONS):
        raise ValueError("must end in .csv or .txt")
    if "/" in name or "\\" in name or not name.isprintable():
        raise ValueError("must be the name of a file, without a path")
    return name


Emails = Annotated[
    list[str],
    BeforeValidator(_as_list),
    WithJsonSchema({"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}]}),
]
"""Addresses in an array or in one string with commas between them."""

Filename = Annotated[
    str,
    Field(min_length=5, max_length=255, json_schema_extra={"pattern": r"\.([cC][sS][vV]|[tT][xX][tT])$"}),
    AfterValidator(_filename),
]
"""The name of an uploaded file."""

IdempotencyKey = Annotated[str, Field(min_length=1, max_length=255)]
"""What a client calls an upload, so that it can ask again."""


class TextRequest(RequestBody):
    """Addresses to check."""

    emails: Emails = Field(
        description="Array of email addresses, or a single comma-separated string. Duplicates removed automatically "
        "(case-insensitive). Max 5,000 after deduplication.",
        examples=[["jane@example.com", "john@example.com"]],
    )


class UploadRequest(RequestBody):
    """A file to be uploaded."""

    filename: Filename = Field(description="Original filename for display and extension validation")
    content_type: Annotated[str, Field(min_length=1, max_length=255)] = Field(
        alias="contentType", description="Browser-reported MIME type; backend treats this as advisory"
    )
    size_bytes: Annotated[Int64, Field(ge=1, le=LARGEST_FILE)] = Field(
        alias="sizeBytes", description="File size in bytes"
    )
    idempotency_key: IdempotencyKey = Field(
        alias="idempotencyKey", description="Client-generated key used to safely retry upload creation"
    )


class ProcessRequest(RequestBody):
    """An uploaded file to be parsed."""

    upload_id: str = Field(alias="uploadId", description="Upload ID returned by POST /validation-jobs/file")
    key: str = Field(description="Private storage key returned by POST /validation-jobs/file")
    filename: Filename = Field(description="Original filename for display and audit logs")
    idempotency_key: IdempotencyKey = Field(
        alias="idempotencyKey", description="Same client-generated key used for the upload ticket"
    )


class ConfirmRequest(RequestBody):
    """A parsed file whose emails are to be checked."""

    parse_id: str = Field(alias="parseId", description="Parse ID returned by POST /validation-jobs/file/process")
    selected_column: str | None = Field(
        None, alias="selectedColumn", description="Email column key selected by the user; else the recommended one"
    )
    idempotency_key: IdempotencyKey = Field(
        alias="idempotencyKey", description="Same client-generated key used for upload and process"
    )


class JobsQuery(QueryParams):
    """Which jobs are asked for."""

    page: PageNumber = Field(1, description="Page number")
    limit: PageSize = Field(10, description="Items per page, at most 100")
    status: JobStatus | None = Field(None, description="Filter by job status")
    since: IsoTime | None = Field(None, alias="from", description="Start date filter (ISO 8601)")
    until: IsoTime | None = Field(None, alias="to", description="End date filter (ISO 8601)")
    sort_by: SortBy = Field(SortBy.CREATED_AT, alias="sortBy", description="Sort field")
    order: Order = Field(Order.DESCENDING, description="Sort direction")


RequestId = Annotated[str, Field(description="Request tracking ID")]
Status = Annotated[JobStatus, Field(strict=False, description="Job status")]


class CreatedJob(TypedDict):
    """A job of pasted emails."""

    jobId: Annotated[Id, Field(description="Job ID")]
    status: Status
    createdAt: Annotated[Moment, Field(description="Creation timestamp")]
    creditsUsed: Annotated[float, Field(description="Credits reserved")]
    totalEmails: Annotated[int, Field(description="Unique emails after deduplication")]


class CreatedJobResponse(TypedDict):
    """The job was made."""

    success: bool
    data: CreatedJob
    requestId: RequestId


class Job(TypedDict):
    """A job in the list."""

    jobId: Annotated[Id, Field(description="Job ID")]
    status: Status
    totalEmails: Annotated[int, Field(description="Total unique emails submitted")]
    processedCount: Annotated[int, Field(description="Emails validated so far")]
    validCount: Annotated[int, Field(description="Valid email count")]
    invalidCount: Annotated[int, Field(description="Invalid email count")]
    createdAt: Annotated[Moment, Field(description="Creation timestamp")]
    completedAt: Annotated[Moment | None, Field(description="Completion timestamp")]
    downloadUrl: Annotated[Address | None, Field(description="Results CSV download URL (when completed)")]


class JobPage(TypedDict):
    """A page of jobs."""

    jobs: list[Job]
    total: Annotated[int, Field(description="Total job count")]
    page: Annotated[int, Field(description="Current page")]
    pages: Annotated[int, Field(description="Total pages")]


class JobList(TypedDict):
    """A page of jobs, wrapped."""

    success: bool
    data: JobPage
    requestId: RequestId


class JobDetail(TypedDict):
    """One job in full."""

    jobId: Annotated[Id, Field(description="Job ID")]
    status: Status
    statusReason: Annotated[str | None, Field(description="Human-readable reason if cancelled or failed")]
    totalEmails: Annotated[int, Field(description="Total unique emails submitted")]
    processedCount: Annotated[int, Field(description="Emails validated so far")]
    validCount: Annotated[int, Field(description="Valid email count")]
    invalidCount: Annotated[int, Field(description="Invalid email count")]
    externalRequestId: Annotated[str | None, Field(description="External tracking ID")]
    createdAt: Annotated[Moment, Field(description="Creation timestamp")]
    updatedAt: Annotated[Moment, Field(description="Last update timestamp")]
    completedAt: Annotated[Moment | None, Field(description="Completion timestamp")]
    downloadUrl: NotRequired[
        Annotated[Address, Field(description="Pre-signed URL to download results CSV (only when completed)")]
    ]


class JobDetailResponse(TypedDict):
    """One job, wrapped."""

    success: bool
    data: JobDetail
    requestId: RequestId


class Download(TypedDict):
    """Where the results are."""

    downloadUrl: Annotated[Address, Field(description="Short-lived pre-signed CSV download URL")]
    expiresIn: Annotated[int | None, Field(description="Seconds until the URL expires")]


class DownloadResponse(TypedDict):
    """Where the results are, wrapped."""

    success: bool
    data: Download
    requestId: RequestId


class CampaignPreview(TypedDict):
    """What validating a campaign's emails would cost."""

    campaignId: Annotated[Id, Field(description="Campaign ID")]
    emailsToValidate: Annotated[int, Field(description="Number of emails to validate")]
    creditCost: Annotated[float, Field(description="Total credits required")]
    currentBalance: Annotated[float, Field(description="Account's current balance")]
    hasSufficientCredits: Annotated[bool, Field(description="Whether balance covers cost")]
    canValidate: Annotated[bool, Field(description="Whether validation can proceed")]


class CampaignValidation(TypedDict):
    """A validation that has begun."""

    campaignId: Annotated[Id, Field(description="Campaign ID")]
    jobId: Annotated[Id, Field(description="Validation job ID")]
    emailsToValidate: Annotated[int, Field(description="Number of emails being validated")]
    creditCost: Annotated[float, Field(description="Credits reserved")]
    status: Annotated[str, Field(description="Validation status (validating)")]
