"""What the campaign endpoints take. Source: "Preview credit reservation", "Create campaign", "List campaigns"."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, ValidationInfo, WrapValidator, field_validator, model_validator
from pydantic_core import PydanticCustomError

from mockserver.gateway.schemas import PageNumber, PageSize, QueryParams, RequestBody
from mockserver.vendors.scravio.campaigns.inputs import Inputs, fitting
from mockserver.vendors.scravio.campaigns.kinds import CampaignType, types_of
from mockserver.vendors.scravio.fields import IsoTime, Order, split

MOST_EMAILS = 1_000_000
_LARGEST_CAP = 1e9


class CampaignStatus(StrEnum):
    """Where a campaign stands."""

    PENDING = "pending"
    SCRAPING = "scraping"
    SCRAPING_COMPLETED = "scraping_completed"
    PROCESSING_EMAILS = "processing_emails"
    FULLY_COMPLETED = "fully_completed"
    FAILED = "failed"
    STOPPED = "stopped"


class CampaignSort(StrEnum):
    """By what a list of campaigns is ordered."""

    CREATED_AT = "createdAt"
    PROGRESS = "progress"
    STATUS = "status"


class LegacyLimits(RequestBody):
    """What older clients sent in place of targetEmails; read in the `observed` edition."""

    max_emails: Annotated[int, Field(ge=1, le=MOST_EMAILS)] | None = Field(None, alias="maxEmails")
    max_profiles_to_scan: Annotated[int, Field(ge=1, le=10 * MOST_EMAILS)] | None = Field(
        None, alias="maxProfilesToScan"
    )


def _targets_required(schema: dict[str, Any]) -> None:
    schema["required"] = [*schema.get("required", ()), "targetEmails"]


class PreviewRequest(RequestBody):
    """A campaign whose price is asked for. The order of fields matters: each is held against those before it."""

    model_config = ConfigDict(json_schema_extra=_targets_required)

    type: Annotated[CampaignType, Field(strict=False)] = Field(
        description="Campaign type, which determines which inputs are required"
    )
    inputs: Annotated[Inputs, WrapValidator(fitting)] = Field(
        description="Type-specific inputs", examples=[{"hashtags": ["fitness", "gym"]}]
    )
    limits: LegacyLimits | None = Field(
        None, description="Caps of older clients, in place of targetEmails (`observed`)"
    )
    target_emails: Annotated[int, Field(ge=1, le=MOST_EMAILS)] | None = Field(
        None,
        alias="targetEmails",
        description="Requested number of unique email leads",
        examples=[500],
    )
    max_credit_cap: Annotated[float, Field(ge=0.001, le=_LARGEST_CAP, allow_inf_nan=False)] | None = Field(
        None, alias="maxCreditCap", description="Hard stop cap; the reserved credits where it is absent"
    )
    enable_email_validation: bool = Field(
        False, alias="enableEmailValidation", description="Validate emails in real time during the campaign"
    )
    enable_deep_email_search: bool | None = Field(
        None, alias="enableDeepEmailSearch", description="On by default for types that are not email-only"
    )

    @model_validator(mode="before")
    @classmethod
    def _ask_for_target(cls, sent: object) -> object:
        """A target that was not sent is held against the limits too."""
        return {"targetEmails": None, **sent} if isinstance(sent, dict) else sent

    @field_validator("target_emails", mode="after")
    @classmethod
    def _has_target(cls, wanted: int | None, info: ValidationInfo) -> int | None:
        limits: LegacyLimits | None = info.data.get("limits")
        if wanted is None and (limits is None or limits == LegacyLimits()):
            raise PydanticCustomError("target_required", "is required")
        return wanted


class CreateCampaignRequest(PreviewRequest):
    """A campaign to launch."""

    title: Annotated[str, Field(max_length=100)] | None = Field(
        None, description="Human-readable campaign name. Auto-generated if omitted."
    )


def _types(text: str) -> str:
    unknown = [word for word in split(text) if not types_of(word)]
    if unknown:
        raise ValueError(f"must be a comma-separated list of campaign types or platforms; got {', '.join(unknown)}")
    return text


class CampaignsQuery(QueryParams):
    """Which campaigns are asked for."""

    page: PageNumber = Field(1, description="Page number")
    per_page: PageSize = Field(10, alias="perPage", description="Items per page, at most 100")
    per_page_snake: PageSize | None = Field(None, alias="per_page", description="perPage of older clients (`observed`)")
    status: CampaignStatus | None = Field(None, description="Filter by campaign status")
    type: Annotated[str, AfterValidator(_types)] | None = Field(
        None, description="Comma-separated campaign types or platform shorthands", examples=["INSTAGRAM,X"]
    )
    q: str | None = Field(
        None, description="Free-text search on title, hashtag, target user, media URL, keyword", max_length=2_048
    )
    sort_by: CampaignSort = Field(CampaignSort.CREATED_AT, alias="sortBy", description="Sort field")
    order: Order = Field(Order.DESCENDING, description="Sort direction")
    since: IsoTime | None = Field(None, alias="from", description="Start date filter (ISO 8601)")
    until: IsoTime | None = Field(None, alias="to", description="End date filter (ISO 8601)")
