"""When a campaign sends its next invitation: at a person's pace, so many a day. Must not know what is sent."""

from __future__ import annotations

from mockserver.core.sql import bindparam, col, func, select
from mockserver.core.statements import Query
from mockserver.core.times import DAY, HOUR, MINUTE, Millis
from mockserver.engine.job_rows import PARKED
from mockserver.engine.workspace import Workspace
from mockserver.vendors.socialscalr.leads.tables import LeadRow

# Assumption: a campaign sends at most 20 invitations a day (UTC), one every 12 to 40 minutes.
INVITATIONS_A_DAY = 20
_GAP = (12 * MINUTE, 40 * MINUTE)
_MORNING = (8 * HOUR, 9 * HOUR)
"""When the next day's first invitation goes out after a day whose share was used up."""

_SINCE = Query(
    lambda: (
        select(func.count())
        .select_from(LeadRow)
        .where(col(LeadRow.campaign_id) == bindparam("campaign_id"), col(LeadRow.invited_at) >= bindparam("since"))
    ),
    int,
)


def next_delay(workspace: Workspace, campaign_id: str) -> Millis:
    """How long until the campaign may send its next invitation."""
    now = workspace.now()
    today = now - now % DAY
    sent = workspace.database.value(_SINCE, campaign_id=campaign_id, since=today)
    stream = workspace.entropy.stream("socialscalr.pace", campaign_id, today, sent)
    delay = stream.between(*_GAP)
    if sent < INVITATIONS_A_DAY and now + delay < today + DAY:
        return delay
    return today + DAY + stream.between(*_MORNING) - now


def go_on(workspace: Workspace, campaign_id: str) -> None:
    """Wake a campaign that had nobody left to invite."""
    job = workspace.jobs.find(campaign_id)
    if job is not None and job.status == PARKED:
        workspace.jobs.wake(campaign_id, delay_ms=next_delay(workspace, campaign_id))
