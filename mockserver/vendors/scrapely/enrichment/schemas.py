"""What the enrichment endpoints take and give. Source: the vendor's OpenAPI document."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import RequestBody
from mockserver.vendors.scrapely.fields import Address


def _text_or_nothing(value: object) -> object:
    return value.strip() if isinstance(value, str) else ""


Loose = Annotated[str, BeforeValidator(_text_or_nothing)]
"""Text whose absence the endpoint itself answers: `invalid_input` is a result here, not an error."""


class EnrichTwitterRequest(RequestBody):
    """Who is looked for."""

    # The client must send all three, though a body without them gets an answer of its own.
    model_config = ConfigDict(json_schema_extra={"required": ["firstName", "lastName", "companyName"]})

    first_name: Loose = Field("", alias="firstName", description="First name", examples=["John"])
    last_name: Loose = Field("", alias="lastName", description="Last name", examples=["Doe"])
    company_name: Loose = Field("", alias="companyName", description="Name of the company", examples=["Acme Corp"])


class EnrichEmailRequest(RequestBody):
    """Whose email is looked for."""

    handle: str = Field(description="Twitter handle, with or without `@`", examples=["myhandle"])


class NoMatchReason(StrEnum):
    """Why nobody was found."""

    NO_RESULTS = "no_results"
    LOW_CONFIDENCE = "low_confidence"
    INVALID_INPUT = "invalid_input"


class EmailValidity(StrEnum):
    """What checking an address gave."""

    VALID = "valid"
    CATCHALL = "catchall"
    INVALID = "invalid"
    UNKNOWN = "unknown"


class TwitterProfile(TypedDict):
    """The profile of a person who was found."""

    handle: str
    user_id: str
    name: str
    bio: str
    profile_url: Address
    profile_image_url: Address
    followers_count: int
    following_count: int
    verified: bool
    location: str


class TwitterMatch(TypedDict):
    """Somebody was found; `confidence` lies between 0 and 1."""

    matched: Literal[True]
    confidence: float
    cached: bool
    twitter: TwitterProfile


class TwitterNoMatch(TypedDict):
    """Nobody was found."""

    matched: Literal[False]
    confidence: float
    cached: bool
    reason: NoMatchReason


class EmailResult(TypedDict):
    """A person and the email that was found, or null."""

    handle: str
    name: str
    firstName: str | None
    lastName: str | None
    fullName: str | None
    bio: str
    website: str | None
    followers: int
    domain: str | None
    companyHandle: str | None
    companyName: str | None
    email: str | None
    emailValidity: EmailValidity | None


class EnrichmentFailed(TypedDict):
    """The profile is missing or suspended; `name` is null where nothing was seen of it."""

    error: str
    message: str
    handle: str
    name: str | None


class CreditBalance(TypedDict):
    """Enrichment credits that are left, and those that were used."""

    enrichment_credits: int
    enrichment_credits_used: int
