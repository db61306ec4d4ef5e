"""The two workers of a campaign: outreach sends an invitation a step, the extension reads a page a step."""

from __future__ import annotations

from functools import partial

from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.core.times import MINUTE
from mockserver.engine.jobs import Done, JobKind, Outcome, Park, Wait
from mockserver.engine.workspace import Workspace
from mockserver.vendors.socialscalr.campaigns import service as campaigns
from mockserver.vendors.socialscalr.campaigns.schemas import CampaignStatus
from mockserver.vendors.socialscalr.leads import extension, outreach, pace
from mockserver.vendors.socialscalr.leads.schemas import LeadStatus
from mockserver.vendors.socialscalr.leads.tables import LeadRow

# Assumption: the extension reads five pages of ten people, one every one to three minutes.
PAGES = 5
_PAGE_DELAY = (MINUTE, 3 * MINUTE)

_NEXT = Query(
    lambda: (
        select(LeadRow)
        .where(col(LeadRow.campaign_id) == bindparam("campaign_id"), col(LeadRow.status) == LeadStatus.PENDING.value)
        .order_by(col(LeadRow.number))
        .limit(1)
    ),
    LeadRow,
)


def kinds(workspace: Workspace) -> tuple[JobKind, JobKind]:
    """The kinds of job, bound to a workspace."""
    return (
        JobKind(
            campaigns.OUTREACH,
            "socialscalr",
            partial(invite_next, workspace),
            partial(stop_outreach, workspace),
            "LinkedIn session expired",
        ),
        JobKind(
            campaigns.EXTENSION,
            "socialscalr",
            partial(read_next, workspace),
            partial(stop_extension, workspace),
            "The extension was closed",
        ),
    )


def next_pending(workspace: Workspace, campaign_id: str) -> LeadRow | None:
    """The lead of a campaign who is invited next."""
    return workspace.database.first(_NEXT, campaign_id=campaign_id)


def invite_next(workspace: Workspace, campaign_id: str) -> Outcome:
    """Invite the next lead; with nobody left the job waits until leads are added."""
    campaign = campaigns.find(workspace, campaign_id)
    if campaign is None or campaign.status != CampaignStatus.ACTIVE:
        return Park()
    lead = next_pending(workspace, campaign_id)
    if lead is not None:
        outreach.invite(workspace, campaign, lead)
    if next_pending(workspace, campaign_id) is None:
        return Park()
    progress = 100 * (campaign.invited_count + 1) // max(1, campaign.leads_count)
    return Wait(pace.next_delay(workspace, campaign_id), min(99, progress))


def stop_outreach(workspace: Workspace, campaign_id: str, error: str) -> None:
    """Pause the campaign: its worker failed, and leads that are pending stay so."""
    campaigns.pause(workspace, campaign_id)


def read_next(workspace: Workspace, job_id: str) -> Outcome:
    """Read the next page of the campaign's search."""
    campaign = campaigns.find(workspace, job_id.removeprefix(campaigns.extension_job("")))
    if campaign is None or campaign.status != CampaignStatus.ACTIVE:
        return Done()
    page = extension.read_page(workspace, campaign)
    read = campaign.pages_read + 1
    if read >= PAGES or not page.is_full:
        return Done()
    stream = workspace.entropy.stream("socialscalr.page", campaign.id, read)
    return Wait(stream.between(*_PAGE_DELAY), 100 * read // PAGES)


def stop_extension(workspace: Workspace, job_id: str, error: str) -> None:
    """Nothing to take back: the leads found so far are the campaign's."""
