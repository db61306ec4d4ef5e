"""Creating, listing and counting campaigns. Must not know the wire, nor what a step of their jobs does."""

from __future__ import annotations

from mockserver.core.settings import Progression
from mockserver.core.sql import bindparam, col, select, update
from mockserver.core.statements import Command, Query
from mockserver.core.times import MINUTE
from mockserver.engine.workspace import Workspace
from mockserver.vendors.socialscalr.campaigns.schemas import CampaignStatus, CreateCampaignRequest
from mockserver.vendors.socialscalr.campaigns.tables import CampaignRow

OUTREACH, EXTENSION = "linkedin_outreach", "linkedin_extension"
"""The jobs of a campaign: inviting its leads, and adding those that its search finds."""

LISTED = 200

_NEWEST = Query(lambda: select(CampaignRow).order_by(col(CampaignRow.number).desc()).limit(LISTED), CampaignRow)
_ONE = Query(lambda: select(CampaignRow).where(col(CampaignRow.id) == bindparam("id")), CampaignRow)
_COUNT = Command(
    lambda: (
        update(CampaignRow)
        .where(col(CampaignRow.id) == bindparam("campaign_id"))
        .values(
            leads_count=col(CampaignRow.leads_count) + bindparam("leads"),
            invited_count=col(CampaignRow.invited_count) + bindparam("invited"),
            accepted_count=col(CampaignRow.accepted_count) + bindparam("accepted"),
            messaged_count=col(CampaignRow.messaged_count) + bindparam("messaged"),
            updated_at=bindparam("now"),
        )
    )
)


def newest(workspace: Workspace) -> list[CampaignRow]:
    """The newest campaigns; where looks move jobs on, this is a look at each."""
    rows = workspace.database.all(_NEWEST)
    if Progression.POLLS in (workspace.settings.pace(OUTREACH), workspace.settings.pace(EXTENSION)):
        for row in rows:
            workspace.jobs.polled(extension_job(row.id))
            workspace.jobs.polled(row.id)
        rows = workspace.database.all(_NEWEST)
    return rows


def find(workspace: Workspace, campaign_id: str) -> CampaignRow | None:
    """The campaign of that id."""
    return workspace.database.first(_ONE, id=campaign_id)


def create(workspace: Workspace, request: CreateCampaignRequest) -> CampaignRow:
    """Write a campaign down and start its workers.

    Assumption: the extension adds leads to a campaign that has a search_url or titleKeywords, without being asked.
    """
    now = workspace.now()
    targeting = request.targeting
    row = workspace.database.insert(
        CampaignRow,
        id=workspace.ids.uuid("socialscalr.campaign"),
        number=workspace.ids.number("socialscalr.campaigns"),
        name=request.name,
        status=CampaignStatus.ACTIVE.value,
        search_url=request.search_url,
        targeting={} if targeting is None else targeting.model_dump(by_alias=True, exclude_unset=True),
        templates=request.templates or {},
        created_at=now,
        updated_at=now,
    )
    if row.search_url is not None or row.targeting.get("titleKeywords"):
        delay = workspace.entropy.stream("socialscalr.extension", row.id).between(2 * MINUTE, 8 * MINUTE)
        workspace.jobs.create(EXTENSION, extension_job(row.id), row.name, delay_ms=delay)
    delay = workspace.entropy.stream("socialscalr.outreach", row.id).between(5 * MINUTE, 15 * MINUTE)
    workspace.jobs.create(OUTREACH, row.id, row.name, delay_ms=delay)
    return row


def pause(workspace: Workspace, campaign_id: str) -> None:
    """Let a campaign write to nobody any more; leads that were invited may still answer."""
    workspace.database.change(
        CampaignRow, {"id": campaign_id}, status=CampaignStatus.PAUSED.value, updated_at=workspace.now()
    )


def count(
    workspace: Workspace, campaign_id: str, *, leads: int = 0, invited: int = 0, accepted: int = 0, messaged: int = 0
) -> None:
    """Add to a campaign's numbers."""
    workspace.database.run(
        _COUNT,
        campaign_id=campaign_id,
        leads=leads,
        invited=invited,
        accepted=accepted,
        messaged=messaged,
        now=workspace.now(),
    )


def extension_job(campaign_id: str) -> str:
    """The id of the job in which the extension works for a campaign; the outreach job has the campaign's own."""
    return f"extension-{campaign_id}"
