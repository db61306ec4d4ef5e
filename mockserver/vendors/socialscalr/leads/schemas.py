"""What the lead endpoints take and give. Source: "GET /api/v1/leads" and "POST /api/v1/leads"."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import PageSize, QueryParams, RequestBody
from mockserver.vendors.socialscalr.fields import Address, Moment, ShortText, Url, Uuid

LONGEST_TEXT = 300
MOST_AT_ONCE = 1_000


class LeadStatus(StrEnum):
    """Where a lead stands. Assumption: these are the names; the document has none."""

    PENDING = "pending"
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    MESSAGED = "messaged"
    FAILED = "failed"


class LeadSource(StrEnum):
    """Who added a lead."""

    API = "api"
    EXTENSION = "extension"


class NewLead(RequestBody):
    """A lead to add. Assumption: only profileUrl is required; without a name it is the profile's."""

    profile_url: Address = Field(
        alias="profileUrl", description="The LinkedIn profile", examples=["https://www.linkedin.com/in/ada/"]
    )
    name: ShortText | None = Field(None, description="Full name", examples=["Ada Lovelace"])
    title: str | None = Field(None, max_length=LONGEST_TEXT, description="Job title", examples=["Founder"])
    location: str | None = Field(None, max_length=LONGEST_TEXT, description="Where the lead is", examples=["London"])


class AddLeadsRequest(RequestBody):
    """Leads for a campaign. Assumption: from 1 to 1,000 leads fit into a request."""

    campaign_id: Uuid = Field(alias="campaignId", description="The campaign to add to")
    leads: list[NewLead] = Field(min_length=1, max_length=MOST_AT_ONCE, description="The leads to add")


class ListLeadsQuery(QueryParams):
    """Which leads are asked for: "All filters optional. Default limit 100, max 500"."""

    campaign_id: Uuid | None = Field(None, alias="campaignId", description="Only those of this campaign")
    status: str | None = Field(
        None, description=f"Only those with this status: {', '.join(LeadStatus)}", examples=["pending"]
    )
    limit: PageSize = Field(100, description="How many, at most 500")


class Lead(TypedDict):
    """A lead as stored."""

    id: Uuid
    campaign_id: Uuid
    name: str
    first_name: str
    last_name: str
    title: str | None
    headline: str | None
    company: str | None
    location: str | None
    profile_url: Url
    status: LeadStatus
    source: LeadSource
    messages_sent: int
    invited_at: Moment | None
    responded_at: Moment | None
    messaged_at: Moment | None
    created_at: Moment
    updated_at: Moment


class LeadList(TypedDict):
    """The newest leads that fit."""

    leads: list[Lead]


class LeadsAdded(TypedDict):
    """How many leads were added and how many were there already, and those that were added."""

    inserted: int
    skipped: int
    leads: list[Lead]
