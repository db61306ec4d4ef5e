"""Messages between connected accounts and prospects: what is sent, what is answered, and what that changes.

The only place that writes conversations' messages, whoever wants one sent. Must not know when a campaign sends.
"""

from __future__ import annotations

from dataclasses import dataclass

from mockserver.core.sql import bindparam, col, select, update
from mockserver.core.statements import Command, Query
from mockserver.engine.tables import TimerRow
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapely.accounts.tables import AccountRow
from mockserver.vendors.scrapely.campaigns.tables import DmJobRow
from mockserver.vendors.scrapely.conversations.tables import ConversationRow, SentDmRow
from mockserver.world.message import Message
from mockserver.world.person import Person
from mockserver.world.prospects import Reply

VIA = "scrapely"
"""How the world's events call what is written here."""

REPLY = "scrapely.reply"
"""The timer of an answer on its way; its subject is the conversation's own id."""

REPLIED = "reply"
"""What is emitted when a prospect answered; an edition decides which webhook that is."""

_BY_PAIR = Query(
    lambda: select(ConversationRow).where(
        col(ConversationRow.conversation_id) == bindparam("conversation_id"),
        col(ConversationRow.account_id) == bindparam("account_id"),
    ),
    ConversationRow,
)
_BY_ID = Query(lambda: select(ConversationRow).where(col(ConversationRow.id) == bindparam("id")), ConversationRow)
_ACCOUNT = Query(lambda: select(AccountRow).where(col(AccountRow.id) == bindparam("id")), AccountRow)
_COUNT_SENT = Command(
    lambda: (
        update(AccountRow)
        .where(col(AccountRow.id) == bindparam("account"))
        .values(dms_sent=col(AccountRow.dms_sent) + 1)
    )
)
_LATEST_JOB = Query(
    lambda: (
        select(DmJobRow)
        .where(
            col(DmJobRow.conversation_id) == bindparam("conversation_id"),
            col(DmJobRow.account_id) == bindparam("account_id"),
            col(DmJobRow.sent_at).is_not(None),
        )
        .order_by(col(DmJobRow.sent_at).desc(), col(DmJobRow.id).desc())
        .limit(1)
    ),
    DmJobRow,
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A DM that went out: the row of its conversation, the conversation's id, and the world's message id."""

    row_id: str
    conversation_id: str
    message_id: str


def by_pair(workspace: Workspace, conversation_id: str, account_id: str) -> ConversationRow | None:
    """The conversation of that id as one account has it."""
    return workspace.database.first(_BY_PAIR, conversation_id=conversation_id, account_id=account_id)


def account_of(workspace: Workspace, account_id: str) -> AccountRow | None:
    """An account, also a removed one: its history is retained."""
    return workspace.database.first(_ACCOUNT, id=account_id)


def latest_job(workspace: Workspace, conversation_id: str, account_id: str) -> DmJobRow | None:
    """The DM job that last wrote into a conversation."""
    return workspace.database.first(_LATEST_JOB, conversation_id=conversation_id, account_id=account_id)


def send(
    workspace: Workspace,
    account: AccountRow,
    person: Person,
    text: str,
    *,
    campaign_id: str | None = None,
    may_answer: bool = True,
) -> Sent:
    """Send a DM now, inside the caller's transaction: the message, the conversation, the counts, perhaps an answer.

    Raises `ValueError` when the person is the account itself.
    """
    database, now = workspace.database, workspace.now()
    message = workspace.world.messages.send(account.user_id, person.user_id, text, via=VIA)
    before = by_pair(workspace, message.conversation_id, account.id)
    turn = 0 if before is None else before.sent_count
    answered = None if before is None else before.answered_turn
    reply = _answer(workspace, person, message.conversation_id, text, turn, answered) if may_answer else None
    if reply is not None and answered is None:
        answered = turn
    if before is None:
        row_id = begin(workspace, account, person, message, sent_count=1, answered_turn=answered)
    else:
        row_id = before.id
        database.change(
            ConversationRow,
            {"id": row_id},
            message_count=before.message_count + 1,
            sent_count=turn + 1,
            answered_turn=answered,
            is_unread=before.is_unread and campaign_id is not None,  # a campaign has read nothing
            last_message_at=now,
            last_message_text=text,
            last_message_is_sent=True,
            updated_at=now,
        )
    database.insert(
        SentDmRow,
        account_id=account.id,
        campaign_id=campaign_id,
        conversation_id=message.conversation_id,
        message_id=message.id,
        sent_at=now,
    )
    database.run(_COUNT_SENT, account=account.id)
    if reply is not None:
        payload = {"text": reply.text, "sentiment": reply.sentiment.value}
        workspace.scheduler.schedule(REPLY, row_id, now + reply.delay_ms, payload)
    return Sent(row_id, message.conversation_id, message.id)


def begin(
    workspace: Workspace,
    account: AccountRow,
    person: Person,
    message: Message,
    *,
    sent_count: int = 0,
    answered_turn: int | None = None,
) -> str:
    """A conversation with its first message; returns the row's id. `sent_count` is what this vendor sent of it."""
    if person.number is None:  # a typed handle is only found again by its id once it was remembered
        workspace.world.people.remember(person.handle)
    is_sent = message.sender_id == account.user_id
    row = workspace.database.insert(
        ConversationRow,
        id=workspace.ids.uuid("scrapely.conversation"),
        conversation_id=message.conversation_id,
        account_id=account.id,
        account_handle=account.handle,
        receiver_id=person.user_id,
        receiver_handle=person.key,
        message_count=1,
        sent_count=sent_count,
        answered_turn=answered_turn,
        is_unread=not is_sent,
        last_message_at=message.sent_at,
        last_message_text=message.text,
        last_message_is_sent=is_sent,
        created_at=message.sent_at,
        updated_at=message.sent_at,
    )
    return row.id


def _answer(
    workspace: Workspace, person: Person, conversation_id: str, text: str, turn: int, answered: int | None
) -> Reply | None:
    """What the person will answer to our `turn`-th message.

    Assumption: until somebody has chosen to answer, each message is another first one to him.
    """
    prospects = workspace.world.prospects
    if answered is None:
        return prospects.first_reply(person, f"{conversation_id}/{turn}", text)
    return prospects.next_reply(person, f"{conversation_id}/{answered}", text, turn - answered)


def on_reply(workspace: Workspace, timer: TimerRow) -> None:
    """Step of the timer `REPLY`: the prospect's answer arrives."""
    conversation = workspace.database.first(_BY_ID, id=timer.subject)
    if conversation is not None:
        receive(workspace, conversation, str(timer.payload["text"]), str(timer.payload["sentiment"]))


def receive(workspace: Workspace, conversation: ConversationRow, text: str, sentiment: str) -> bool:
    """A prospect writes now, inside the caller's transaction, and receivers are told; False for a removed account.

    Assumption: nothing more arrives at an account that was removed; one that is paused or lost its session still
    gets its answers.
    """
    account = account_of(workspace, conversation.account_id)
    if account is None or account.removed_at is not None:
        return False
    message = workspace.world.messages.send(conversation.receiver_id, account.user_id, text, via=VIA)
    arrived(workspace, conversation, message, sentiment)
    return True


def arrived(workspace: Workspace, conversation: ConversationRow, message: Message, sentiment: str) -> None:
    """What a prospect's message changes: the counts, the tag, the DM job that it answers; receivers are told."""
    database, now = workspace.database, workspace.now()
    is_first = conversation.reply_count == 0
    tag = conversation.tag
    if is_first and tag is None:
        tag = tag_of(sentiment)
    turn = conversation.answered_turn
    database.change(
        ConversationRow,
        {"id": conversation.id},
        message_count=conversation.message_count + 1,
        reply_count=conversation.reply_count + 1,
        answered_turn=max(0, conversation.sent_count - 1) if turn is None else turn,
        last_reply_at=now,
        is_unread=True,
        last_message_at=now,
        last_message_text=message.text,
        last_message_is_sent=False,
        tag=tag,
        updated_at=now,
    )
    job = latest_job(workspace, conversation.conversation_id, conversation.account_id)
    if job is not None and job.replied_at is None:
        database.change(DmJobRow, {"id": job.id}, replied_at=now, sentiment=sentiment)
    workspace.webhooks.emit(
        "scrapely",
        REPLIED,
        {"row_id": conversation.id, "message": message, "sentiment": sentiment, "is_first": is_first},
    )


def tag_of(sentiment: str) -> str:
    """The tag that a first answer gives its conversation.

    Assumption: the vendor tags a conversation by its first answer, unless the user has tagged it already.
    """
    return "interested_reply" if sentiment == "positive" else f"{sentiment}_reply"
