"""Endpoints of drafts. Thin: what they do stands in `service`."""

from __future__ import annotations

from typing import Annotated

from mockserver.contract import Ctx
from mockserver.gateway.marks import Query
from mockserver.gateway.messages import Response
from mockserver.gateway.pagination import clamp
from mockserver.vendors.xquik.access import xquik_router
from mockserver.vendors.xquik.drafts import presenters, service
from mockserver.vendors.xquik.drafts.schemas import CreateDraftRequest, Draft, DraftList, ListDraftsQuery
from mockserver.vendors.xquik.fields import numeric_id, time_number_position

router = xquik_router("Drafts")

LARGEST_PAGE = 50


@router.post(
    "/drafts",
    operation_id="createDraft",
    summary="Save a tweet draft",
    status_code=201,
    response_model=Draft,
    openapi_extra={"x-source": "documented: Create Draft"},
)
async def create_draft(ctx: Ctx, body: CreateDraftRequest) -> Draft:
    """Save a draft for later.

    400 `invalid_input` for a text that is empty or longer than 25,000 characters. Source: "Create Draft".
    """
    return presenters.draft(service.create(ctx.workspace, body.text, body.topic, body.goal))


@router.get(
    "/drafts",
    operation_id="listDrafts",
    summary="List saved drafts",
    response_model=DraftList,
    openapi_extra={"x-source": "documented: List Drafts"},
)
async def list_drafts(ctx: Ctx, query: Annotated[ListDraftsQuery, Query()]) -> DraftList:
    """List drafts, newest first, page by page.

    400 `invalid_input` for a malformed cursor. Source: "List Drafts".
    """
    after = service.START if query.position is None else time_number_position(query.position)
    return presenters.page(service.page(ctx.workspace, after, clamp(query.limit, LARGEST_PAGE)))


@router.get(
    "/drafts/{id}",
    operation_id="getDraft",
    summary="Get draft by ID",
    response_model=Draft,
    openapi_extra={"x-source": "documented: Get Draft"},
)
async def get_draft(ctx: Ctx, id: str) -> Draft:
    """One draft.

    400 `invalid_id` for what is no id, 404 `draft_not_found`. Source: "Get Draft".
    """
    return presenters.draft(service.require(ctx.workspace, numeric_id(id)))


@router.delete(
    "/drafts/{id}",
    operation_id="deleteDraft",
    summary="Delete a draft",
    status_code=204,
    response_model=None,
    openapi_extra={"x-source": "documented: Delete Draft"},
)
async def delete_draft(ctx: Ctx, id: str) -> Response:
    """Delete a draft; the answer is empty.

    400 `invalid_id` for what is no id, 404 `draft_not_found`. Source: "Delete Draft".
    """
    service.delete(ctx.workspace, numeric_id(id))
    return Response(204)
