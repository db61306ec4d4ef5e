"""What GET /auth/me gives. Source: "Get current account"."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.vendors.scravio.account.plans import ScrapingSpeed
from mockserver.vendors.scravio.fields import Address, Id, Moment


class AccountProfile(TypedDict):
    """Who the key belongs to."""

    id: Annotated[Id, Field(description="User ID")]
    email: Annotated[str, Field(description="Email address", json_schema_extra={"format": "email"})]
    name: Annotated[str, Field(description="Display name")]
    avatar: Annotated[Address | None, Field(description="Avatar URL")]
    isVerified: Annotated[bool, Field(description="Whether email is verified")]
    shouldMaskEmail: Annotated[bool, Field(description="Whether emails are masked in lead responses")]
    credits: Annotated[float, Field(description="Current credit balance")]
    concurrentCampaignLimit: Annotated[int, Field(description="Max concurrent campaigns allowed by subscription")]
    scrapingSpeed: Annotated[ScrapingSpeed, Field(strict=False, description="Scraping speed tier")]
    createdAt: Annotated[Moment, Field(description="Account creation timestamp")]
