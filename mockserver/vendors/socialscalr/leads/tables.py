"""Leads. Source: "GET /api/v1/leads" and "POST /api/v1/leads"."""

from __future__ import annotations

from mockserver.core.tables import Index, Row, Unique, column


class LeadRow(Row):
    """A lead of a campaign; `profile_key` is what tells duplicates, `number` counts leads.

    `messages_sent` is how many follow-ups went out.
    """

    __tablename__ = "socialscalr_leads"
    __table_args__ = (
        Unique("campaign_id", "profile_key"),
        Index("socialscalr_leads_by_number", "number"),
        Index("socialscalr_leads_by_campaign", "campaign_id", "number"),
        Index("socialscalr_leads_by_status", "status", "number"),
        Index("socialscalr_leads_by_campaign_status", "campaign_id", "status", "number"),
        Index("socialscalr_leads_by_invitation", "campaign_id", "invited_at"),
    )

    id: str = column(primary_key=True)
    number: int
    campaign_id: str
    name: str
    first_name: str
    last_name: str
    title: str | None = None
    headline: str | None = None
    company: str | None = None
    location: str | None = None
    profile_url: str
    profile_key: str
    status: str
    source: str
    messages_sent: int = 0
    invited_at: int | None = None
    responded_at: int | None = None
    messaged_at: int | None = None
    created_at: int
    updated_at: int
