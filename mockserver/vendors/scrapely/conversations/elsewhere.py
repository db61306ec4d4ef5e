"""Messages of connected accounts that were not written through this vendor: they show and count all the same.

Must not know who else writes, nor on which vendor.
"""

from __future__ import annotations

from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapely.accounts.tables import AccountRow
from mockserver.vendors.scrapely.conversations import traffic
from mockserver.vendors.scrapely.conversations.tables import ConversationRow
from mockserver.world.events import MessageSent
from mockserver.world.message import Message
from mockserver.world.prospects import Sentiment

_CONNECTED = Query(
    lambda: select(AccountRow).where(
        col(AccountRow.user_id) == bindparam("user_id"), col(AccountRow.removed_at).is_(None)
    ),
    AccountRow,
)


def listen(workspace: Workspace) -> None:
    """Take note of every message that is written elsewhere, in the transaction that writes it."""

    def note(event: MessageSent) -> None:
        if event.via != traffic.VIA:
            _note(workspace, event.message)

    workspace.events.observe(MessageSent, note)


def _note(workspace: Workspace, message: Message) -> None:
    """Both sides may be connected; each has a conversation of its own."""
    sender = workspace.database.first(_CONNECTED, user_id=message.sender_id)
    if sender is not None:
        _keep(workspace, sender, message.recipient_id, message, is_sent=True)
    recipient = workspace.database.first(_CONNECTED, user_id=message.recipient_id)
    if recipient is not None:
        _keep(workspace, recipient, message.sender_id, message, is_sent=False)


def _keep(workspace: Workspace, account: AccountRow, other_id: str, message: Message, *, is_sent: bool) -> None:
    """Count a message in the account's conversation, which begins with it if there was none.

    Assumption: whoever answers from elsewhere is judged neutral, and answers only what was sent through this vendor.
    """
    conversation = traffic.by_pair(workspace, message.conversation_id, account.id)
    if conversation is None:
        person = workspace.world.people.by_id(other_id)
        if person is not None:
            traffic.begin(workspace, account, person, message)
    elif is_sent or not conversation.sent_count:
        _count(workspace, conversation, message, is_sent=is_sent)
    else:
        traffic.arrived(workspace, conversation, message, Sentiment.NEUTRAL.value)


def _count(workspace: Workspace, conversation: ConversationRow, message: Message, *, is_sent: bool) -> None:
    workspace.database.change(
        ConversationRow,
        {"id": conversation.id},
        message_count=conversation.message_count + 1,
        is_unread=not is_sent,
        last_message_at=message.sent_at,
        last_message_text=message.text,
        last_message_is_sent=is_sent,
        updated_at=message.sent_at,
    )
