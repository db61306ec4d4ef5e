"""Adding and listing leads. Must not know the wire, nor who writes to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from mockserver.core.settings import Progression
from mockserver.core.sql import Select, bindparam, col, select
from mockserver.core.statements import Query
from mockserver.engine.workspace import Workspace
from mockserver.vendors.socialscalr.campaigns import service as campaigns
from mockserver.vendors.socialscalr.campaigns.tables import CampaignRow
from mockserver.vendors.socialscalr.errors import not_found
from mockserver.vendors.socialscalr.leads import pace, profiles
from mockserver.vendors.socialscalr.leads.schemas import LeadSource, LeadStatus, NewLead
from mockserver.vendors.socialscalr.leads.tables import LeadRow
from mockserver.world.person import Person


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may become a lead."""

    profile_url: str
    name: str
    title: str | None = None
    headline: str | None = None
    company: str | None = None
    location: str | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """Leads that were added, and how many were leads of the campaign already."""

    rows: list[LeadRow]
    skipped: int


def _listed(*, by_campaign: bool, by_status: bool) -> Query[LeadRow]:
    """The list with the filters asked for, each condition in the statement only where it is, so indexes serve it."""

    def build() -> Select[Any]:
        conditions = [
            *([col(LeadRow.campaign_id) == bindparam("campaign_id")] if by_campaign else []),
            *([col(LeadRow.status) == bindparam("status")] if by_status else []),
        ]
        return select(LeadRow).where(*conditions).order_by(col(LeadRow.number).desc()).limit(bindparam("limit"))

    return Query(build, LeadRow)


_LISTS: Mapping[tuple[bool, bool], Query[LeadRow]] = {
    (by_campaign, by_status): _listed(by_campaign=by_campaign, by_status=by_status)
    for by_campaign, by_status in product((False, True), repeat=2)
}
_ONE = Query(lambda: select(LeadRow).where(col(LeadRow.id) == bindparam("id")), LeadRow)
_KNOWN = Query(
    lambda: select(col(LeadRow.id)).where(
        col(LeadRow.campaign_id) == bindparam("campaign_id"), col(LeadRow.profile_key) == bindparam("profile_key")
    ),
    str,
)


def newest(workspace: Workspace, *, campaign_id: str | None, status: str | None, limit: int) -> list[LeadRow]:
    """Leads that fit, the most recent first.

    Assumption: an unknown campaign or status fits no lead, so the list is empty.
    """
    filters: dict[str, object] = {"limit": limit}
    if campaign_id is not None:
        filters["campaign_id"] = campaign_id
        if workspace.settings.pace(campaigns.OUTREACH) is Progression.POLLS:
            workspace.jobs.polled(campaign_id)
    if status is not None:
        filters["status"] = status
    return workspace.database.all(_LISTS[campaign_id is not None, status is not None], **filters)


def find(workspace: Workspace, lead_id: str) -> LeadRow | None:
    """The lead of that id."""
    return workspace.database.first(_ONE, id=lead_id)


def require_campaign(workspace: Workspace, campaign_id: str) -> CampaignRow:
    """The campaign of that id; 404 where there is none, whatever the id looks like."""
    campaign = campaigns.find(workspace, campaign_id)
    if campaign is None:
        raise not_found("Campaign not found")
    return campaign


def add(workspace: Workspace, campaign: CampaignRow, candidates: Iterable[Candidate], source: LeadSource) -> Added:
    """Make leads of those who are not the campaign's yet, also within this call; the worker invites them over time."""
    now = workspace.now()
    rows: list[LeadRow] = []
    skipped = 0
    for candidate in candidates:
        key = profiles.profile_key(candidate.profile_url)
        if workspace.database.first(_KNOWN, campaign_id=campaign.id, profile_key=key) is not None:
            skipped += 1
            continue
        first_name, _, last_name = candidate.name.strip().partition(" ")
        rows.append(
            workspace.database.insert(
                LeadRow,
                id=workspace.ids.uuid("socialscalr.lead"),
                number=workspace.ids.number("socialscalr.leads"),
                campaign_id=campaign.id,
                name=candidate.name,
                first_name=first_name,
                last_name=last_name.strip(),
                title=candidate.title,
                headline=candidate.headline,
                company=candidate.company,
                location=candidate.location,
                profile_url=candidate.profile_url,
                profile_key=key,
                status=LeadStatus.PENDING.value,
                source=source.value,
                created_at=now,
                updated_at=now,
            )
        )
    if rows:
        campaigns.count(workspace, campaign.id, leads=len(rows))
        pace.go_on(workspace, campaign.id)
    return Added(rows, skipped)


def named(workspace: Workspace, lead: NewLead) -> Candidate:
    """Somebody whom a client names; without a name it is that of the profile."""
    name = lead.name
    if name is None:
        person = profiles.person_of(workspace.world.people, lead.profile_url)
        name = profiles.slug(lead.profile_url) or lead.profile_url if person is None else person.name
    return Candidate(lead.profile_url, name, lead.title, location=lead.location)


def scraped(person: Person) -> Candidate:
    """Somebody of the world, as the extension reads his profile."""
    return Candidate(
        profiles.address(person),
        person.name,
        person.job_title,
        f"{person.job_title} at {person.company}",
        person.company,
        person.location or None,
    )


def addressee(workspace: Workspace, lead: LeadRow) -> Person | None:
    """The lead as somebody who can be written to: what is stored of him wins; None where there is no such profile."""
    person = profiles.person_of(workspace.world.people, lead.profile_url)
    if person is None:
        return None
    return replace(
        person,
        name=lead.name,
        first_name=lead.first_name,
        last_name=lead.last_name,
        job_title=lead.title or person.job_title,
        company=lead.company or person.company,
        location=lead.location or person.location,
    )
