"""The endpoint of the radar. Thin: which items there are stands in `service`, what they say in `feeds`."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from mockserver.contract import Ctx
from mockserver.gateway.marks import Query
from mockserver.vendors.xquik.access import xquik_router
from mockserver.vendors.xquik.radar import presenters, service
from mockserver.vendors.xquik.radar.schemas import FURTHEST_HOURS, LONGEST_PAGE, RadarPage, RadarQuery

router = xquik_router("Radar")


@router.get(
    "/radar",
    operation_id="getRadar",
    summary="Get trending topics from curated sources",
    response_model=RadarPage,
    openapi_extra={"x-source": "documented: List Radar Items"},
)
async def list_radar(ctx: Ctx, query: Annotated[RadarQuery, Query()]) -> RadarPage:
    """List what is new at seven sources, the highest score first; free.

    Assumption: a region that is not listed is refused, as an unknown source or category is.
    400 `invalid_input` for these and for a malformed cursor. Source: "List Radar Items".
    """
    workspace = ctx.workspace
    found = service.page(
        workspace,
        source=query.source,
        category=query.category,
        region=query.region,
        hours=max(1, min(query.hours, FURTHEST_HOURS)),
        after=None if query.position is None else service.read_position(query.position),
        limit=max(1, min(query.limit, LONGEST_PAGE)),
    )
    return presenters.page(found, lambda entry: entry.feed.told(workspace, entry), partial(ctx.picture, "avatar"))
