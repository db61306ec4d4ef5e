"""Endpoints of leads. Thin: what they do stands in `service`."""

from __future__ import annotations

from typing import Annotated

from mockserver.contract import Ctx, vendor_router
from mockserver.gateway.marks import Query
from mockserver.gateway.pagination import clamp
from mockserver.vendors.socialscalr.leads import presenters, service
from mockserver.vendors.socialscalr.leads.schemas import (
    AddLeadsRequest,
    LeadList,
    LeadsAdded,
    LeadSource,
    ListLeadsQuery,
)

router = vendor_router("Leads")

LARGEST_PAGE = 500


@router.get(
    "/leads",
    operation_id="listLeads",
    summary="List leads",
    openapi_extra={"x-source": "documented: GET /api/v1/leads"},
)
async def list_leads(ctx: Ctx, query: Annotated[ListLeadsQuery, Query()]) -> LeadList:
    """List leads by campaign and status, the most recent first.

    400 for a limit that is no positive number; one above 500 counts as 500. Source: "GET /api/v1/leads".
    """
    rows = service.newest(
        ctx.workspace, campaign_id=query.campaign_id, status=query.status, limit=clamp(query.limit, LARGEST_PAGE)
    )
    return {"leads": [presenters.lead(row) for row in rows]}


@router.post(
    "/leads",
    operation_id="addLeads",
    summary="Bulk-add leads to a campaign",
    openapi_extra={"x-source": "documented: POST /api/v1/leads"},
)
async def add_leads(ctx: Ctx, body: AddLeadsRequest) -> LeadsAdded:
    """Add leads to a campaign; those whose profile it has already, or that come twice here, are ignored.

    400 for an input that does not fit, then nothing is added; 404 for an unknown campaign.
    Source: "POST /api/v1/leads".
    """
    campaign = service.require_campaign(ctx.workspace, body.campaign_id)
    candidates = (service.named(ctx.workspace, each) for each in body.leads)
    added = service.add(ctx.workspace, campaign, candidates, LeadSource.API)
    ctx.created()
    return {
        "inserted": len(added.rows),
        "skipped": added.skipped,
        "leads": [presenters.lead(row) for row in added.rows],
    }
