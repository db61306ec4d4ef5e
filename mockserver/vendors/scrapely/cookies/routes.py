"""Endpoints of cookie extraction. Thin: the queue stands in `service`, the work in `jobs`."""

from __future__ import annotations

from typing import Annotated

from mockserver.contract import Ctx, vendor_router
from mockserver.gateway.marks import Query
from mockserver.vendors.scrapely.cookies import presenters, service
from mockserver.vendors.scrapely.cookies.schemas import (
    ExtractCookiesRequest,
    ExtractCookiesResponse,
    ExtractionStatusResponse,
    JobExists,
    StatusQuery,
)

router = vendor_router("Cookie Extraction")


@router.post(
    "/get-cookies",
    operation_id="queueCookieExtraction",
    summary="Queue cookie extraction",
    response_model=ExtractCookiesResponse,
    responses={409: {"model": JobExists, "description": "A job for the username is not over"}},
    openapi_extra={"x-source": "documented: Extract Cookies"},
)
async def extract_cookies(ctx: Ctx, body: ExtractCookiesRequest) -> ExtractCookiesResponse:
    """Queue a job that logs an account in and hands out its session cookies.

    Jobs are processed one at a time, each for a minute or two. 400 names the field that does not fit,
    409 with `job_id` and `status` while a job for the username is not over. Source: "Extract Cookies".
    """
    job = service.queue(ctx.workspace, body)
    ctx.created()
    return presenters.queued(job)


@router.get(
    "/get-cookies/status",
    operation_id="getCookieExtractionStatus",
    summary="Check extraction status",
    response_model=ExtractionStatusResponse,
    openapi_extra={"x-source": "documented: Check Extraction Status"},
)
async def extraction_status(ctx: Ctx, query: Annotated[StatusQuery, Query()]) -> ExtractionStatusResponse:
    """Tell where a job stands, and its cookies or error once it is over.

    400 without `job_id`, 404 for an unknown one. Source: "Check Extraction Status".
    """
    return presenters.status(service.look(ctx.workspace, query.job_id))
