"""Tickets in a fixture."""

from __future__ import annotations

from functools import partial

from pydantic import Field

from mockserver.core.times import DAY, HOUR
from mockserver.engine.workspace import Workspace
from mockserver.vendors.xquik.seed.parts import Duration, Entry, Part
from mockserver.vendors.xquik.seed.past import Past
from mockserver.vendors.xquik.support import service
from mockserver.vendors.xquik.support.schemas import LONGEST_BODY, LONGEST_SUBJECT, TicketStatus


class Message(Entry):
    """What the customer wrote besides, `after` the message before it."""

    text: str = Field(min_length=1, max_length=LONGEST_BODY)
    after: Duration = 6 * HOUR


class Ticket(Entry):
    """A ticket that was opened `ago`. Support answers it as it always does; `status` is what it came to, if told."""

    subject: str = Field(min_length=1, max_length=LONGEST_SUBJECT)
    body: str = Field(min_length=1, max_length=LONGEST_BODY)
    ago: Duration = DAY
    then: tuple[Message, ...] = ()
    status: TicketStatus | None = None


def _plan(workspace: Workspace, past: Past, tickets: list[Ticket]) -> None:
    for number, ticket in enumerate(tickets):
        past.plan(f"tickets[{number}]", past.start - ticket.ago, partial(_open, workspace, past, number, ticket))


def _open(workspace: Workspace, past: Past, number: int, ticket: Ticket) -> None:
    row = service.open_ticket(workspace, ticket.subject, ticket.body)
    at = workspace.now()
    for place, message in enumerate(ticket.then):
        at += message.after
        past.plan(f"tickets[{number}].then[{place}]", at, partial(service.reply, workspace, row.id, message.text))
    if ticket.status is not None:
        past.plan(f"tickets[{number}].status", past.start, partial(_settle, workspace, row.id, ticket.status))


def _settle(workspace: Workspace, ticket_id: str, status: TicketStatus) -> None:
    if service.require(workspace, ticket_id).status != status:
        service.set_status(workspace, ticket_id, status)


PARTS = (Part("tickets", list[Ticket], [], _plan),)
