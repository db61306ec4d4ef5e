"""Tickets: opened and answered by the customer, and by a support team that takes its time. Must not know the wire."""

from __future__ import annotations

from collections.abc import Mapping

from mockserver.core.ids import HEX
from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.core.times import HOUR, MINUTE
from mockserver.engine.scheduler import Step
from mockserver.engine.tables import TimerRow
from mockserver.engine.workspace import Workspace
from mockserver.gateway.pagination import Slice
from mockserver.vendors.xquik.errors import NOT_FOUND
from mockserver.vendors.xquik.support import magic
from mockserver.vendors.xquik.support.schemas import Sender, TicketStatus
from mockserver.vendors.xquik.support.tables import TicketMessageRow, TicketRow

ANSWER = "xquik.support_answer"
LONGEST_LIST = 200

# Assumption: support answers each message of the customer within 30 minutes to 4 hours, and then works on the ticket.
SOONEST, LATEST = 30 * MINUTE, 4 * HOUR

ANSWERS = (
    "Thanks for reaching out. We are looking into it and will get back to you shortly.",
    "Thank you for the details. Could you tell us when you saw this last?",
    "We found the cause and are rolling out a fix. Please try again in an hour.",
    "Thanks for your patience. Our engineers are on it.",
)

_BY_ID = Query(lambda: select(TicketRow).where(col(TicketRow.id) == bindparam("id")), TicketRow)
_LAST_CHANGED = Query(
    lambda: (
        select(TicketRow)
        .order_by(col(TicketRow.updated_at).desc(), col(TicketRow.number).desc())
        .limit(LONGEST_LIST + 1)
    ),
    TicketRow,
)
_MESSAGES = Query(
    lambda: (
        select(TicketMessageRow)
        .where(col(TicketMessageRow.ticket_id) == bindparam("ticket_id"))
        .order_by(col(TicketMessageRow.id))
    ),
    TicketMessageRow,
)


def open_ticket(workspace: Workspace, subject: str, body: str) -> TicketRow:
    """Open a ticket with its first message."""
    now = workspace.now()
    ticket_id = workspace.ids.token("xquik.ticket", 24, prefix="tkt_", alphabet=HEX)
    workspace.database.insert(
        TicketRow, id=ticket_id, subject=subject, status=TicketStatus.OPEN.value, created_at=now, updated_at=now
    )
    _say(workspace, ticket_id, Sender.USER, body)
    return require(workspace, ticket_id)


def listed(workspace: Workspace) -> Slice[TicketRow]:
    """The 200 tickets that changed last, the latest first, and whether there are more."""
    return Slice.of(workspace.database.all(_LAST_CHANGED), LONGEST_LIST)


def messages(workspace: Workspace, ticket_id: str) -> list[TicketMessageRow]:
    """What was said, oldest first."""
    return workspace.database.all(_MESSAGES, ticket_id=ticket_id)


def require(workspace: Workspace, ticket_id: str) -> TicketRow:
    """The ticket; 404 `not_found`."""
    row = workspace.database.first(_BY_ID, id=ticket_id)
    if row is None:
        raise NOT_FOUND()
    return row


def set_status(workspace: Workspace, ticket_id: str, status: TicketStatus) -> None:
    """Let the customer open, resolve or close a ticket; 404 `not_found`. Support does not answer what is done."""
    require(workspace, ticket_id)
    workspace.database.change(TicketRow, {"id": ticket_id}, status=status.value, updated_at=workspace.now())
    if status is not TicketStatus.OPEN:
        workspace.scheduler.cancel(ANSWER, ticket_id)


def reply(workspace: Workspace, ticket_id: str, body: str) -> None:
    """Add a message of the customer's; 404 `not_found`. Assumption: a ticket that was done is open again."""
    row = require(workspace, ticket_id)
    if row.status in (TicketStatus.RESOLVED, TicketStatus.CLOSED):
        workspace.database.change(TicketRow, {"id": ticket_id}, status=TicketStatus.OPEN.value)
    _say(workspace, ticket_id, Sender.USER, body)


def answer(workspace: Workspace, timer: TimerRow) -> None:
    """Support answers, and has the ticket in progress from then on."""
    row = workspace.database.first(_BY_ID, id=timer.subject)
    if row is None:
        return
    chance = workspace.entropy.stream("xquik.support", row.id, row.messages)
    _say(workspace, row.id, Sender.SUPPORT, chance.pick(ANSWERS))
    workspace.database.change(TicketRow, {"id": row.id}, status=TicketStatus.IN_PROGRESS.value)


def steps(workspace: Workspace) -> Mapping[str, Step]:
    """The timers of tickets."""
    return {ANSWER: lambda timer: answer(workspace, timer)}


def _say(workspace: Workspace, ticket_id: str, sender: Sender, body: str) -> None:
    row, now = require(workspace, ticket_id), workspace.now()
    workspace.database.insert(TicketMessageRow, ticket_id=ticket_id, sender=sender.value, body=body, created_at=now)
    workspace.database.change(TicketRow, {"id": ticket_id}, messages=row.messages + 1, updated_at=now)
    if sender is Sender.USER and not magic.UNANSWERED.matches(row.subject):
        chance = workspace.entropy.stream("xquik.support.delay", ticket_id, row.messages)
        workspace.scheduler.cancel(ANSWER, ticket_id)
        workspace.scheduler.schedule(ANSWER, ticket_id, now + chance.between(SOONEST, LATEST))
