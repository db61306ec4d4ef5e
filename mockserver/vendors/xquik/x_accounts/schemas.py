"""What the endpoints of connected accounts take and give. Source: "X Accounts (Connected)"; the rest: observed."""

from __future__ import annotations

from typing import NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import RequestBody
from mockserver.vendors.xquik.fields import Moment, NumericId, Text, XId
from mockserver.vendors.xquik.x_accounts.health import Health


class ConnectRequest(RequestBody):
    """An account to connect."""

    username: Text = Field(description="X username, with or without @")
    email: Text = Field(max_length=254, description="Email address of the X account")
    password: Text = Field(max_length=1_000, description="Password of the X account; never kept")
    totp_secret: str | None = Field(None, max_length=200, description="Secret of two-factor codes; never kept")
    proxy_country: str | None = Field(None, max_length=2, description="Country to log in from, two letters")


class ReauthRequest(RequestBody):
    """Logging in again."""

    password: Text = Field(max_length=1_000, description="Password of the X account; never kept")
    totp_secret: str | None = Field(None, max_length=200, description="Secret of two-factor codes; never kept")
    email: str | None = Field(None, max_length=254, description="Email address of the X account")
    proxy_country: str | None = Field(None, max_length=2, description="Country to log in from, two letters")


class XAccount(TypedDict):
    """A connected account, under the document's names and the newer ones."""

    id: NumericId
    username: str
    displayName: str
    isActive: bool
    createdAt: Moment
    xUserId: XId
    xUsername: str
    status: str
    health: Health


class XAccountDetail(XAccount):
    """The same with what concerns its session."""

    updatedAt: Moment
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
