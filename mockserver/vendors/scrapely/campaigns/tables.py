"""DM campaigns, the accounts that send for them, and one row for each lead to write to.

Source: "Launch Campaign", "List Campaigns" and "Campaign Analytics".
"""

from __future__ import annotations

from sqlalchemy import Column, Index
from sqlmodel import JSON, Field, SQLModel


class CampaignRow(SQLModel, table=True):
    """A campaign as launched. `variants` is a list of {message, followups}; `followups` those of all variants."""

    __tablename__ = "scrapely_campaigns"
    __table_args__ = (
        Index("scrapely_campaigns_by_time", "created_at", "id"),
        Index("scrapely_campaigns_by_name", "name"),
    )

    id: str = Field(primary_key=True)
    name: str
    variants: list[dict[str, object]] = Field(sa_column=Column(JSON, nullable=False))
    followups: list[dict[str, object]] = Field(sa_column=Column(JSON, nullable=False))
    enable_follow: bool = False
    enable_like: bool = False
    enable_comment: bool = False
    comment_template: str | None = None
    exhausted_at: int | None = None
    created_at: int


class LaneRow(SQLModel, table=True):
    """One account's share of a campaign; `next_at` is when it sends its next DM."""

    __tablename__ = "scrapely_lanes"
    __table_args__ = (Index("scrapely_lanes_by_account", "account_id"),)

    campaign_id: str = Field(primary_key=True)
    account_id: str = Field(primary_key=True)
    number: int
    next_at: int
    is_done: bool = False


class DmJobRow(SQLModel, table=True):
    """One lead of a campaign: pending, completed (sent) or failed; and what the lead answered first."""

    __tablename__ = "scrapely_dm_jobs"
    __table_args__ = (
        Index("scrapely_dm_jobs_by_lane", "campaign_id", "account_id", "status", "number"),
        Index("scrapely_dm_jobs_by_account", "account_id", "status", "sent_at"),
        Index("scrapely_dm_jobs_by_conversation", "conversation_id"),
    )

    id: str = Field(primary_key=True)
    campaign_id: str
    account_id: str
    number: int
    """The order of sending within the campaign."""
    lead_id: int
    user_id: str
    handle: str
    variant: int
    status: str
    error: str | None = None
    conversation_id: str | None = None
    sent_at: int | None = None
    followups_sent: int = 0
    replied_at: int | None = None
    sentiment: str | None = None
