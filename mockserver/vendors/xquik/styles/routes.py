"""Endpoints of styles. Thin: what they do stands in `service`."""

from __future__ import annotations

from typing import Annotated

from mockserver.contract import Context, Ctx
from mockserver.gateway.marks import Query
from mockserver.gateway.messages import Response
from mockserver.vendors.xquik.access import xquik_router
from mockserver.vendors.xquik.errors import MISSING_PARAMS
from mockserver.vendors.xquik.fields import username as checked_username
from mockserver.vendors.xquik.styles import presenters, service
from mockserver.vendors.xquik.styles.schemas import (
    AnalyzeRequest,
    CompareQuery,
    Comparison,
    Performance,
    SaveStyleRequest,
    Style,
    StyleList,
)
from mockserver.vendors.xquik.styles.tables import StyleRow

router = xquik_router("Styles")


@router.post(
    "/styles",
    operation_id="analyzeStyle",
    summary="Analyze writing style from recent tweets",
    response_model=Style,
    openapi_extra={"x-source": "documented: Analyze & Cache Style"},
)
async def analyze_style(ctx: Ctx, body: AnalyzeRequest) -> Style:
    """Fetch the recent tweets of an account and keep them: 201. What is younger than 7 days is given as it is: 200.

    400 `invalid_username`, 404 `user_not_found`, 402; what is not fetched is free. Source: "Analyze & Cache Style".
    """
    row, is_fetched = service.analyze(ctx.workspace, checked_username(body.username))
    if is_fetched:
        ctx.created()
    return _style(ctx, row)


@router.get(
    "/styles",
    operation_id="listStyles",
    summary="List cached style profiles",
    response_model=StyleList,
    openapi_extra={"x-source": "documented: List Cached Styles"},
)
async def list_styles(ctx: Ctx) -> StyleList:
    """List styles without their tweets, at most 200, fetched last first. Source: "List Cached Styles"."""
    found = service.latest(ctx.workspace)
    shown = [presenters.summary(row, is_own=service.is_own(ctx.workspace, row)) for row in found.rows]
    return {"styles": shown, "hasMore": found.has_more}


@router.get(
    "/styles/compare",
    operation_id="compareStyles",
    summary="Compare two style profiles",
    response_model=Comparison,
    openapi_extra={"x-source": "documented: Compare Styles"},
)
async def compare_styles(ctx: Ctx, query: Annotated[CompareQuery, Query()]) -> Comparison:
    """Show two styles side by side.

    400 `missing_params` where a name is missing, 404 `style_not_found`. Source: "Compare Styles".
    """
    if not query.username1 or not query.username2:
        raise MISSING_PARAMS("username1 and username2 are required.")
    first, second = (service.require(ctx.workspace, name) for name in (query.username1, query.username2))
    return {"style1": _style(ctx, first), "style2": _style(ctx, second)}


@router.put(
    "/styles/{username}",
    operation_id="saveStyle",
    summary="Save style profile with custom tweets",
    response_model=Style,
    openapi_extra={"x-source": "documented: Save Custom Style"},
)
async def save_style(ctx: Ctx, username: str, body: SaveStyleRequest) -> Style:
    """Keep a custom style, in the place of one with the same label; free.

    Assumption: the label names the style, whatever name stands in the path.
    400 `invalid_input`. Source: "Save Custom Style".
    """
    return _style(ctx, service.save(ctx.workspace, body.label, [tweet.text for tweet in body.tweets]))


@router.get(
    "/styles/{username}",
    operation_id="getStyle",
    summary="Get cached style profile",
    response_model=Style,
    openapi_extra={"x-source": "documented: Get Cached Style"},
)
async def get_style(ctx: Ctx, username: str) -> Style:
    """One style with its tweets; 404 `style_not_found`. Source: "Get Cached Style"."""
    return _style(ctx, service.require(ctx.workspace, username))


@router.delete(
    "/styles/{username}",
    operation_id="deleteStyle",
    summary="Delete a style profile",
    status_code=204,
    response_model=None,
    openapi_extra={"x-source": "documented: Delete Cached Style"},
)
async def delete_style(ctx: Ctx, username: str) -> Response:
    """Throw a style away; the answer is empty. 404 `style_not_found`. Source: "Delete Cached Style"."""
    service.delete(ctx.workspace, username)
    return Response(204)


@router.get(
    "/styles/{username}/performance",
    operation_id="getStylePerformance",
    summary="Get engagement metrics for style tweets",
    response_model=Performance,
    openapi_extra={"x-source": "documented: Analyze Performance"},
)
async def get_performance(ctx: Ctx, username: str) -> Performance:
    """Tell the metrics that the tweets of a style have now, as many as the credits pay for.

    404 `style_not_found`, 402. Source: "Analyze Performance".
    """
    row = service.require(ctx.workspace, username)
    return presenters.performance(row, service.measure(ctx.workspace, row))


def _style(ctx: Context, row: StyleRow) -> Style:
    return presenters.style(row, is_own=service.is_own(ctx.workspace, row))
