"""Endpoints of monitors and events. Thin: what they do stands in `service`."""

from __future__ import annotations

from typing import Annotated

from mockserver.contract import Ctx
from mockserver.gateway.marks import Query
from mockserver.gateway.pagination import clamp
from mockserver.vendors.xquik.access import xquik_router
from mockserver.vendors.xquik.errors import INVALID_INPUT, STREAM_REGISTRATION_FAILED
from mockserver.vendors.xquik.fields import Success, numeric_id, success, time_number_position
from mockserver.vendors.xquik.monitors import presenters, service
from mockserver.vendors.xquik.monitors.magic import UNWATCHABLE
from mockserver.vendors.xquik.monitors.schemas import (
    CreateKeywordMonitorRequest,
    CreateMonitorRequest,
    EventDetail,
    EventList,
    EventType,
    KeywordMonitor,
    KeywordMonitorList,
    ListEventsQuery,
    Monitor,
    MonitorList,
    UpdateMonitorRequest,
)
from mockserver.vendors.xquik.monitors.service import ACCOUNT, KEYWORD
from mockserver.vendors.xquik.x_data.lookup import require_username

router = xquik_router("Monitors")

LARGEST_PAGE = 100
_NOTHING = "At least one of eventTypes and isActive is required."


@router.post(
    "/monitors",
    operation_id="createMonitor",
    summary="Create monitor",
    status_code=201,
    response_model=Monitor,
    openapi_extra={"x-source": "documented: Create Monitor"},
)
async def create_monitor(ctx: Ctx, body: CreateMonitorRequest) -> Monitor:
    """Watch an account. 1 credit, and 21 for each hour that it watches.

    400 `invalid_username`, 404 `user_not_found`, 409 `monitor_already_exists`, 402, 502 `stream_registration_failed`.
    """
    if UNWATCHABLE.matches(body.username.removeprefix("@")):
        raise STREAM_REGISTRATION_FAILED()
    person = require_username(ctx.workspace, body.username)
    return presenters.monitor(service.watch_account(ctx.workspace, person, body.eventTypes))


@router.get(
    "/monitors",
    operation_id="listMonitors",
    summary="List monitors",
    response_model=MonitorList,
    openapi_extra={"x-source": "documented: List Monitors"},
)
async def list_monitors(ctx: Ctx) -> MonitorList:
    """Every monitor of an account, newest first, at most 200."""
    rows, total = service.listed(ctx.workspace, ACCOUNT), service.count(ctx.workspace, ACCOUNT)
    return {"monitors": [presenters.monitor(row) for row in rows], "total": total, "hasMore": total > len(rows)}


@router.post(
    "/monitors/keywords",
    operation_id="createKeywordMonitor",
    summary="Create keyword monitor",
    status_code=201,
    response_model=KeywordMonitor,
    openapi_extra={"x-source": "observed: POST /monitors/keywords"},
)
async def create_keyword_monitor(ctx: Ctx, body: CreateKeywordMonitorRequest) -> KeywordMonitor:
    """Watch a query in X's own syntax. 1 credit, and 21 for each hour. 409 `monitor_already_exists`, 402."""
    return presenters.keyword_monitor(service.watch_keyword(ctx.workspace, body.query, body.eventTypes))


@router.get(
    "/monitors/keywords",
    operation_id="listKeywordMonitors",
    summary="List keyword monitors",
    response_model=KeywordMonitorList,
    openapi_extra={"x-source": "observed: GET /monitors/keywords"},
)
async def list_keyword_monitors(ctx: Ctx) -> KeywordMonitorList:
    """Every monitor of a query, newest first, at most 200."""
    rows, total = service.listed(ctx.workspace, KEYWORD), service.count(ctx.workspace, KEYWORD)
    return {"monitors": [presenters.keyword_monitor(row) for row in rows], "total": total, "hasMore": total > len(rows)}


@router.get(
    "/monitors/keywords/{id}",
    operation_id="getKeywordMonitor",
    summary="Get keyword monitor",
    response_model=KeywordMonitor,
    openapi_extra={"x-source": "observed: GET /monitors/keywords/{id}"},
)
async def get_keyword_monitor(ctx: Ctx, id: str) -> KeywordMonitor:
    """One monitor of a query. 400 `invalid_id`, 404 `not_found`."""
    return presenters.keyword_monitor(service.require(ctx.workspace, KEYWORD, numeric_id(id)))


@router.patch(
    "/monitors/keywords/{id}",
    operation_id="updateKeywordMonitor",
    summary="Update keyword monitor",
    response_model=KeywordMonitor,
    openapi_extra={"x-source": "observed: PATCH /monitors/keywords/{id}"},
)
async def update_keyword_monitor(ctx: Ctx, id: str, body: UpdateMonitorRequest) -> KeywordMonitor:
    """Change what is told of, pause, or go on. 400 `invalid_input` for nothing, `invalid_id`, 404, 402."""
    monitor_id = numeric_id(id)
    if body.eventTypes is None and body.isActive is None:
        raise INVALID_INPUT(_NOTHING)
    return presenters.keyword_monitor(
        service.change(ctx.workspace, KEYWORD, monitor_id, body.eventTypes, body.isActive)
    )


@router.delete(
    "/monitors/keywords/{id}",
    operation_id="deleteKeywordMonitor",
    summary="Delete keyword monitor",
    response_model=Success,
    openapi_extra={"x-source": "observed: DELETE /monitors/keywords/{id}"},
)
async def delete_keyword_monitor(ctx: Ctx, id: str) -> Success:
    """Stop watching a query and forget what was seen. 400 `invalid_id`, 404 `not_found`."""
    service.forget(ctx.workspace, KEYWORD, numeric_id(id))
    return success()


@router.get(
    "/monitors/{id}",
    operation_id="getMonitor",
    summary="Get monitor",
    response_model=Monitor,
    openapi_extra={"x-source": "documented: Get Monitor"},
)
async def get_monitor(ctx: Ctx, id: str) -> Monitor:
    """One monitor. 400 `invalid_id`, 404 `not_found`."""
    return presenters.monitor(service.require(ctx.workspace, ACCOUNT, numeric_id(id)))


@router.patch(
    "/monitors/{id}",
    operation_id="updateMonitor",
    summary="Update monitor",
    response_model=Monitor,
    openapi_extra={"x-source": "documented: Update Monitor"},
)
async def update_monitor(ctx: Ctx, id: str, body: UpdateMonitorRequest) -> Monitor:
    """Change what is told of, pause, or go on. 400 `invalid_input` for nothing, `invalid_id`, 404, 402."""
    monitor_id = numeric_id(id)
    if body.eventTypes is None and body.isActive is None:
        raise INVALID_INPUT(_NOTHING)
    return presenters.monitor(service.change(ctx.workspace, ACCOUNT, monitor_id, body.eventTypes, body.isActive))


@router.delete(
    "/monitors/{id}",
    operation_id="deleteMonitor",
    summary="Delete monitor",
    response_model=Success,
    openapi_extra={"x-source": "documented: Delete Monitor"},
)
async def delete_monitor(ctx: Ctx, id: str) -> Success:
    """Stop watching an account and forget what was seen. 400 `invalid_id`, 404 `not_found`."""
    service.forget(ctx.workspace, ACCOUNT, numeric_id(id))
    return success()


@router.get(
    "/events",
    operation_id="listEvents",
    summary="List events",
    response_model=EventList,
    openapi_extra={"x-source": "documented: List Events"},
)
async def list_events(ctx: Ctx, query: Annotated[ListEventsQuery, Query()]) -> EventList:
    """What monitors saw, newest first, of one monitor or one type where told.

    400 `invalid_id` for what is no monitor's id, 400 `invalid_input` for an unknown type or a malformed cursor.
    """
    if query.eventType is not None and query.eventType not in list(EventType):
        raise INVALID_INPUT(f"eventType must be one of {', '.join(EventType)}.")
    monitor_id = None if query.monitorId is None else numeric_id(query.monitorId)
    before = None if query.position is None else time_number_position(query.position)[1]
    return presenters.events(
        service.events(ctx.workspace, monitor_id, query.eventType, before, clamp(query.limit, LARGEST_PAGE))
    )


@router.get(
    "/events/{id}",
    operation_id="getEvent",
    summary="Get event",
    response_model=EventDetail,
    openapi_extra={"x-source": "documented: Get Event"},
)
async def get_event(ctx: Ctx, id: str) -> EventDetail:
    """One event. 400 `invalid_id`, 404 `not_found`."""
    return presenters.event_detail(service.require_event(ctx.workspace, numeric_id(id)))
