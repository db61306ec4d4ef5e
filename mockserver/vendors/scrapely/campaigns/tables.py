"""DM campaigns, the accounts that send for them, and one row for each lead to write to.

Source: "Launch Campaign", "List Campaigns" and "Campaign Analytics".
"""

from __future__ import annotations

from mockserver.core.tables import Index, Row, column


class CampaignRow(Row):
    """A campaign as launched. `variants` is a list of {message, followups}; `followups` those of all variants."""

    __tablename__ = "scrapely_campaigns"
    __table_args__ = (
        Index("scrapely_campaigns_by_time", "created_at", "id"),
        Index("scrapely_campaigns_by_name", "name"),
    )

    id: str = column(primary_key=True)
    name: str
    variants: list[dict[str, object]]
    followups: list[dict[str, object]]
    enable_follow: bool = False
    enable_like: bool = False
    enable_comment: bool = False
    comment_template: str | None = None
    ended_at: int | None = None
    """When no lead was left to write to."""
    created_at: int


class LaneRow(Row):
    """One account's share of a campaign; `next_at` is when it sends its next DM.

    `done` of `total` leads were dealt with, whether their DM was sent or failed.
    """

    __tablename__ = "scrapely_lanes"
    __table_args__ = (Index("scrapely_lanes_by_account", "account_id", "is_done"),)

    campaign_id: str = column(primary_key=True)
    account_id: str = column(primary_key=True)
    number: int
    total: int
    done: int = 0
    next_at: int
    is_done: bool = False


class DmJobRow(Row):
    """One lead of a campaign: pending, completed (sent) or failed; and what the lead answered first."""

    __tablename__ = "scrapely_dm_jobs"
    __table_args__ = (
        Index("scrapely_dm_jobs_by_lane", "campaign_id", "account_id", "status", "number"),
        Index("scrapely_dm_jobs_counts", "campaign_id", "account_id", "variant", "status", "updated_at"),
        Index("scrapely_dm_jobs_by_reply", "campaign_id", "replied_at", "account_id", "variant", "sentiment"),
        Index("scrapely_dm_jobs_by_conversation", "conversation_id", "account_id", "sent_at"),
        Index("scrapely_dm_jobs_held", "held_followup", "account_id"),
    )

    id: str = column(primary_key=True)
    campaign_id: str
    account_id: str
    number: int
    """The order of sending within the campaign."""
    lead_id: int | None = None
    """The lead as scraped; None for one that a fixture wrote down without a source."""
    user_id: str
    handle: str
    variant: int
    status: str
    error: str | None = None
    conversation_id: str | None = None
    sent_at: int | None = None
    updated_at: int
    """When it was launched, then when it was sent or failed: what date filters look at."""
    followups_sent: int = 0
    held_followup: int | None = None
    """The place of a follow-up that is due but waits until the account may send again."""
    replied_at: int | None = None
    sentiment: str | None = None
