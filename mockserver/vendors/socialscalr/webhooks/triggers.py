"""Events made to happen by a tester: the real thing happens, and the webhook follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from mockserver.contract import Trigger
from mockserver.core.errors import ApiError
from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.engine.workspace import Workspace
from mockserver.vendors.socialscalr.campaigns import service as campaigns
from mockserver.vendors.socialscalr.campaigns.schemas import CampaignStatus
from mockserver.vendors.socialscalr.campaigns.tables import CampaignRow
from mockserver.vendors.socialscalr.comments import service as comments
from mockserver.vendors.socialscalr.errors import bad_request
from mockserver.vendors.socialscalr.leads import extension, outreach
from mockserver.vendors.socialscalr.leads import service as leads
from mockserver.vendors.socialscalr.leads.schemas import LeadStatus
from mockserver.vendors.socialscalr.leads.tables import LeadRow
from mockserver.vendors.socialscalr.posts import jobs as publishing
from mockserver.vendors.socialscalr.posts import service as posts
from mockserver.vendors.socialscalr.posts.schemas import PostStatus

_SOMEWHERE = "https://www.linkedin.com/feed/update/urn:li:activity:7100000000000000000/"
_PRAISE = "Great point, thanks for sharing this."

_NEWEST_CAMPAIGN = Query(
    lambda: (
        select(CampaignRow)
        .where(col(CampaignRow.status) == CampaignStatus.ACTIVE.value)
        .order_by(col(CampaignRow.number).desc())
        .limit(1)
    ),
    CampaignRow,
)
_OLDEST_LEAD = Query(
    lambda: select(LeadRow).where(col(LeadRow.status) == bindparam("status")).order_by(col(LeadRow.number)).limit(1),
    LeadRow,
)


def _impossible(message: str) -> NoReturn:
    raise ApiError(409, "conflict", message)


def _read(data: Mapping[str, Any], *known: str) -> dict[str, str]:
    """The values by name, all text; 400 for a name that the event does not know."""
    for name, value in data.items():
        if name not in known:
            raise bad_request(f"data.{name} is unknown; there are {', '.join(known)}")
        if not isinstance(value, str) or not value.strip():
            raise bad_request(f"data.{name} must be a text")
    return dict(data)


def _campaign(workspace: Workspace, campaign_id: str | None) -> CampaignRow:
    """The campaign of that id, or the newest active one."""
    if campaign_id is None:
        found = workspace.database.first(_NEWEST_CAMPAIGN)
    else:
        found = campaigns.find(workspace, campaign_id)
    if found is None:
        _impossible("There is no such campaign: create one with POST /campaigns first")
    return found


def leads_scraped(workspace: Workspace, data: Mapping[str, Any]) -> None:
    """Let the extension read one more page: of the campaign `campaign_id`, or of the newest one."""
    campaign = _campaign(workspace, _read(data, "campaign_id").get("campaign_id"))
    if not extension.read_page(workspace, campaign).inserted:
        _impossible("The search finds nobody new whose title fits: create a campaign with other titleKeywords first")


def _lead(workspace: Workspace, lead_id: str | None, *statuses: LeadStatus) -> LeadRow | None:
    """The lead of that id if its status is one of these, or the oldest one that has the first of them that any has."""
    if lead_id is not None:
        found = leads.find(workspace, lead_id)
        return found if found is not None and found.status in statuses else None
    oldest = (workspace.database.first(_OLDEST_LEAD, status=status.value) for status in statuses)
    return next((found for found in oldest if found is not None), None)


def lead_invited(workspace: Workspace, data: Mapping[str, Any]) -> None:
    """Invite a lead who is pending: `lead_id`, or the one who waits longest."""
    lead_id = _read(data, "lead_id").get("lead_id")
    lead = _lead(workspace, lead_id, LeadStatus.PENDING)
    if lead is None:
        _impossible("There is no such pending lead: add one with POST /leads first")
    outreach.invite(workspace, _campaign(workspace, lead.campaign_id), lead)
    found = leads.find(workspace, lead.id)
    if found is not None and found.status == LeadStatus.FAILED:
        _impossible(f"{lead.profile_url} does not exist: add another lead with POST /leads first")


def lead_messaged(workspace: Workspace, data: Mapping[str, Any]) -> None:
    """Send a lead the next follow-up: `lead_id`, or one who accepted; somebody invited accepts on the way."""
    lead_id = _read(data, "lead_id").get("lead_id")
    lead = _lead(workspace, lead_id, LeadStatus.ACCEPTED, LeadStatus.INVITED, LeadStatus.MESSAGED)
    if lead is None:
        _impossible("There is no such invited lead: add one with POST /leads and trigger lead.invited first")
    if lead.status == LeadStatus.INVITED:
        workspace.scheduler.cancel(outreach.ANSWER, lead.id)
        lead = outreach.accept(workspace, lead)
    outreach.message(workspace, _campaign(workspace, lead.campaign_id), lead)


def post_published(workspace: Workspace, data: Mapping[str, Any]) -> None:
    """Publish a scheduled post now: `post_id`, or the one that is due next."""
    post_id = _read(data, "post_id").get("post_id")
    post = posts.next_due(workspace) if post_id is None else posts.find(workspace, post_id)
    if post is None or post.status != PostStatus.SCHEDULED:
        _impossible("There is no such scheduled post: schedule one with POST /posts first")
    publishing.publish(workspace, post)
    workspace.jobs.finish(post.id)


def comment_posted(workspace: Workspace, data: Mapping[str, Any]) -> None:
    """Post the approved comment that is due next; with `content` or `post_url`, or without any, a new one."""
    values = _read(data, "content", "post_url")
    comment = None if values else comments.next_due(workspace)
    if comment is None:
        content, url = values.get("content", _PRAISE), values.get("post_url", _SOMEWHERE)
        comment = comments.approve(workspace, content, url, delay_ms=0)
    comments.step(workspace, comment.id)
    workspace.jobs.finish(comment.id)


TRIGGERS: Mapping[str, Trigger] = {
    extension.SCRAPED: leads_scraped,
    outreach.INVITED: lead_invited,
    outreach.MESSAGED: lead_messaged,
    publishing.PUBLISHED: post_published,
    comments.POSTED: comment_posted,
}
