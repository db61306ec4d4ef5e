"""Follow-ups: each a durable timer, sent only while the lead has not answered and the account may send.

One that falls due while its account may not send is held in its DM job's row, without a timer, until the account
changes. Must not know the first message's worker.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.core.times import DAY, HOUR, MINUTE, WEEK, Millis
from mockserver.engine.tables import TimerRow
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapely.accounts.tables import AccountRow
from mockserver.vendors.scrapely.campaigns import lanes
from mockserver.vendors.scrapely.campaigns.tables import CampaignRow, DmJobRow
from mockserver.vendors.scrapely.conversations import sessions, traffic
from mockserver.workers.messaging import personalise

TIMER = "scrapely.followup"
"""Its subject is the DM job's id, its payload's `number` the place of the follow-up, from 0."""

UNITS: Mapping[str, Millis] = {"hours": HOUR, "days": DAY, "weeks": WEEK}

_JOB = Query(lambda: select(DmJobRow).where(col(DmJobRow.id) == bindparam("id")), DmJobRow)
_HELD = Query(
    lambda: (
        select(DmJobRow)
        .where(col(DmJobRow.held_followup).is_not(None), col(DmJobRow.account_id) == bindparam("account_id"))
        .order_by(col(DmJobRow.sent_at), col(DmJobRow.id))
    ),
    DmJobRow,
)


def of_variant(campaign: CampaignRow, variant: int) -> Sequence[Mapping[str, Any]]:
    """The follow-ups of a variant: its own, or else the campaign's."""
    own: Any = campaign.variants[variant].get("followups")
    return own or campaign.followups


def plan(workspace: Workspace, campaign: CampaignRow, job: DmJobRow, number: int) -> None:
    """Set the timer of a DM job's `number`-th follow-up, if it has that many, counted from the message just sent."""
    steps = of_variant(campaign, job.variant)
    if number < len(steps):
        wait = round(float(steps[number]["wait_time"]) * UNITS[str(steps[number]["wait_unit"])])
        workspace.scheduler.schedule(TIMER, job.id, workspace.now() + wait, {"number": number})


def on_timer(workspace: Workspace, timer: TimerRow) -> None:
    """Step of the timer: send the follow-up, hold it, or drop it because the lead has answered."""
    job = workspace.database.first(_JOB, id=timer.subject)
    campaign = None if job is None else lanes.campaign(workspace, job.campaign_id)
    account = None if job is None else traffic.account_of(workspace, job.account_id)
    if job is None or campaign is None or account is None or account.removed_at is not None:
        return
    number = int(str(timer.payload["number"]))
    if _has_answered(workspace, job):
        return
    if not _may_send(account) or sessions.found_expired(workspace, account):
        workspace.database.change(DmJobRow, {"id": job.id}, held_followup=number)
        return
    person = workspace.world.people.get(job.handle)
    if person is None:
        return
    text = personalise(str(of_variant(campaign, job.variant)[number]["message"]), person)
    traffic.send(workspace, account, person, text, campaign_id=campaign.id)
    workspace.database.change(DmJobRow, {"id": job.id}, followups_sent=number + 1)
    plan(workspace, campaign, job, number + 1)


def release(workspace: Workspace, account: AccountRow) -> None:
    """Give the follow-ups that were held timers again, one after the other, if the account may send now."""
    if not _may_send(account):
        return
    due = workspace.now()
    for job in workspace.database.all(_HELD, account_id=account.id):
        stream = workspace.entropy.stream("scrapely.held", job.id, due)
        due += stream.between(MINUTE, 3 * MINUTE)
        workspace.database.change(DmJobRow, {"id": job.id}, held_followup=None)
        workspace.scheduler.schedule(TIMER, job.id, due, {"number": job.held_followup})


def drop_held(workspace: Workspace, account_id: str) -> None:
    """Forget the follow-ups that were held: the account was removed."""
    for job in workspace.database.all(_HELD, account_id=account_id):
        workspace.database.change(DmJobRow, {"id": job.id}, held_followup=None)


def _may_send(account: AccountRow) -> bool:
    return account.is_active and not account.is_paused and not account.followups_paused


def _has_answered(workspace: Workspace, job: DmJobRow) -> bool:
    """Whether the lead wrote anything since the job's DM."""
    if job.conversation_id is None or job.sent_at is None:
        return True
    conversation = traffic.by_pair(workspace, job.conversation_id, job.account_id)
    return conversation is None or (conversation.last_reply_at or -1) >= job.sent_at
