"""What GET /campaigns/{id}/leads takes and gives. Source: "List campaign leads"."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import PageNumber, PageSize, QueryParams
from mockserver.vendors.scravio.campaigns.kinds import Platform
from mockserver.vendors.scravio.fields import Address, Id, Moment, Order, Pagination
from mockserver.vendors.scravio.leads.service import LeadSort


class SourceType(StrEnum):
    """How a lead was found."""

    PROFILE = "profile"
    KEYWORD = "keyword"


class EmailSource(StrEnum):
    """How an email was discovered."""

    INITIAL = "initial"
    DEEP_SEARCH = "deep_search"
    NONE = "none"


class ValidationStatus(StrEnum):
    """What is known of an email."""

    VALID = "valid"
    INVALID = "invalid"
    PENDING = "pending"


class LeadsQuery(QueryParams):
    """Which leads are asked for."""

    page: PageNumber = Field(1, description="Page number")
    per_page: PageSize = Field(10, alias="perPage", description="Items per page, at most 100")
    per_page_snake: PageSize | None = Field(None, alias="per_page", description="perPage of older clients (`observed`)")
    has_email: bool | None = Field(None, alias="hasEmail", description="Filter leads with/without email")
    validation_status: ValidationStatus | None = Field(
        None, alias="validationStatus", description="Filter by email validation result"
    )
    platform: Platform | None = Field(None, description="Filter by source platform")
    source_type: SourceType | None = Field(None, alias="sourceType", description="Filter by lead source type")
    email_source: EmailSource | None = Field(
        None, alias="emailSource", description="Filter by how the email was discovered"
    )
    sort_by: LeadSort = Field(LeadSort.HAS_EMAIL, alias="sortBy", description="Sort field")
    order: Order = Field(Order.DESCENDING, description="Sort direction")


class EmailValidation(TypedDict):
    """Email validation result."""

    status: Annotated[Literal["valid", "invalid"], Field(description="Validation status")]
    isValid: Annotated[bool, Field(description="Whether email is valid")]
    checkedAt: Annotated[Moment, Field(description="Validation timestamp")]


class Lead(TypedDict):
    """A contact that a campaign discovered."""

    _id: Annotated[Id, Field(description="Lead ID")]
    campaignId: Annotated[Id, Field(description="Parent campaign ID")]
    platform: Annotated[Platform, Field(strict=False, description="Source platform")]
    sourceType: Annotated[SourceType, Field(strict=False, description="Lead source type")]
    email: Annotated[str | None, Field(description="Email address (may be masked)")]
    emailMasked: Annotated[bool, Field(description="True when email fields are masked for the current account")]
    emailRevealed: Annotated[bool, Field(description="True when the current free account has revealed this lead")]
    canRevealEmail: Annotated[bool, Field(description="True when the free reveal quota allows to reveal this lead")]
    emailSource: Annotated[EmailSource, Field(strict=False, description="How the email was discovered")]
    phoneNumber: Annotated[str | None, Field(description="Phone number")]
    username: Annotated[str | None, Field(description="Social media username")]
    fullName: Annotated[str | None, Field(description="Display name")]
    biography: Annotated[str | None, Field(description="Profile biography")]
    followerCount: Annotated[int | None, Field(description="Number of followers")]
    followingCount: Annotated[int | None, Field(description="Number following")]
    mediaCount: Annotated[int | None, Field(description="Number of posts/media")]
    externalUrl: Annotated[Address | None, Field(description="Website URL from profile")]
    profilePicUrl: Annotated[Address | None, Field(description="Profile picture URL")]
    isPrivate: Annotated[bool | None, Field(description="Whether account is private")]
    isVerified: Annotated[bool | None, Field(description="Whether account is verified")]
    isBusiness: Annotated[bool | None, Field(description="Whether account is a business")]
    country: Annotated[str | None, Field(description="Country, ISO 3166-1 alpha-2")]
    accountCreatedDate: Annotated[Moment | None, Field(description="When the account was created")]
    latitude: Annotated[float | None, Field(description="Latitude coordinate")]
    longitude: Annotated[float | None, Field(description="Longitude coordinate")]
    cityName: Annotated[str | None, Field(description="City")]
    addressStreet: Annotated[str | None, Field(description="Street address")]
    emailValidation: Annotated[EmailValidation | None, Field(description="Email validation result")]
    keyword: Annotated[str | None, Field(description="Keyword that matched this lead (keyword search campaigns)")]
    scrapedAt: Annotated[Moment, Field(description="When the lead was scraped")]
    xPostText: NotRequired[Annotated[str, Field(description="Post that matched (X keyword campaigns)")]]
    linkedinHeadline: NotRequired[Annotated[str, Field(description="Headline (LinkedIn)")]]
    tiktokVideoUrl: NotRequired[Annotated[Address, Field(description="Video that led to the lead (TikTok)")]]
    facebookCategory: NotRequired[Annotated[str, Field(description="Page category (Facebook)")]]


class LeadList(TypedDict):
    """A page of leads."""

    items: list[Lead]
    pagination: Pagination
