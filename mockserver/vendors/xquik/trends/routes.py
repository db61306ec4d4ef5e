"""Endpoints of trends. A ranking stands for a quarter of an hour, and each call is charged all the same."""

from __future__ import annotations

from typing import Annotated

from mockserver.contract import Ctx
from mockserver.core.settings import Edition
from mockserver.gateway.marks import Query
from mockserver.vendors.xquik import metering
from mockserver.vendors.xquik.access import xquik_router
from mockserver.vendors.xquik.errors import INVALID_INPUT
from mockserver.vendors.xquik.trends import presenters
from mockserver.vendors.xquik.trends.places import EVERYWHERE, PLACES
from mockserver.vendors.xquik.trends.schemas import TrendList, TrendsQuery, XTrendList
from mockserver.world.trends import trending

router = xquik_router("Trends")

LONGEST_RANKING = 50


@router.get(
    "/trends",
    operation_id="getTrends",
    summary="Get trending topics by region",
    response_model=TrendList,
    openapi_extra={"x-source": "documented: List Trends"},
)
async def list_trends(ctx: Ctx, query: Annotated[TrendsQuery, Query()]) -> TrendList:
    """Tell what is talked about most in a region; refreshed every 15 minutes.

    `total` counts what is returned in `documented`, and the whole ranking in `observed`.
    400 `invalid_input` for a WOEID that is not listed, 402 without a subscription. Source: "List Trends".
    """
    if query.woeid not in PLACES:
        raise INVALID_INPUT(f"woeid must be one of {', '.join(map(str, PLACES))}.")
    metering.charge(ctx.workspace, "getTrends", subject=str(query.woeid))
    ranking = trending(ctx.workspace.entropy, PLACES[query.woeid], ctx.now(), LONGEST_RANKING)
    shown = ranking[: _clamped(query.count)]
    return {
        "trends": presenters.trends(shown, ctx.edition),
        "total": len(ranking if ctx.edition is Edition.OBSERVED else shown),
        "woeid": query.woeid,
    }


@router.get(
    "/x/trends",
    operation_id="getXTrends",
    summary="Get trending hashtags and topics from X by region",
    response_model=XTrendList,
    openapi_extra={"x-source": "observed: Get X trends"},
)
async def list_x_trends(ctx: Ctx, query: Annotated[TrendsQuery, Query()]) -> XTrendList:
    """Tell the same, for everywhere where the WOEID is none of those listed.

    402 where credits do not suffice. Source: the vendor's newer specification.
    """
    woeid = query.woeid if query.woeid in PLACES else EVERYWHERE
    metering.charge(ctx.workspace, "getXTrends", subject=str(woeid))
    ranking = trending(ctx.workspace.entropy, PLACES[woeid], ctx.now(), LONGEST_RANKING)
    shown = ranking[: _clamped(query.count)]
    return {"trends": presenters.trends(shown, ctx.edition), "count": len(shown), "woeid": woeid}


def _clamped(count: int) -> int:
    return max(1, min(count, LONGEST_RANKING))
