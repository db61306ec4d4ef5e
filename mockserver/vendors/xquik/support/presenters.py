"""Tickets as the API shows them."""

from __future__ import annotations

from collections.abc import Sequence

from mockserver.core.times import iso_ms
from mockserver.vendors.xquik.support.schemas import Message, NewTicket, Sender, Ticket, TicketDetail, TicketStatus
from mockserver.vendors.xquik.support.tables import TicketMessageRow, TicketRow


def new_ticket(row: TicketRow) -> NewTicket:
    """A ticket that was just opened."""
    return {
        "id": row.id,
        "publicId": row.id,
        "subject": row.subject,
        "status": TicketStatus(row.status),
        "createdAt": iso_ms(row.created_at),
    }


def ticket(row: TicketRow) -> Ticket:
    """A ticket in the list."""
    return {**new_ticket(row), "messageCount": row.messages, "updatedAt": iso_ms(row.updated_at)}


def detail(row: TicketRow, said: Sequence[TicketMessageRow]) -> TicketDetail:
    """A ticket with its messages."""
    return {**ticket(row), "messages": [_message(each) for each in said]}


def _message(row: TicketMessageRow) -> Message:
    return {"id": str(row.id), "body": row.body, "sender": Sender(row.sender), "createdAt": iso_ms(row.created_at)}
