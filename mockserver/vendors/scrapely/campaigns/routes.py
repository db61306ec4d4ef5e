"""POST /campaigns, GET /campaigns and GET /campaigns/analytics."""

from __future__ import annotations

from typing import Annotated

from mockserver.contract import Ctx, vendor_router
from mockserver.gateway.marks import Query
from mockserver.gateway.pagination import clamp
from mockserver.vendors.scrapely.campaigns import analytics, analytics_presenters, presenters, service
from mockserver.vendors.scrapely.campaigns.analytics_schemas import CampaignAnalytics
from mockserver.vendors.scrapely.campaigns.schemas import (
    MAX_PAGE_SIZE,
    AnalyticsQuery,
    CampaignList,
    CampaignsQuery,
    LaunchCampaignRequest,
    LaunchCampaignResponse,
)

router = vendor_router("Campaigns")


@router.post(
    "/campaigns",
    operation_id="launchCampaign",
    summary="Launch a DM campaign",
    openapi_extra={"x-source": "documented: Launch Campaign"},
)
async def launch_campaign(ctx: Ctx, body: LaunchCampaignRequest) -> LaunchCampaignResponse:
    """Launch a campaign over the leads of scraping sources; its DMs go out over time.

    400 for an input that does not fit, an account that is disconnected, no account at all, or no leads yet; 404 for
    an unknown lead source or account. Source: "Launch Campaign".
    """
    launched = service.launch(ctx.workspace, body)
    ctx.created()
    return presenters.launched(launched)


@router.get(
    "/campaigns",
    operation_id="listCampaigns",
    summary="List campaigns with basic stats",
    openapi_extra={"x-source": "documented: List Campaigns"},
)
async def list_campaigns(ctx: Ctx, query: Annotated[CampaignsQuery, Query()]) -> CampaignList:
    """List campaigns, newest first, with how many of their DMs are sent, pending and failed.

    Source: "List Campaigns".
    """
    limit = clamp(query.limit, MAX_PAGE_SIZE)
    campaigns, total = service.page(ctx.workspace, limit, query.offset)
    return presenters.page(campaigns, limit, query.offset, total)


@router.get(
    "/campaigns/analytics",
    operation_id="getCampaignAnalytics",
    summary="Get detailed campaign analytics",
    openapi_extra={"x-source": "documented: Campaign Analytics"},
)
async def get_campaign_analytics(ctx: Ctx, query: Annotated[AnalyticsQuery, Query()]) -> CampaignAnalytics:
    """Count DMs, replies and sentiments by account, campaign and variant.

    `date_range` is given where a date was asked for. 400 for a date that is none; a filter that fits nothing gives
    empty lists. Source: "Campaign Analytics"; dates, 24-hour counts, replies and settings from the vendor's OpenAPI
    document.
    """
    window = analytics.window_of(query.start_date, query.end_date)
    found = analytics.collect(ctx.workspace, query.campaign_name, query.account_id, window)
    return analytics_presenters.analytics(found, ctx.picture)
