"""Endpoints of support tickets. Thin: what they do stands in `service`."""

from __future__ import annotations

from mockserver.contract import Ctx
from mockserver.vendors.xquik.access import xquik_router
from mockserver.vendors.xquik.support import presenters, service
from mockserver.vendors.xquik.support.schemas import (
    CreateTicketRequest,
    NewTicket,
    Reply,
    ReplyRequest,
    TicketChange,
    TicketDetail,
    TicketList,
    TicketStatus,
    UpdateTicketRequest,
)

router = xquik_router("Support")


@router.post(
    "/support/tickets",
    operation_id="createTicket",
    summary="Create a support ticket",
    status_code=201,
    response_model=NewTicket,
    openapi_extra={"x-source": "documented: Create Ticket"},
)
async def create_ticket(ctx: Ctx, body: CreateTicketRequest) -> NewTicket:
    """Open a ticket; support answers after a while.

    400 `invalid_input` for a subject over 500 characters or a body over 10,000. Source: "Create Ticket".
    """
    return presenters.new_ticket(service.open_ticket(ctx.workspace, body.subject, body.body))


@router.get(
    "/support/tickets",
    operation_id="listTickets",
    summary="List user's support tickets",
    response_model=TicketList,
    openapi_extra={"x-source": "documented: List Tickets"},
)
async def list_tickets(ctx: Ctx) -> TicketList:
    """List tickets, the one that changed last first; at most 200. Source: "List Tickets"."""
    found = service.listed(ctx.workspace)
    return {"tickets": [presenters.ticket(row) for row in found.rows], "hasMore": found.has_more}


@router.get(
    "/support/tickets/{id}",
    operation_id="getTicket",
    summary="Get ticket with all messages",
    response_model=TicketDetail,
    openapi_extra={"x-source": "documented: Get Ticket"},
)
async def get_ticket(ctx: Ctx, id: str) -> TicketDetail:
    """One ticket with its messages, oldest first. 404 `not_found`. Source: "Get Ticket"."""
    row = service.require(ctx.workspace, id)
    return presenters.detail(row, service.messages(ctx.workspace, id))


@router.patch(
    "/support/tickets/{id}",
    operation_id="updateTicketStatus",
    summary="Update ticket status",
    response_model=TicketChange,
    openapi_extra={"x-source": "documented: Update Ticket"},
)
async def update_ticket(ctx: Ctx, id: str, body: UpdateTicketRequest) -> TicketChange:
    """Set a ticket's status to `open`, `resolved` or `closed`.

    400 `invalid_input` for another status, 404 `not_found`. Source: "Update Ticket".
    """
    status = TicketStatus(body.status)
    service.set_status(ctx.workspace, id, status)
    return {"id": id, "publicId": id, "status": status}


@router.post(
    "/support/tickets/{id}/messages",
    operation_id="addTicketMessage",
    summary="Reply to a support ticket",
    status_code=201,
    response_model=Reply,
    openapi_extra={"x-source": "documented: Reply to Ticket"},
)
async def reply_to_ticket(ctx: Ctx, id: str, body: ReplyRequest) -> Reply:
    """Add a message to a ticket.

    400 `invalid_input` for an empty message or one over 10,000 characters, 404 `not_found`.
    Source: "Reply to Ticket".
    """
    service.reply(ctx.workspace, id, body.body)
    return {"publicId": id}
