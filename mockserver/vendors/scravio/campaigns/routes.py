"""Endpoints of campaigns. Thin: what they do stands in `service`, the work in `jobs`."""

from __future__ import annotations

from typing import Annotated

from mockserver.contract import Ctx, vendor_router
from mockserver.gateway.marks import Query
from mockserver.vendors.scravio.campaigns import estimates, presenters, rows, service
from mockserver.vendors.scravio.campaigns.answers import (
    CampaignCreated,
    CampaignDetail,
    CampaignList,
    CampaignStopped,
    PreviewAnswer,
)
from mockserver.vendors.scravio.campaigns.kinds import types_of
from mockserver.vendors.scravio.campaigns.schemas import CampaignsQuery, CreateCampaignRequest, PreviewRequest
from mockserver.vendors.scravio.fields import Order, page_size, pagination, since, split, until

router = vendor_router("Campaigns")


@router.post(
    "/campaigns/reserve-preview",
    operation_id="previewCampaignReservation",
    summary="Preview credit reservation",
    openapi_extra={"x-source": "documented: Preview credit reservation"},
)
async def preview_campaign_reservation(ctx: Ctx, body: PreviewRequest) -> PreviewAnswer:
    """Give what a campaign would reserve, and the counters and rates from which that follows. Nothing is written.

    400 lists every field that does not fit. Source: "Preview credit reservation".
    """
    planned = service.plan(ctx.workspace, body, ctx.edition)
    return {
        "success": True,
        "requestId": ctx.request_id,
        "data": estimates.preview(planned.estimate, planned.warnings),
    }


@router.post(
    "/campaigns",
    operation_id="createCampaign",
    summary="Create campaign",
    openapi_extra={"x-source": "documented: Create campaign"},
)
async def create_campaign(ctx: Ctx, body: CreateCampaignRequest) -> CampaignCreated:
    """Launch a campaign and reserve its credits.

    400 lists every field that does not fit, or says INSUFFICIENT_CREDITS. Campaigns above the account's
    concurrentCampaignLimit wait in `pending`. Source: "Create campaign".
    """
    row = service.create(ctx.workspace, body, ctx.edition)
    ctx.created()
    return {"campaign": presenters.campaign(row)}


@router.get(
    "/campaigns",
    operation_id="listCampaigns",
    summary="List campaigns",
    openapi_extra={"x-source": "documented: List campaigns"},
)
async def list_campaigns(ctx: Ctx, query: Annotated[CampaignsQuery, Query()]) -> CampaignList:
    """Give a page of campaigns, newest first by default.

    `type` takes campaign types and platforms, `q` is looked for in title, hashtags, target user, media URL and
    keywords. Source: "List campaigns".
    """
    per_page = page_size(ctx.edition, query.per_page, query.per_page_snake)
    types = [each for word in split(query.type) for each in types_of(word)]
    wishes = rows.Wishes(
        status=query.status,
        types=frozenset(types) or None,
        text=(query.q or "").strip().lower(),
        since=since(query.since),
        until=until(query.until),
        sort_by=query.sort_by,
        descending=query.order is Order.DESCENDING,
    )
    found, total = service.page(ctx.workspace, wishes, offset=(query.page - 1) * per_page, limit=per_page)
    return {
        "items": [presenters.campaign(row) for row in found],
        "pagination": pagination(total, query.page, per_page),
    }


@router.get(
    "/campaigns/{campaign_id}",
    operation_id="getCampaign",
    summary="Get campaign details",
    openapi_extra={"x-source": "documented: Get campaign details"},
)
async def get_campaign(ctx: Ctx, campaign_id: str) -> CampaignDetail:
    """Give a campaign with its phases, credit settlement, validation, and what is known of its target.

    404 for an unknown id. Source: "Get campaign details".
    """
    row = service.look(ctx.workspace, campaign_id)
    return presenters.detail(row, presenters.metadata(ctx.workspace, row, ctx.picture))


@router.post(
    "/campaigns/{campaign_id}/stop",
    operation_id="stopCampaign",
    summary="Stop a running campaign",
    openapi_extra={"x-source": "documented: Stop a running campaign"},
)
async def stop_campaign(ctx: Ctx, campaign_id: str) -> CampaignStopped:
    """Stop a campaign that is pending, scraping or processing_emails; the worker finishes its batch.

    Unused credits come back. Stopping a stopped campaign gives the same answer; 400 for one that has ended, 404 for
    an unknown id. Source: "Stop a running campaign".
    """
    return presenters.stopped(service.stop(ctx.workspace, campaign_id))
