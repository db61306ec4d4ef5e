"""Leads as the API and the events show them. Pure: row in, wire shape out."""

from __future__ import annotations

from mockserver.core.times import Instant, iso_s
from mockserver.vendors.socialscalr.leads.schemas import Lead, LeadSource, LeadStatus
from mockserver.vendors.socialscalr.leads.tables import LeadRow


def lead(row: LeadRow) -> Lead:
    """A lead as stored, in snake case."""
    return {
        "id": row.id,
        "campaign_id": row.campaign_id,
        "name": row.name,
        "first_name": row.first_name,
        "last_name": row.last_name,
        "title": row.title,
        "headline": row.headline,
        "company": row.company,
        "location": row.location,
        "profile_url": row.profile_url,
        "status": LeadStatus(row.status),
        "source": LeadSource(row.source),
        "messages_sent": row.messages_sent,
        "invited_at": _moment(row.invited_at),
        "responded_at": _moment(row.responded_at),
        "messaged_at": _moment(row.messaged_at),
        "created_at": iso_s(row.created_at),
        "updated_at": iso_s(row.updated_at),
    }


def _moment(at: Instant | None) -> str | None:
    return None if at is None else iso_s(at)
