"""What the endpoints of connected accounts take and give. Source: "X Accounts (Connected)"; the rest: observed."""

from __future__ import annotations

import re
from typing import Annotated, NotRequired

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import RequestBody
from mockserver.vendors.xquik.fields import Moment, NumericId, Text, XId
from mockserver.vendors.xquik.x_accounts.health import Health


def _email(text: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise ValueError("must be an email address") from None
    return text


def _country(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2}", text):
        raise ValueError("must be the two letters of a country")
    return text.upper()


Email = Annotated[str, AfterValidator(_email), Field(json_schema_extra={"format": "email"})]
Country = Annotated[str, AfterValidator(_country), Field(json_schema_extra={"pattern": "^[A-Za-z]{2}$"})]


class ConnectRequest(RequestBody):
    """An account to connect."""

    username: Text = Field(description="X username, with or without @")
    email: Email = Field(max_length=254, description="Email address of the X account; never kept")
    password: Text = Field(max_length=1_000, description="Password of the X account; never kept")
    totp_secret: str | None = Field(None, max_length=200, description="Secret of two-factor codes; never kept")
    proxy_country: Country | None = Field(None, description="Country to log in from, two letters")


class ReauthRequest(RequestBody):
    """Logging in again."""

    password: Text = Field(max_length=1_000, description="Password of the X account; never kept")
    totp_secret: str | None = Field(None, max_length=200, description="Secret of two-factor codes; never kept")
    email: Email | None = Field(None, max_length=254, description="Email address of the X account; never kept")
    proxy_country: Country | None = Field(None, description="Country to log in from, two letters")


class XAccount(TypedDict):
    """A connected account, under the document's names and the newer ones."""

    id: NumericId
    username: str
    displayName: str
    isActive: bool
    createdAt: Moment
    updatedAt: Moment
    xUserId: XId
    xUsername: str
    status: str
    health: Health


class XAccountDetail(XAccount):
    """The same with what concerns its session."""

    cookiesObtainedAt: Moment
    proxyCountry: NotRequired[str]


class ConnectedAccount(XAccount):
    """The same with where it was logged in."""

    loginCountry: NotRequired[str]


class XAccountList(TypedDict):
    """Every connected account."""

    accounts: list[XAccount]


class Cleared(TypedDict):
    """How many accounts were tried again."""

    cleared: int
