"""GET /campaigns/{id}/leads."""

from __future__ import annotations

from typing import Annotated

from mockserver.contract import Ctx, vendor_router
from mockserver.gateway.marks import Query
from mockserver.vendors.scravio.account import service as accounts
from mockserver.vendors.scravio.campaigns import service as campaigns
from mockserver.vendors.scravio.campaigns.kinds import kind_of
from mockserver.vendors.scravio.fields import Order, page_size, pagination
from mockserver.vendors.scravio.leads import details, presenters, reveals, service, wishes
from mockserver.vendors.scravio.leads.schemas import LeadList, LeadsQuery
from mockserver.vendors.scravio.leads.service import Wishes

router = vendor_router("Campaigns")


@router.get(
    "/campaigns/{campaign_id}/leads",
    operation_id="listCampaignLeads",
    summary="List campaign leads",
    openapi_extra={"x-source": "documented: List campaign leads"},
)
async def list_campaign_leads(ctx: Ctx, campaign_id: str, query: Annotated[LeadsQuery, Query()]) -> LeadList:
    """Give a page of a campaign's leads, those with an email first by default.

    Free accounts get masked emails, except of the leads they revealed. 404 for an unknown campaign.
    Source: "List campaign leads".
    """
    campaign = campaigns.require(ctx.workspace, campaign_id)
    assert campaign.number is not None
    kind = kind_of(campaign.type)
    per_page = page_size(ctx.edition, query.per_page, query.per_page_snake)
    asked = Wishes(wishes.mask(query, kind), query.sort_by, query.order is Order.DESCENDING)
    rows, total = service.page(
        ctx.workspace, campaign.number, asked, offset=(query.page - 1) * per_page, limit=per_page
    )
    viewer = reveals.viewer(ctx.workspace, accounts.current(ctx.workspace))
    return {
        "items": [
            presenters.lead(each, campaign.id, kind, viewer, lambda name: ctx.picture("avatar", name))
            for each in details.of(ctx.workspace, campaign, rows)
        ],
        "pagination": pagination(total, query.page, per_page),
    }
