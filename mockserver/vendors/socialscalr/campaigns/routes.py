"""Endpoints of campaigns. Thin: what they do stands in `service`."""

from __future__ import annotations

from mockserver.contract import Ctx, vendor_router
from mockserver.vendors.socialscalr.campaigns import presenters, service
from mockserver.vendors.socialscalr.campaigns.schemas import CampaignCreated, CampaignList, CreateCampaignRequest

router = vendor_router("Campaigns")


@router.get(
    "/campaigns",
    operation_id="listCampaigns",
    summary="List your campaigns",
    openapi_extra={"x-source": "documented: GET /api/v1/campaigns"},
)
async def list_campaigns(ctx: Ctx) -> CampaignList:
    """List up to 200 campaigns, the most recent first.

    Source: "GET /api/v1/campaigns".
    """
    return {"campaigns": [presenters.campaign(row) for row in service.newest(ctx.workspace)]}


@router.post(
    "/campaigns",
    operation_id="createCampaign",
    summary="Create a new campaign",
    openapi_extra={"x-source": "documented: POST /api/v1/campaigns"},
)
async def create_campaign(ctx: Ctx, body: CreateCampaignRequest) -> CampaignCreated:
    """Create a campaign; its leads are invited over time, and the extension adds those that its search finds.

    400 for an input that does not fit. Source: "POST /api/v1/campaigns".
    """
    row = service.create(ctx.workspace, body)
    ctx.created()
    return {"campaign": presenters.campaign(row)}
