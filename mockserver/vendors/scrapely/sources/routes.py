"""Endpoints of lead sources. Thin: what they do stands in `service`, the scraping in `jobs`."""

from __future__ import annotations

from typing import Annotated

from mockserver.contract import Ctx, vendor_router
from mockserver.gateway.marks import Query
from mockserver.gateway.pagination import MalformedCursor, clamp, decode_cursor
from mockserver.vendors.scrapely.errors import bad_request
from mockserver.vendors.scrapely.sources import presenters, service
from mockserver.vendors.scrapely.sources.schemas import (
    CreateSourceRequest,
    CreateSourceResponse,
    LeadList,
    LeadsQuery,
    ListSourcesQuery,
    SourceDetail,
    SourceList,
)

router = vendor_router("Lead Scraping")

LARGEST_PAGE = 100
LARGEST_LEAD_PAGE = 1_000


@router.post(
    "/scraping-sources",
    operation_id="createScrapingSource",
    summary="Create a scraping source",
    response_model=CreateSourceResponse,
    openapi_extra={"x-source": "documented: Create Scraping Source"},
)
async def create_source(ctx: Ctx, body: CreateSourceRequest) -> CreateSourceResponse:
    """Create a lead source and one scraping job for each handle and direction.

    People who pass the filters are saved, a credit each, until the credits are spent. 400 names the field that
    does not fit, such as a handle with neither `followers` nor `following`. Source: "Create Scraping Source".
    """
    source, jobs = service.create(ctx.workspace, name=body.name, targets=body.sources, filters=body.filters)
    ctx.created()
    return presenters.created(source, jobs)


@router.get(
    "/scraping-sources",
    operation_id="listScrapingSources",
    summary="List scraping sources or get one",
    response_model=SourceDetail | SourceList,
    openapi_extra={"x-source": "documented: Check Scraping Status"},
)
async def list_sources(ctx: Ctx, query: Annotated[ListSourcesQuery, Query()]) -> SourceDetail | SourceList:
    """List the sources, newest first, or tell where the source with an `id` stands.

    404 for an unknown `id`. Source: "Check Scraping Status"; the form of the list is the OpenAPI document's.
    """
    if query.id is not None:
        source = service.require(ctx.workspace, query.id)
        return {"scraping_source": presenters.source(source, service.look(ctx.workspace, source.id))}
    limit = clamp(query.limit, LARGEST_PAGE)
    rows, total = service.page(ctx.workspace, limit=limit, offset=query.offset)
    return {
        "scraping_sources": [presenters.source(source, jobs) for source, jobs in rows],
        "pagination": {"limit": limit, "offset": query.offset, "count": len(rows), "total": total},
    }


@router.get(
    "/scraping-sources/{lead_source_id}/leads",
    operation_id="getScrapingSourceLeads",
    summary="Get the leads of a scraping source",
    response_model=LeadList,
    openapi_extra={"x-source": "observed"},
)
async def list_leads(ctx: Ctx, lead_source_id: str, query: Annotated[LeadsQuery, Query()]) -> LeadList:
    """List the leads of a source in import order, page by page by `cursor` or `offset`.

    400 for a malformed cursor, 404 for an unknown source. Source: the vendor's OpenAPI document; the filters are
    those that its client sends.
    """
    source = service.require(ctx.workspace, lead_source_id)
    wishes = service.LeadWishes(
        min_followers=query.min_followers,
        has_website=query.has_website,
        bio_contains=service.keywords(query.bio_contains),
        exclude_keywords=service.keywords(query.exclude_keywords),
    )
    page = service.lead_page(
        ctx.workspace,
        source.id,
        after=_position(query.cursor),
        offset=query.offset,
        limit=clamp(query.limit, LARGEST_LEAD_PAGE),
        wishes=wishes,
    )
    return presenters.lead_list(page)


def _position(cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        (position,) = decode_cursor(cursor, int)
    except MalformedCursor:
        raise bad_request("cursor must be a next_cursor that was given out before") from None
    return int(position)
