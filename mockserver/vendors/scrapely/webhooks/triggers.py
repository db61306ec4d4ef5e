"""Events made to happen by a tester: the real thing happens, and the webhook follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from mockserver.contract import Trigger
from mockserver.core.errors import ApiError
from mockserver.core.settings import Edition
from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.engine.jobs import Done
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapely.accounts import service as accounts
from mockserver.vendors.scrapely.accounts.tables import AccountRow
from mockserver.vendors.scrapely.campaigns import jobs, lanes
from mockserver.vendors.scrapely.campaigns.tables import CampaignRow
from mockserver.vendors.scrapely.conversations import sessions, traffic
from mockserver.vendors.scrapely.conversations.tables import ConversationRow
from mockserver.vendors.scrapely.errors import TITLES
from mockserver.vendors.scrapely.webhooks.profiles import ACCOUNT_PAUSED, BACK_AND_FORTH, NEW_REPLY
from mockserver.world.prospects import Sentiment

_WORDS: Mapping[str, str] = {
    "positive": "Sounds interesting, tell me more!",
    "negative": "Not interested, thanks.",
    "neutral": "Can you say more?",
}


def _conversation_query(*, answered: bool) -> Query[ConversationRow]:
    row = ConversationRow
    return Query(
        lambda: (
            select(row)
            .join(AccountRow, col(AccountRow.id) == col(row.account_id))
            .where(
                col(AccountRow.removed_at).is_(None),
                col(row.reply_count) > 0 if answered else col(row.reply_count) == 0,
            )
            .order_by(col(row.last_message_at).desc(), col(row.id).desc())
            .limit(1)
        ),
        row,
    )


_UNANSWERED, _ANSWERED = _conversation_query(answered=False), _conversation_query(answered=True)
_NAMED_CONVERSATION = Query(
    lambda: (
        select(ConversationRow)
        .join(AccountRow, col(AccountRow.id) == col(ConversationRow.account_id))
        .where(
            col(AccountRow.removed_at).is_(None),
            col(ConversationRow.conversation_id) == bindparam("conversation_id"),
        )
        .order_by(col(ConversationRow.last_message_at).desc(), col(ConversationRow.id).desc())
        .limit(1)
    ),
    ConversationRow,
)
_RUNNING = Query(
    lambda: (
        select(CampaignRow)
        .where(col(CampaignRow.ended_at).is_(None))
        .order_by(col(CampaignRow.created_at).desc(), col(CampaignRow.id).desc())
    ),
    CampaignRow,
)


def _impossible(message: str) -> NoReturn:
    raise ApiError(409, "Conflict", message)


def _invalid(message: str) -> NoReturn:
    raise ApiError(400, TITLES[400], message)


def _read(data: Mapping[str, Any], *known: str) -> dict[str, str]:
    """The values by name, all text; 400 for a name that the event does not know."""
    for name, value in data.items():
        if name not in known:
            _invalid(f"data.{name} is unknown; there are {', '.join(known)}")
        if not isinstance(value, str):
            _invalid(f"data.{name} must be a string")
    return dict(data)


def new_reply(workspace: Workspace, data: Mapping[str, Any]) -> None:
    """Let a prospect answer: `conversation_id`, `text` and `sentiment`, or the newest conversation without a reply."""
    values = _read(data, "conversation_id", "text", "sentiment")
    is_documented = workspace.settings.edition("scrapely") is Edition.DOCUMENTED
    found = _conversation(workspace, values)
    if found is None:
        found = workspace.database.first(_UNANSWERED)
        if found is None and is_documented:  # where every reply is a new_reply
            found = workspace.database.first(_ANSWERED)
        if found is None:
            _impossible("No conversation waits for a first reply: launch a campaign and advance the clock first")
    elif found.reply_count and not is_documented:
        _impossible(f"{found.conversation_id} has its first reply; trigger {BACK_AND_FORTH} instead")
    _answer(workspace, found, values)


def reply_back_and_forth(workspace: Workspace, data: Mapping[str, Any]) -> None:
    """Let a prospect write once more: `conversation_id`, `text` and `sentiment`, or the newest conversation."""
    values = _read(data, "conversation_id", "text", "sentiment")
    found = _conversation(workspace, values) or workspace.database.first(_ANSWERED)
    if found is None:
        _impossible(f"No prospect has replied yet: trigger {NEW_REPLY} first")
    if not found.reply_count:
        _impossible(f"{found.conversation_id} has no first reply: trigger {NEW_REPLY} first")
    _answer(workspace, found, values)


def _conversation(workspace: Workspace, values: Mapping[str, str]) -> ConversationRow | None:
    """The conversation that is named; None where none is, 409 where it does not exist."""
    if "conversation_id" not in values:
        return None
    found = workspace.database.first(_NAMED_CONVERSATION, conversation_id=values["conversation_id"])
    if found is None:
        _impossible(f"There is no conversation {values['conversation_id']}; GET /conversations lists them")
    return found


def _answer(workspace: Workspace, conversation: ConversationRow, values: Mapping[str, str]) -> None:
    sentiment = values.get("sentiment", Sentiment.POSITIVE.value)
    if sentiment not in _WORDS:
        _invalid(f"data.sentiment must be one of {', '.join(_WORDS)}")
    text = values.get("text", _WORDS[sentiment])
    if not text.strip():
        _invalid("data.text must not be blank")
    traffic.receive(workspace, conversation, text, sentiment)


def account_paused(workspace: Workspace, data: Mapping[str, Any]) -> None:
    """Disconnect an account: by `account_id` or `handle`, or the one that was connected first; `reason` is told."""
    values = _read(data, "account_id", "handle", "reason")
    account: AccountRow | None
    if "account_id" in values:
        account = accounts.find(workspace, values["account_id"])
    elif "handle" in values:
        account = accounts.by_handle(workspace, values["handle"])
    else:
        account = next(iter(accounts.active(workspace)), None)
    if account is None:
        _impossible("There is no such account: connect one with POST /accounts first")
    if not account.is_active:
        _impossible(f"@{account.handle} is disconnected already: renew it with PUT /accounts/cookies first")
    accounts.disconnect(workspace, account, values.get("reason", sessions.REASON))
    jobs.account_changed(workspace, account.id)


def leads_exhausted(workspace: Workspace, data: Mapping[str, Any]) -> None:
    """Work off the leads that a campaign has left: `campaign` names it by name or id, or the newest is taken."""
    values = _read(data, "campaign")
    running = workspace.database.all(_RUNNING)
    wanted = values.get("campaign")
    campaign = next((each for each in running if wanted in (None, each.id, each.name)), None)
    if campaign is None:
        _impossible("No campaign has leads left: launch one with POST /campaigns first")
    while not isinstance(jobs.step(workspace, campaign.id), Done):
        if not any(lane.can_send for lane in lanes.open_of(workspace, campaign.id)):
            _impossible(f"{campaign.name} waits for accounts that are paused or disconnected: let them go on first")
    workspace.jobs.finish(campaign.id)


TRIGGERS: Mapping[str, Trigger] = {
    NEW_REPLY: new_reply,
    BACK_AND_FORTH: reply_back_and_forth,
    ACCOUNT_PAUSED: account_paused,
    lanes.EXHAUSTED: leads_exhausted,
}
