"""Campaigns. Source: "GET /api/v1/campaigns" and "POST /api/v1/campaigns"."""

from __future__ import annotations

from typing import Any

from mockserver.core.tables import Index, Row, column


class CampaignRow(Row):
    """A campaign; `targeting` and `templates` are kept as they were sent, `number` counts campaigns.

    `search_offset` is how far the extension has read the search's results, `pages_read` how often it looked.
    """

    __tablename__ = "socialscalr_campaigns"
    __table_args__ = (Index("socialscalr_campaigns_by_number", "number"),)

    id: str = column(primary_key=True)
    number: int
    name: str
    status: str
    search_url: str | None = None
    targeting: dict[str, Any]
    templates: dict[str, Any]
    leads_count: int = 0
    invited_count: int = 0
    accepted_count: int = 0
    messaged_count: int = 0
    search_offset: int = 0
    pages_read: int = 0
    created_at: int
    updated_at: int
