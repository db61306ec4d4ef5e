"""Support tickets and what was said in them. Source: "Support"."""

from __future__ import annotations

from mockserver.core.tables import Index, Row, column


class TicketRow(Row):
    """A ticket: open, in_progress, resolved or closed."""

    __tablename__ = "xquik_tickets"
    __table_args__ = (Index("xquik_tickets_by_change", "updated_at", "number"),)

    number: int | None = column(default=None, primary_key=True)
    id: str = column(unique=True)
    subject: str
    status: str
    messages: int = 0
    created_at: int
    updated_at: int


class TicketMessageRow(Row):
    """A message, from `user` or `support`."""

    __tablename__ = "xquik_ticket_messages"
    __table_args__ = (Index("xquik_ticket_messages_by_ticket", "ticket_id", "id"),)

    id: int | None = column(default=None, primary_key=True)
    ticket_id: str
    sender: str
    body: str
    created_at: int


TABLES = (TicketRow, TicketMessageRow)
