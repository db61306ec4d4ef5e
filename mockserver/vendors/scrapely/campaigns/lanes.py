"""The lanes of campaigns: which account sends next and when, and the end of a campaign.

Must not know what is sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from mockserver.core.sql import and_, bindparam, col, false, func, select, true, update
from mockserver.core.statements import Command, Query
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapely.accounts.tables import AccountRow
from mockserver.vendors.scrapely.campaigns.service import FAILED, PACE, PENDING, counts
from mockserver.vendors.scrapely.campaigns.tables import CampaignRow, DmJobRow, LaneRow
from mockserver.vendors.scrapely.conversations.tables import SentDmRow

EXHAUSTED = "leads_exhausted"

HELD = 1 << 62
"""A lane's `next_at` while it waits for its account, however long."""


class Lane(NamedTuple):
    """A lane with leads left, and whether its account may send now."""

    campaign_id: str
    account_id: str
    total: int
    done: int
    next_at: int
    can_send: bool


class _Done(NamedTuple):
    done: int
    total: int


_OPEN = Query(
    lambda: (
        select(
            col(LaneRow.campaign_id),
            col(LaneRow.account_id),
            col(LaneRow.total),
            col(LaneRow.done),
            col(LaneRow.next_at),
            and_(
                col(AccountRow.is_active) == true(),
                col(AccountRow.is_paused) == false(),
                col(AccountRow.removed_at).is_(None),
            ).label("can_send"),
        )
        .join(AccountRow, col(AccountRow.id) == col(LaneRow.account_id))
        .where(col(LaneRow.campaign_id) == bindparam("campaign_id"), col(LaneRow.is_done) == false())
        .order_by(col(LaneRow.next_at), col(LaneRow.number))
    ),
    Lane,
)
_PROGRESS = Query(
    lambda: select(func.sum(LaneRow.done), func.sum(LaneRow.total)).where(
        col(LaneRow.campaign_id) == bindparam("campaign_id")
    ),
    _Done,
)
_CAMPAIGNS_OF = Query(
    lambda: (
        select(col(LaneRow.campaign_id))
        .where(col(LaneRow.account_id) == bindparam("account_id"), col(LaneRow.is_done) == false())
        .order_by(col(LaneRow.campaign_id))
    ),
    str,
)
_BUSY_WITH = Query(
    lambda: select(func.count()).where(
        col(LaneRow.account_id) == bindparam("account_id"), col(LaneRow.is_done) == false()
    ),
    int,
)
_FAIL_PENDING = Command(
    lambda: (
        update(DmJobRow)
        .where(
            col(DmJobRow.campaign_id) == bindparam("campaign"),
            col(DmJobRow.account_id) == bindparam("account"),
            col(DmJobRow.status) == PENDING,
        )
        .values(status=FAILED, error=bindparam("reason"), updated_at=bindparam("at"))
    )
)
_CAMPAIGN = Query(lambda: select(CampaignRow).where(col(CampaignRow.id) == bindparam("id")), CampaignRow)
_LAST_SENDER = Query(
    lambda: (
        select(col(AccountRow.handle))
        .join(SentDmRow, col(SentDmRow.account_id) == col(AccountRow.id))
        .where(col(SentDmRow.campaign_id) == bindparam("campaign_id"))
        .order_by(col(SentDmRow.sent_at).desc(), col(SentDmRow.id).desc())
        .limit(1)
    ),
    str,
)
_FIRST_LANE = Query(
    lambda: (
        select(col(AccountRow.handle))
        .join(LaneRow, col(LaneRow.account_id) == col(AccountRow.id))
        .where(col(LaneRow.campaign_id) == bindparam("campaign_id"))
        .order_by(col(LaneRow.number))
        .limit(1)
    ),
    str,
)


def open_of(workspace: Workspace, campaign_id: str) -> list[Lane]:
    """The lanes with leads left, the one that sends next first."""
    return workspace.database.all(_OPEN, campaign_id=campaign_id)


def campaigns_of(workspace: Workspace, account_id: str) -> list[str]:
    """The campaigns in which an account has leads left."""
    return workspace.database.all(_CAMPAIGNS_OF, account_id=account_id)


def campaign(workspace: Workspace, campaign_id: str) -> CampaignRow | None:
    """A campaign by its id."""
    return workspace.database.first(_CAMPAIGN, id=campaign_id)


def progress(workspace: Workspace, campaign_id: str) -> int:
    """How many of a campaign's leads were dealt with, in percent."""
    found = workspace.database.value(_PROGRESS, campaign_id=campaign_id)
    return 100 * found.done // found.total


def move_on(workspace: Workspace, lane: Lane) -> None:
    """One lead of the lane was dealt with.

    Assumption: an account keeps its pace over all its campaigns, so in each of two it sends half as often.
    """
    done = lane.done + 1
    stream = workspace.entropy.stream("scrapely.pace", lane.campaign_id, lane.account_id, done)
    campaigns = workspace.database.value(_BUSY_WITH, account_id=lane.account_id)
    workspace.database.change(
        LaneRow,
        {"campaign_id": lane.campaign_id, "account_id": lane.account_id},
        done=done,
        is_done=done == lane.total,
        next_at=workspace.now() + PACE.next_delay(stream) * campaigns,
    )


def hold(workspace: Workspace, lane: Lane) -> None:
    """Let a lane wait until its account changes."""
    where = {"campaign_id": lane.campaign_id, "account_id": lane.account_id}
    workspace.database.change(LaneRow, where, next_at=HELD)


def restart(workspace: Workspace, account_id: str, campaign_ids: Iterable[str]) -> None:
    """Let lanes that were held, or whose time went by while the account could not send, begin as at a launch."""
    now = workspace.now()
    for campaign_id in campaign_ids:
        for lane in open_of(workspace, campaign_id):
            if lane.account_id == account_id and (lane.next_at < now or lane.next_at == HELD):
                stream = workspace.entropy.stream("scrapely.pace", campaign_id, account_id, "again", lane.done, now)
                workspace.database.change(
                    LaneRow,
                    {"campaign_id": campaign_id, "account_id": account_id},
                    next_at=now + PACE.first_delay(stream),
                )


def close(workspace: Workspace, campaign_id: str, account_id: str, reason: str) -> None:
    """Fail the leads that are left in a lane."""
    workspace.database.run(_FAIL_PENDING, campaign=campaign_id, account=account_id, reason=reason, at=workspace.now())
    for lane in open_of(workspace, campaign_id):
        if lane.account_id == account_id:
            where = {"campaign_id": campaign_id, "account_id": account_id}
            workspace.database.change(LaneRow, where, done=lane.total, is_done=True)


def end(workspace: Workspace, campaign_id: str) -> bool:
    """Write down that no lead is left; False when that was known."""
    found = campaign(workspace, campaign_id)
    if found is None or found.ended_at is not None:
        return False
    return workspace.database.change(CampaignRow, {"id": campaign_id}, ended_at=workspace.now()) > 0


def exhaust(workspace: Workspace, campaign_id: str) -> None:
    """The last lead was dealt with: write that down, and tell receivers once."""
    found = campaign(workspace, campaign_id)
    if found is None or not end(workspace, campaign_id):
        return
    last_sender = workspace.database.first(_LAST_SENDER, campaign_id=campaign_id)
    workspace.webhooks.emit(
        "scrapely",
        EXHAUSTED,
        {
            "campaign_id": campaign_id,
            "campaign_name": found.name,
            "account_handle": last_sender or workspace.database.value(_FIRST_LANE, campaign_id=campaign_id),
            "total_sent": counts(workspace, campaign_id).completed,
        },
    )
