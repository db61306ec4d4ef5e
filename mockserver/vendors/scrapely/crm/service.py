"""Conversations by tag, and their CRM data. Source: "Get CRM Conversations" and "Update CRM Data"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mockserver.core.json import JSONDecodeError, dumps_text, loads
from mockserver.core.sql import bindparam, col, select, true, tuple_
from mockserver.core.statements import Query
from mockserver.engine.workspace import Workspace
from mockserver.gateway.pagination import MalformedCursor, Slice, decode_cursor, encode_cursor
from mockserver.vendors.scrapely.conversations import service as conversations
from mockserver.vendors.scrapely.conversations.service import Conversation
from mockserver.vendors.scrapely.conversations.tables import ConversationRow, CustomTagRow
from mockserver.vendors.scrapely.crm.schemas import BASE_TAGS, UNREAD
from mockserver.vendors.scrapely.errors import bad_request

_TAGS = Query(lambda: select(CustomTagRow).order_by(col(CustomTagRow.name), col(CustomTagRow.id)), CustomTagRow)


def _column_query(*, unread: bool) -> Query[ConversationRow]:
    row = ConversationRow
    return Query(
        lambda: (
            select(row)
            .where(
                col(row.is_unread) == true() if unread else col(row.tag) == bindparam("tag"),
                tuple_(col(row.last_message_at), col(row.id)) < tuple_(bindparam("before_at"), bindparam("before_id")),
            )
            .order_by(col(row.last_message_at).desc(), col(row.id).desc())
            .limit(bindparam("limit"))
            .offset(bindparam("offset"))
        ),
        ConversationRow,
    )


_UNREAD_COLUMN, _TAG_COLUMN = _column_query(unread=True), _column_query(unread=False)

Position = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Board:
    """One page of every column that was asked for, the user's own tags, and where to go on."""

    columns: Mapping[str, Sequence[Conversation]]
    custom_tags: Sequence[CustomTagRow]
    next_cursor: str | None


def custom_tags(workspace: Workspace) -> list[CustomTagRow]:
    """The user's own tags by name."""
    return workspace.database.all(_TAGS)


def board(
    workspace: Workspace, *, tag: str | None, limit: int, cursor: str | None, page: int, include_messages: bool
) -> Board:
    """Conversations by tag, the most recently active first; an unknown tag has an empty column.

    One cursor stands for all columns: it holds each column's place, and a column that has ended stays empty.
    Raises 400 for a malformed cursor.
    Assumption: the column `unread` holds unread conversations whatever their tag.
    """
    tags = custom_tags(workspace)
    names = [tag] if tag is not None else [*BASE_TAGS, *(each.key for each in tags)]
    positions = None if cursor is None else _read(cursor)
    offset = 0 if positions is not None else (page - 1) * limit
    slices: dict[str, Slice[ConversationRow]] = {}
    for name in names:
        if positions is None:
            slices[name] = _column(workspace, name, conversations.LATEST, limit, offset)
        elif name in positions:
            slices[name] = _column(workspace, name, positions[name], limit, 0)
        else:
            slices[name] = Slice((), has_more=False)
    rows = [row for each in slices.values() for row in each.rows]
    shown = iter(conversations.with_people(workspace, rows, include_messages=include_messages))
    more = {name: _last(each) for name, each in slices.items() if each.has_more}
    return Board(
        {name: [next(shown) for _ in each.rows] for name, each in slices.items()},
        tags,
        encode_cursor(dumps_text(more)) if more else None,
    )


def _column(workspace: Workspace, name: str, before: Position, limit: int, offset: int) -> Slice[ConversationRow]:
    before_at, before_id = before
    params = {"before_at": before_at, "before_id": before_id, "limit": limit + 1, "offset": offset}
    if name == UNREAD:
        return Slice.of(workspace.database.all(_UNREAD_COLUMN, **params), limit)
    return Slice.of(workspace.database.all(_TAG_COLUMN, tag=name, **params), limit)


def _last(column: Slice[ConversationRow]) -> Position:
    return column.rows[-1].last_message_at, column.rows[-1].id


def _read(cursor: str) -> dict[str, Position]:
    """The columns' places in a cursor; raises 400 for one that we never gave out."""
    malformed = bad_request("cursor is malformed; pass the next_cursor of the page before")
    try:
        stored = loads(str(decode_cursor(cursor, str)[0]))
    except (MalformedCursor, JSONDecodeError):
        raise malformed from None
    if not isinstance(stored, dict):
        raise malformed
    places: dict[str, Position] = {}
    for name, place in stored.items():
        match place:
            case [int(at), str(row_id)] if -(1 << 63) <= at < 1 << 63 and not isinstance(at, bool):
                places[name] = at, row_id
            case _:
                raise malformed
    return places


def update(
    workspace: Workspace, conversation_id: str, account_handle: str, changes: Mapping[str, object]
) -> ConversationRow:
    """Set notes, deal_value, deal_currency or tag of a conversation; None removes. Returns the row as it was.

    Raises 404 for an unknown conversation or account, 400 for an unknown tag or when nothing is to change.
    Assumption: setting the tag `unread` marks the conversation unread and leaves its tag.
    """
    row = conversations.of_handle(workspace, conversation_id, account_handle)
    if not changes:
        # Assumption: a request that sets nothing is refused.
        raise bad_request("Nothing to update: send notes, deal_value, deal_currency or tag")
    columns = dict(changes)
    if "deal_currency" in columns:
        columns["deal_currency"] = currency_of(columns["deal_currency"])
    tag = columns.get("tag")
    if tag is not None and tag not in BASE_TAGS and tag not in {each.key for each in custom_tags(workspace)}:
        raise bad_request(f"tag must be one of {', '.join(BASE_TAGS)}, the key of a custom tag, or null")
    if tag == UNREAD:
        del columns["tag"]
        columns["is_unread"] = True
    workspace.database.change(ConversationRow, {"id": row.id}, **columns, updated_at=workspace.now())
    return row


def currency_of(value: object) -> str:
    """A currency code as stored; none stands for the default."""
    return "USD" if value is None else str(value)
