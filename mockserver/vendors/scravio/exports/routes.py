"""Endpoints of exports. Thin: what they do stands in `service`, the writing in `jobs`."""

from __future__ import annotations

from typing import Annotated

from mockserver.contract import Ctx, vendor_router
from mockserver.gateway.marks import Query
from mockserver.gateway.messages import Response
from mockserver.gateway.pagination import clamp
from mockserver.vendors.scravio.account import service as accounts
from mockserver.vendors.scravio.errors import bad_request, rate_limited
from mockserver.vendors.scravio.exports import presenters, service
from mockserver.vendors.scravio.exports.schemas import (
    CreatedExportResponse,
    CreateExportRequest,
    DownloadResponse,
    ExportList,
    ExportsQuery,
    ExportStatus,
)
from mockserver.vendors.scravio.fields import MOST_PER_PAGE, Order, pagination
from mockserver.vendors.scravio.policy import ScravioLimits
from mockserver.vendors.scravio.refusals import refusal

router = vendor_router("Exports")


@router.post(
    "/list-exports",
    operation_id="createListExport",
    summary="Create a list export",
    openapi_extra={"x-source": "documented: Create a list export"},
)
async def create_export(ctx: Ctx, body: CreateExportRequest) -> CreatedExportResponse:
    """Export a campaign's leads to a file, in the background.

    An export of the same campaign and options that is under way is given again (201), and so is a completed one
    while the leads are the same (200); neither counts against the 5 an hour. 404 for an unknown campaign.
    Source: "Create a list export".
    """
    account = accounts.current(ctx.workspace)
    export = service.existing(ctx.workspace, account, body)
    if export is None:
        verdict = service.allowance(ctx.workspace, account)
        if verdict is not None:
            told = ScravioLimits().headers(verdict)
            if not verdict.allowed:
                refusal = rate_limited(verdict.retry_after_ms)
                refusal.headers = {**refusal.headers, **told}
                raise refusal
            ctx.headers.update(told)
        export = service.create(ctx.workspace, account, body)
    if export.status != ExportStatus.COMPLETED:
        ctx.created()
    return {"success": True, "data": presenters.created(export), "requestId": ctx.request_id}


@router.get(
    "/list-exports",
    operation_id="listListExports",
    summary="List exports",
    openapi_extra={"x-source": "documented: List exports"},
)
async def list_exports(ctx: Ctx, query: Annotated[ExportsQuery, Query()]) -> ExportList:
    """Give a page of the account's exports. Source: "List exports"."""
    per_page = clamp(query.per_page, MOST_PER_PAGE)
    wishes = service.Wishes(
        campaign_id=query.campaign_id,
        status=query.status,
        sort_by=query.sort_by,
        descending=query.order is Order.DESCENDING,
    )
    account = accounts.current(ctx.workspace)
    rows, total = service.page(ctx.workspace, account, wishes, offset=(query.page - 1) * per_page, limit=per_page)
    return {
        "success": True,
        "data": {
            "exports": [presenters.export(row) for row in rows],
            "pagination": pagination(total, query.page, per_page),
        },
        "requestId": ctx.request_id,
    }


@router.get(
    "/list-exports/{export_id}/download",
    operation_id="downloadListExport",
    summary="Get export download URL",
    response_model=DownloadResponse,
    openapi_extra={"x-source": "documented: Get export download URL"},
)
async def download_export(ctx: Ctx, export_id: str) -> DownloadResponse | Response:
    """Give an address at which the file can be downloaded for an hour, and its name.

    400 until the export is completed, 404 for an unknown one. Source: "Get export download URL".
    """
    export = service.look(ctx.workspace, accounts.current(ctx.workspace), export_id)
    if export.status != ExportStatus.COMPLETED:
        return refusal(ctx, bad_request(f"Export is not completed; it is {export.status}"))
    assert export.file_id is not None and export.filename is not None, "a completed export has a file"
    expires_at = ctx.now() + service.DOWNLOAD_MS
    address = ctx.workspace.files.download_url(export.file_id, ctx.request.origin, expires_at)
    return {
        "success": True,
        "data": {"downloadUrl": address, "filename": export.filename},
        "requestId": ctx.request_id,
    }
