"""What clients send and get of campaigns. Source: "Launch Campaign" and "List Campaigns"."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import Offset, PageSize, QueryParams, RequestBody
from mockserver.vendors.scrapely.conversations.schemas import MessageText
from mockserver.vendors.scrapely.fields import Text, Uuid

PAGE_SIZE = 20
MAX_PAGE_SIZE = 100
MAX_LEADS = 25_000
MAX_VARIANTS = 5

WaitUnit = Literal["hours", "days", "weeks"]


class FollowupInput(RequestBody):
    """A further message to a lead that has not answered."""

    # Assumption: a wait of more than 10,000 units is refused.
    wait_time: Annotated[float, Field(gt=0, le=10_000)] = Field(description="How long to wait after the last message")
    wait_unit: WaitUnit = Field(description="Unit of wait_time: hours, days or weeks")
    message: MessageText = Field(description="MessageText text")


class VariantInput(RequestBody):
    """One of the messages that are tried against each other."""

    message: MessageText = Field(description="MessageText text (supports {{firstName}})")
    followups: list[FollowupInput] = Field(default_factory=list, description="Follow-ups of this variant")


class LaunchCampaignRequest(RequestBody):
    """The body of POST /campaigns; either `message` or `message_variants` is required."""

    name: Text = Field(description="Campaign name")
    message: MessageText | None = Field(None, description="MessageText text (supports {{firstName}})")
    message_variants: list[VariantInput] | None = Field(
        None, description="MessageText variants for A/B testing (max 5)", min_length=1, max_length=MAX_VARIANTS
    )
    lead_source_ids: list[Uuid] = Field(description="Lead sources to target", min_length=1)
    account_ids: list[Uuid] | None = Field(
        None, description="Accounts to send from (defaults to all that can send)", min_length=1
    )
    followups: list[FollowupInput] = Field(
        default_factory=list, description="Follow-ups of every variant that has none of its own"
    )
    # Assumption: more than the documented maximum is refused; only the size of a page is clamped.
    max_leads: Annotated[int, Field(ge=1, le=MAX_LEADS)] | None = Field(
        None, description="Maximum leads to target (max 25,000)"
    )
    enable_follow: bool = Field(False, description="Follow the lead's profile before the DM")
    enable_like: bool = Field(False, description="Like the lead's recent post before the DM")
    enable_comment: bool = Field(False, description="Comment on the lead's post before the DM")
    comment_template: str | None = Field(None, description="Template of the comments (supports {{topic}})")


class CampaignsQuery(QueryParams):
    """The query of GET /campaigns."""

    limit: PageSize = Field(PAGE_SIZE, description="Results per page (max 100)")
    offset: Offset = Field(0, description="How many results to skip")


class AnalyticsQuery(QueryParams):
    """The query of GET /campaigns/analytics."""

    campaign_name: str | None = Field(None, description="Only this campaign")
    account_id: Uuid | None = Field(None, description="Only this account")
    start_date: str | None = Field(None, description="ISO 8601: only what happened at or after this time")
    end_date: str | None = Field(
        None, description="ISO 8601: only what happened until then; a date alone means the end of that day"
    )


class Share(TypedDict):
    """An account's part of a campaign."""

    account_id: Uuid
    handle: str
    jobs: int


class LaunchCampaignResponse(TypedDict):
    """The answer to POST /campaigns."""

    success: bool
    campaign_name: str
    jobs_created: int
    leads_targeted: int
    message_variants: int
    accounts_used: int
    distribution: list[Share]


class CampaignItem(TypedDict):
    """A campaign in the list; `progress` in percent."""

    name: str
    total: int
    completed: int
    pending: int
    failed: int
    progress: int


class CampaignsPagination(TypedDict):
    """Where a page stands."""

    limit: int
    offset: int
    count: int
    total: int


class CampaignList(TypedDict):
    """A page of campaigns."""

    campaigns: list[CampaignItem]
    pagination: CampaignsPagination
