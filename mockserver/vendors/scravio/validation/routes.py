"""Endpoints of validation. Thin: what they do stands in `service`, `uploads` and `campaigns`, checking in `jobs`."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from mockserver.contract import Context, Ctx, vendor_router
from mockserver.core.errors import ApiError
from mockserver.gateway.marks import Query
from mockserver.gateway.messages import Response
from mockserver.gateway.pagination import clamp
from mockserver.vendors.scravio.account import service as accounts
from mockserver.vendors.scravio.errors import CODES
from mockserver.vendors.scravio.fields import MOST_PER_PAGE, Order, since, until
from mockserver.vendors.scravio.refusals import refusal
from mockserver.vendors.scravio.validation import campaigns, presenters, service, uploads
from mockserver.vendors.scravio.validation.schemas import (
    CampaignPreview,
    CampaignValidation,
    ConfirmRequest,
    CreatedJobResponse,
    DownloadResponse,
    JobDetailResponse,
    JobList,
    JobsQuery,
    JobStatus,
    ProcessRequest,
    TextRequest,
    UploadRequest,
)
from mockserver.vendors.scravio.validation.upload_schemas import QueuedJobResponse, ReviewResponse, TicketResponse

router = vendor_router("Validation")


@router.get(
    "/campaigns/{campaign_id}/validate/preview",
    operation_id="previewCampaignValidation",
    summary="Preview validation cost",
    openapi_extra={"x-source": "documented: Preview validation cost"},
)
async def preview_campaign_validation(ctx: Ctx, campaign_id: str) -> CampaignPreview:
    """Tell what validating a campaign's emails would cost, and whether it can be done now.

    404 for an unknown campaign. Source: "Preview validation cost".
    """
    return presenters.preview(campaigns.preview(ctx.workspace, campaign_id))


@router.post(
    "/campaigns/{campaign_id}/validate",
    operation_id="validateCampaign",
    summary="Start post-campaign email validation",
    status_code=202,
    openapi_extra={"x-source": "documented: Start post-campaign email validation"},
)
async def validate_campaign(ctx: Ctx, campaign_id: str) -> CampaignValidation:
    """Check the emails of a campaign that is fully_completed or stopped, in the background.

    Credits are reserved now and what is not used comes back at the end. 400 for a campaign in another status or
    without emails to check, and INSUFFICIENT_CREDITS; 404 for an unknown one; 409 while a validation of it runs;
    429 after 3 requests in a minute. Source: "Start post-campaign email validation".
    """
    return presenters.started(campaigns.start(ctx.workspace, campaign_id))


@router.get(
    "/validation-jobs",
    operation_id="listValidationJobs",
    summary="List validation jobs",
    openapi_extra={"x-source": "documented: List validation jobs"},
)
async def list_jobs(ctx: Ctx, query: Annotated[JobsQuery, Query()]) -> JobList:
    """Give a page of the jobs made of pasted lists and files; validations of campaigns are not among them.

    `from` and `to` bound the creation and are included. Source: "List validation jobs".
    """
    limit = clamp(query.limit, MOST_PER_PAGE)
    wishes = service.Wishes(
        status=query.status,
        since=since(query.since),
        until=until(query.until),
        sort_by=query.sort_by,
        descending=query.order is Order.DESCENDING,
    )
    account = accounts.current(ctx.workspace)
    rows, total = service.page(ctx.workspace, account, wishes, offset=(query.page - 1) * limit, limit=limit)
    data = presenters.page(rows, total, query.page, limit, partial(_link, ctx))
    return {"success": True, "data": data, "requestId": ctx.request_id}


@router.post(
    "/validation-jobs/text",
    operation_id="submitEmailsForValidation",
    summary="Submit emails for validation",
    openapi_extra={"x-source": "documented: Submit emails for validation"},
)
async def submit_emails(ctx: Ctx, body: TextRequest) -> CreatedJobResponse:
    """Make a job that checks the addresses, 1 to 5,000 of them once repetitions are dropped.

    Credits are reserved now and what is not used comes back at the end. 400 INSUFFICIENT_CREDITS; 409 while another
    job is active; 429 after 3 requests in an hour. Source: "Submit emails for validation".
    """
    job = service.submit(ctx.workspace, accounts.current(ctx.workspace), body.emails)
    ctx.created()
    return {"success": True, "data": presenters.created(job), "requestId": ctx.request_id}


@router.post(
    "/validation-jobs/file",
    operation_id="requestValidationFileUpload",
    summary="Request validation file upload",
    openapi_extra={"x-source": "documented: Request validation file upload"},
)
async def request_upload(ctx: Ctx, body: UploadRequest) -> TicketResponse:
    """Give an address that takes the file by PUT for 15 minutes.

    The same idempotency key and file give the same ticket again; 409 for another file under that key.
    Source: "Request validation file upload".
    """
    upload = uploads.ticket(ctx.workspace, accounts.current(ctx.workspace), body)
    ctx.created()
    address = ctx.workspace.files.upload_url(upload.file_id, ctx.request.origin, upload.expires_at)
    return {"success": True, "data": presenters.ticket(upload, address)}


@router.post(
    "/validation-jobs/file/process",
    operation_id="parseValidationFile",
    summary="Parse uploaded validation file",
    openapi_extra={"x-source": "documented: Parse uploaded validation file"},
)
async def process_upload(ctx: Ctx, body: ProcessRequest) -> ReviewResponse:
    """Look through the uploaded file: its columns with emails, repetitions, rows without one, and what it would cost.

    400 for a file that is missing, not as large as announced or no text, and for another idempotency key than the
    ticket's; 404 for an unknown upload; 409 under another filename than before.
    Source: "Parse uploaded validation file".
    """
    upload = uploads.process(ctx.workspace, accounts.current(ctx.workspace), body)
    return {"success": True, "data": presenters.review(upload)}


@router.post(
    "/validation-jobs/file/confirm",
    operation_id="confirmValidationFile",
    summary="Confirm parsed validation file",
    openapi_extra={"x-source": "documented: Confirm parsed validation file"},
)
async def confirm_upload(ctx: Ctx, body: ConfirmRequest) -> QueuedJobResponse:
    """Make the job of a parsed file and reserve its credits, once however often it is confirmed.

    400 for an unknown column, too few credits or another idempotency key than the ticket's; 404 for an unknown parse;
    409 while another job is active, and for another column than the first time.
    Source: "Confirm parsed validation file".
    """
    job = uploads.confirm(ctx.workspace, accounts.current(ctx.workspace), body)
    ctx.created()
    return {"success": True, "data": presenters.queued(job)}


@router.get(
    "/validation-jobs/{job_id}",
    operation_id="getValidationJob",
    summary="Get validation job details",
    openapi_extra={"x-source": "documented: Get validation job details"},
)
async def get_job(ctx: Ctx, job_id: str) -> JobDetailResponse:
    """Give a job and how far it is; `downloadUrl` is there once it is completed.

    404 for an unknown job. Source: "Get validation job details".
    """
    job = service.look(ctx.workspace, accounts.current(ctx.workspace), job_id)
    return {"success": True, "data": presenters.detail(job, partial(_link, ctx)), "requestId": ctx.request_id}


@router.get(
    "/validation-jobs/{job_id}/download",
    operation_id="downloadValidationResults",
    summary="Get validation results download URL",
    response_model=DownloadResponse,
    openapi_extra={"x-source": "documented: Get validation results download URL"},
)
async def download_results(ctx: Ctx, job_id: str) -> DownloadResponse | Response:
    """Give an address at which the results can be downloaded as CSV for an hour.

    404 for a job that is unknown or not completed. Source: "Get validation results download URL".
    """
    job = service.look(ctx.workspace, accounts.current(ctx.workspace), job_id)
    if job.status != JobStatus.COMPLETED or job.file_id is None:
        message = f"Results are available once the job is completed; it is {job.status}"
        return refusal(ctx, ApiError(404, CODES[404], message))
    return {
        "success": True,
        "data": {"downloadUrl": _link(ctx, job.file_id), "expiresIn": service.DOWNLOAD_MS // 1_000},
        "requestId": ctx.request_id,
    }


def _link(ctx: Context, file_id: str) -> str:
    expires_at = ctx.now() + service.DOWNLOAD_MS
    return ctx.workspace.files.download_url(file_id, ctx.request.origin, expires_at)
