"""Direct messages between two people.

Must not know who may write to whom, nor whether anybody answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from mockserver.core.clock import Clock
from mockserver.core.database import Database
from mockserver.core.events import EventBus
from mockserver.core.ids import Ids
from mockserver.core.sql import bindparam, col, func, select
from mockserver.core.statements import Query
from mockserver.world.events import MessageSent
from mockserver.world.message import Message
from mockserver.world.tables import MessageRow
from mockserver.world.tweet import checked_text

_LAST_ID = (1 << 63) - 1

_HISTORY = Query(
    lambda: (
        select(MessageRow)
        .where(col(MessageRow.conversation_id) == bindparam("conversation"), col(MessageRow.id) < bindparam("before"))
        .order_by(col(MessageRow.id).desc())
        .limit(bindparam("limit"))
    ),
    MessageRow,
)
_BY_ID = Query(lambda: select(MessageRow).where(col(MessageRow.id) == bindparam("id")), MessageRow)
_SENT_IN = Query(
    lambda: (
        select(func.max(col(MessageRow.id)))
        .where(col(MessageRow.sender_id) == bindparam("user_id"))
        .group_by(col(MessageRow.conversation_id))
    ),
    int,
)
_RECEIVED_IN = Query(
    lambda: (
        select(func.max(col(MessageRow.id)))
        .where(col(MessageRow.recipient_id) == bindparam("user_id"))
        .group_by(col(MessageRow.conversation_id))
    ),
    int,
)


def conversation_id(a_id: str, b_id: str) -> str:
    """The id of the conversation of two people: `smaller-larger`, as numbers."""
    low, high = sorted((int(a_id), int(b_id)))
    return f"{low}-{high}"


class Messages:
    """Every direct message of one workspace."""

    def __init__(self, database: Database, clock: Clock, ids: Ids, events: EventBus) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._events = events

    def send(self, sender_id: str, recipient_id: str, text: str, *, via: str | None = None) -> Message:
        """Write a message now, in the caller's transaction, and tell `MessageSent`, which carries `via`.

        Raises `ValueError` for text that is not UTF-8, or from somebody to himself.
        """
        if int(sender_id) == int(recipient_id):
            raise ValueError("nobody writes to himself")
        row = self._database.insert(
            MessageRow,
            id=self._ids.snowflake(),
            conversation_id=conversation_id(sender_id, recipient_id),
            sender_id=int(sender_id),
            recipient_id=int(recipient_id),
            text=checked_text(text),
            sent_at=self._clock.now(),
        )
        message = _message(row)
        self._events.publish(MessageSent(message, via))
        return message

    def get(self, message_id: str) -> Message | None:
        """A message by id."""
        if not (message_id.isascii() and message_id.isdigit()) or int(message_id) > _LAST_ID:
            return None
        row = self._database.first(_BY_ID, id=int(message_id))
        return None if row is None else _message(row)

    def history(self, conversation_id: str, limit: int, before_id: str | None = None) -> list[Message]:
        """Messages of a conversation, newest first, those with ids below `before_id` only."""
        before = _LAST_ID if before_id is None else int(before_id)
        rows = self._database.all(_HISTORY, conversation=conversation_id, before=before, limit=max(0, limit))
        return [_message(row) for row in rows]

    def recent(self, conversation_ids: Iterable[str]) -> dict[str, Message]:
        """The newest message of each conversation that has one."""
        found = {}
        for conversation in conversation_ids:
            row = self._database.first(_HISTORY, conversation=conversation, before=_LAST_ID, limit=1)
            if row is not None:
                found[conversation] = _message(row)
        return found

    def inbox(self, user_id: str, limit: int, before_id: str | None = None) -> list[Message]:
        """The newest message of each of a person's conversations, newest first."""
        number = int(user_id)
        ends = chain(self._database.all(_SENT_IN, user_id=number), self._database.all(_RECEIVED_IN, user_id=number))
        newest: dict[str, Message] = {}
        before = _LAST_ID if before_id is None else int(before_id)
        for message_id in sorted(set(ends), reverse=True):
            message = self.get(str(message_id))
            if message is not None and message.conversation_id not in newest:
                newest[message.conversation_id] = message
        return [message for message in newest.values() if int(message.id) < before][: max(0, limit)]


def _message(row: MessageRow) -> Message:
    return Message(str(row.id), row.conversation_id, str(row.sender_id), str(row.recipient_id), row.text, row.sent_at)
