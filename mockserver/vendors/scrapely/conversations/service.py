"""Reading conversations and writing into one by request. Source: "Fetch Conversations" and "Send DM"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mockserver.core.errors import ApiError
from mockserver.core.sql import ColumnElement, bindparam, col, select, tuple_
from mockserver.core.statements import Query
from mockserver.engine.workspace import Workspace
from mockserver.gateway.pagination import MalformedCursor, Slice, decode_cursor, encode_cursor
from mockserver.vendors.scrapely.accounts import service as accounts
from mockserver.vendors.scrapely.conversations import sessions, traffic
from mockserver.vendors.scrapely.conversations.tables import ConversationRow
from mockserver.vendors.scrapely.errors import bad_request, not_found
from mockserver.world.message import Message
from mockserver.world.person import Person

HISTORY = 10_000
"""Assumption: a conversation shows its newest 10,000 messages at most."""

LATEST = ((1 << 63) - 1, "~")
"""A position after every row: ids are lower-case hexadecimal, which `~` sorts behind."""


def _page_query(*filters: str) -> Query[ConversationRow]:
    row = ConversationRow

    def matches(name: str) -> ColumnElement[bool]:
        return col(row.account_id if name == "account_id" else row.receiver_handle) == bindparam(name)

    return Query(
        lambda: (
            select(row)
            .where(
                *map(matches, filters),
                tuple_(col(row.last_message_at), col(row.id)) < tuple_(bindparam("before_at"), bindparam("before_id")),
            )
            .order_by(col(row.last_message_at).desc(), col(row.id).desc())
            .limit(bindparam("limit"))
            .offset(bindparam("offset"))
        ),
        ConversationRow,
    )


_PAGES: Mapping[tuple[str, ...], Query[ConversationRow]] = {
    filters: _page_query(*filters)
    for filters in ((), ("account_id",), ("receiver_handle",), ("account_id", "receiver_handle"))
}
_OF_ID = Query(
    lambda: (
        select(ConversationRow)
        .where(col(ConversationRow.conversation_id) == bindparam("conversation_id"))
        .order_by(col(ConversationRow.last_message_at).desc(), col(ConversationRow.id).desc())
        .limit(1)
    ),
    ConversationRow,
)
_OF_HANDLE = Query(
    lambda: (
        select(ConversationRow)
        .where(
            col(ConversationRow.conversation_id) == bindparam("conversation_id"),
            col(ConversationRow.account_handle) == bindparam("account_handle"),
        )
        .order_by(col(ConversationRow.last_message_at).desc(), col(ConversationRow.id).desc())
        .limit(1)
    ),
    ConversationRow,
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A row, the person on the other side, and the messages, oldest first, where they were asked for."""

    row: ConversationRow
    person: Person
    messages: Sequence[Message] | None


@dataclass(frozen=True, slots=True)
class ConversationPage:
    """Conversations, newest first; `next_cursor` where more follow."""

    conversations: Sequence[Conversation]
    next_cursor: str | None


def page(
    workspace: Workspace,
    *,
    account_id: str | None,
    handle: str | None,
    limit: int,
    cursor: str | None,
    offset: int,
    include_messages: bool,
) -> ConversationPage:
    """Conversations by the time of their last message, newest first. Raises 400 for a malformed cursor."""
    filters: dict[str, object] = {}
    if account_id is not None:
        filters["account_id"] = account_id
    if handle is not None:
        filters["receiver_handle"] = handle.removeprefix("@").lower()
    before_at, before_id = LATEST if cursor is None else position_of(cursor)
    rows = workspace.database.all(
        _PAGES[tuple(filters)], limit=limit + 1, offset=offset, before_at=before_at, before_id=before_id, **filters
    )
    found = Slice.of(rows, limit)
    last = found.rows[-1] if found.has_more else None
    return ConversationPage(
        with_people(workspace, found.rows, include_messages=include_messages),
        None if last is None else encode_cursor(last.last_message_at, last.id),
    )


def position_of(cursor: str) -> tuple[int | str, ...]:
    """Where a cursor stands; raises 400 for one that we never gave out."""
    try:
        return decode_cursor(cursor, int, str)
    except MalformedCursor:
        raise bad_request("cursor is malformed; pass the next_cursor of the page before") from None


def with_people(workspace: Workspace, rows: Iterable[ConversationRow], *, include_messages: bool) -> list[Conversation]:
    """Rows with the people they name, and their messages if wanted."""
    rows = list(rows)
    keys = dict.fromkeys(row.receiver_handle for row in rows)
    people = {person.key: person for person in workspace.world.people.many(keys)}
    return [
        Conversation(row, people[row.receiver_handle], history(workspace, row) if include_messages else None)
        for row in rows
    ]


def history(workspace: Workspace, row: ConversationRow) -> list[Message]:
    """The messages of a conversation, oldest first."""
    return workspace.world.messages.history(row.conversation_id, HISTORY)[::-1]


def single(workspace: Workspace, conversation_id: str, account_id: str | None) -> Conversation:
    """One conversation with its messages; raises 404.

    Assumption: where two connected accounts share a conversation and `account_id` does not choose, the one that
    was active last is shown.
    """
    if account_id is None:
        row = workspace.database.first(_OF_ID, conversation_id=conversation_id)
    else:
        row = traffic.by_pair(workspace, conversation_id, account_id)
    if row is None:
        raise not_found("Conversation not found")
    return with_people(workspace, (row,), include_messages=True)[0]


def of_handle(workspace: Workspace, conversation_id: str, account_handle: str) -> ConversationRow:
    """The conversation as the account of that handle has it; raises 404."""
    handle = account_handle.strip().removeprefix("@").lower()
    row = workspace.database.first(_OF_HANDLE, conversation_id=conversation_id, account_handle=handle)
    if row is None:
        raise not_found("Conversation not found for this account")
    return row


@dataclass(frozen=True, slots=True)
class Refused:
    """A DM that was not sent though something was written: the session turned out to have expired."""

    error: ApiError


def send_dm(
    workspace: Workspace, *, conversation_id: str, account_id: str, message: str
) -> tuple[traffic.Sent, str] | Refused:
    """Write into a conversation; returns what was sent and the account's handle.

    Raises 404 for an unknown account or conversation, 400 for an account that cannot send.
    Assumption: a conversation of another account is as unknown as an absent one.
    """
    account = accounts.find(workspace, account_id)
    if account is None:
        raise not_found("Account not found")
    row = traffic.by_pair(workspace, conversation_id, account.id)
    if row is None:
        raise not_found("Conversation not found")
    if not account.is_active:
        raise bad_request("account_id names an account that is disconnected; update its cookies first")
    if account.is_paused:
        # Assumption: a paused account sends nothing by request either.
        raise bad_request("account_id names an account that is paused")
    if sessions.found_expired(workspace, account):
        return Refused(bad_request("account_id names an account whose session has expired; update its cookies"))
    person = workspace.world.people.get(row.receiver_handle)
    if person is None:
        raise not_found("The receiver's account no longer exists")
    return traffic.send(workspace, account, person, message), account.handle
