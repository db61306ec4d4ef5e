"""Campaigns as the API shows them. Pure: row in, wire shape out."""

from __future__ import annotations

from mockserver.core.times import iso_s
from mockserver.vendors.socialscalr.campaigns.schemas import Campaign, CampaignStatus
from mockserver.vendors.socialscalr.campaigns.tables import CampaignRow


def campaign(row: CampaignRow) -> Campaign:
    """A campaign as stored, in snake case."""
    return {
        "id": row.id,
        "name": row.name,
        "status": CampaignStatus(row.status),
        "search_url": row.search_url,
        "targeting": row.targeting,
        "templates": row.templates,
        "leads_count": row.leads_count,
        "invited_count": row.invited_count,
        "accepted_count": row.accepted_count,
        "messaged_count": row.messaged_count,
        "created_at": iso_s(row.created_at),
        "updated_at": iso_s(row.updated_at),
    }
