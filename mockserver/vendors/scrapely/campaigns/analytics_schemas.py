"""The answer to GET /campaigns/analytics. Source: "Campaign Analytics" and the vendor's OpenAPI document."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

from mockserver.vendors.scrapely.fields import Address, Moment, Uuid


class DateRange(TypedDict):
    """The window that was asked for."""

    start_date: Moment | None
    end_date: Moment | None


class Sentiment(TypedDict):
    """Replies by how they sound."""

    positive: int
    negative: int
    neutral: int


class SentimentWithTotal(Sentiment):
    """Replies by how they sound, and all of them."""

    total: int


class AccountStats(TypedDict):
    """What an account did; rates in percent."""

    id: Uuid
    handle: str
    name: str
    profile_image_url: Address
    is_paused: bool
    dms_sent: int
    dms_sent_24hrs: int
    replies_24hrs: int
    positive_replies_24hrs: int
    responses: int
    response_rate: float
    pending_count: int
    sentiment: Sentiment


class CampaignStats(TypedDict):
    """What an account did for a campaign; `progress` and the rate in percent."""

    account_id: Uuid
    account_handle: str
    campaign_name: str
    total: int
    completed: int
    pending: int
    failed: int
    remaining: int
    progress: int
    reply_count: int
    response_rate: float


class CampaignSentiment(TypedDict):
    """How a campaign's replies to an account sound."""

    campaign_name: str
    account_id: Uuid
    sentiment: SentimentWithTotal
    reply_count: int


class VariantStats(TypedDict):
    """How a message variant did; the rate in percent."""

    message: str
    sent: int
    replied: int
    reply_rate: float


class CampaignVariants(TypedDict):
    """How a campaign's variants did for an account."""

    campaign_name: str
    account_id: Uuid
    variants: list[VariantStats]


class CampaignReply(TypedDict):
    """A lead that answered, and the DM job that made him."""

    conversation_id: str
    replier_handle: str
    sentiment: str
    dm_job_id: Uuid


class CampaignReplies(TypedDict):
    """Who answered a campaign, by account."""

    campaign_name: str
    account_id: Uuid
    replies: list[CampaignReply]


class FollowupSettings(TypedDict):
    """A follow-up as launched."""

    wait_time: float
    wait_unit: str
    message: str


class VariantSettings(TypedDict):
    """A message variant as launched."""

    message: str
    followups: list[FollowupSettings]


class EngagementActions(TypedDict):
    """What is done before a DM."""

    enable_follow: bool
    enable_like: bool
    enable_comment: bool
    comment_template: str | None


class CampaignSettings(TypedDict):
    """A campaign as launched."""

    campaign_name: str
    message_variants: list[VariantSettings]
    followups: list[FollowupSettings]
    engagement_actions: EngagementActions


class Totals(TypedDict):
    """Everything together."""

    dms_sent: int
    dms_sent_24hrs: int
    replies_24hrs: int
    positive_replies_24hrs: int
    responses: int
    response_rate: float
    positive: int
    negative: int
    neutral: int


class CampaignAnalytics(TypedDict):
    """The whole answer; `date_range` only where a date was asked for."""

    date_range: NotRequired[DateRange]
    accounts: list[AccountStats]
    campaigns: list[CampaignStats]
    campaignSentimentStats: list[CampaignSentiment]
    campaignVariantStats: list[CampaignVariants]
    campaignReplies: list[CampaignReplies]
    campaignSettings: list[CampaignSettings]
    totals: Totals
