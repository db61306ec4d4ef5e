"""What the account endpoints take and give.

Source: "List Accounts", "Add Account", "Remove Account", "Update Cookies"; the rest is the OpenAPI document's.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import QueryParams, RequestBody
from mockserver.vendors.scrapely.fields import Address, Digits, Handle, Moment, Proxy, ProxyAuth, Uuid

REQUIRED_COOKIES = ("ct0", "auth_token")


class CookieInput(RequestBody):
    """One cookie of a browser's export; further attributes of the export are ignored."""

    name: str = Field(description="Name of the cookie")
    value: str = Field(description="Value of the cookie")
    domain: str = Field(description="Domain the cookie belongs to, such as `.x.com`")


def _has_session(cookies: list[CookieInput]) -> list[CookieInput]:
    present = {cookie.name for cookie in cookies if cookie.value.strip()}
    missing = [name for name in REQUIRED_COOKIES if name not in present]
    if missing:
        raise ValueError(f"must include {' and '.join(missing)}")
    return cookies


SessionCookies = Annotated[
    list[CookieInput],
    AfterValidator(_has_session),
    Field(
        json_schema_extra={
            "examples": [[{"name": name, "value": "abc123", "domain": ".x.com"} for name in REQUIRED_COOKIES]]
        }
    ),
]


class AddAccountRequest(RequestBody):
    """An account to connect."""

    handle: Handle = Field(description="Twitter handle, with or without `@`")
    cookies: SessionCookies = Field(description="Cookies of a logged-in browser, with `ct0` and `auth_token`")
    proxy: Proxy = Field(description="Proxy as `host:port` or URL")
    proxy_auth: ProxyAuth = Field(description="Proxy credentials, `username:password`")
    xchat_pin: Digits = Field(description="PIN of the X chat")


class RemoveAccountRequest(RequestBody):
    """The account to remove, by id or by handle."""

    account_id: Uuid | None = Field(None, description="Id of the account; this or `handle` is required")
    handle: str | None = Field(None, description="Twitter handle, with or without `@`")


class UpdateCookiesRequest(RequestBody):
    """New cookies of an account."""

    account_id: Uuid = Field(description="Id of the account")
    cookies: SessionCookies = Field(description="Cookies of a logged-in browser, with `ct0` and `auth_token`")


class PauseRequest(RequestBody):
    """Whether an account sends DMs."""

    account_id: Uuid = Field(description="Id of the account")
    is_paused: bool = Field(description="True pauses the sending of DMs, false goes on with it")


class PauseFollowupsRequest(RequestBody):
    """Whether an account sends follow-ups."""

    account_id: Uuid = Field(description="Id of the account")
    followups_paused: bool = Field(description="True pauses follow-up messages, false goes on with them")


class UpdateProxyRequest(RequestBody):
    """A new proxy of an account."""

    account_id: Uuid = Field(description="Id of the account")
    proxy: Proxy = Field(description="Proxy as `host:port` or URL")
    proxy_auth: ProxyAuth = Field(description="Proxy credentials, `username:password`")


class TagsQuery(QueryParams):
    """Whose tags are asked for."""

    account_id: Uuid | None = Field(None, description="Id of an account; without it the tags of all active accounts")


class SetTagsRequest(RequestBody):
    """All tags of an account."""

    account_id: Uuid = Field(description="Id of the account")
    tags: list[str] = Field(description="The tags it has from now on; an empty array clears them")


class UpdateTagsRequest(RequestBody):
    """Some tags of an account; at least one is to be named."""

    account_id: Uuid = Field(description="Id of the account")
    add: list[str] = Field(default=[], description="Tags to add; those it has already are left alone")
    remove: list[str] = Field(default=[], description="Tags to take away")


class Cookie(TypedDict):
    """A cookie of an account."""

    name: str
    value: str
    domain: str


class Account(TypedDict):
    """A connected account."""

    id: Uuid
    handle: str
    name: str
    profile_image_url: Address
    is_active: bool
    is_verified: bool
    dms_sent: int
    created_at: Moment
    cookies: list[Cookie]
    proxy: str
    proxy_auth: str
    is_paused: bool
    followups_paused: bool
    warmup_paused: bool
    ai_setter_enabled: bool
    tags: list[str]


class AccountList(TypedDict):
    """All active accounts."""

    accounts: list[Account]


class AddedAccount(TypedDict):
    """An account as it was just connected; `is_new` is false when it had been before."""

    id: Uuid
    handle: str
    is_active: bool
    created_at: Moment
    is_new: bool


class AddAccountResponse(TypedDict):
    """The account was connected."""

    success: bool
    message: str
    account: AddedAccount


class AccountName(TypedDict):
    """Which account it was."""

    id: Uuid
    handle: str


class RemoveAccountResponse(TypedDict):
    """The account was removed."""

    success: bool
    message: str
    account: AccountName


class ActiveAccount(AccountName):
    """An account and whether it is active."""

    is_active: bool


class UpdateCookiesResponse(TypedDict):
    """The cookies were replaced."""

    success: bool
    message: str
    account: ActiveAccount


class PausedAccount(AccountName):
    """An account and whether it is paused."""

    is_paused: bool


class PauseResponse(TypedDict):
    """The account was paused or unpaused."""

    success: bool
    message: str
    account: PausedAccount


class FollowupsPausedAccount(AccountName):
    """An account and whether its follow-ups are paused."""

    followups_paused: bool


class PauseFollowupsResponse(TypedDict):
    """The follow-ups were paused or unpaused."""

    success: bool
    message: str
    account: FollowupsPausedAccount


class ProxiedAccount(AccountName):
    """An account and its proxy."""

    proxy: str
    proxy_auth: str


class UpdateProxyResponse(TypedDict):
    """The proxy was replaced."""

    success: bool
    message: str
    account: ProxiedAccount


class AccountTags(TypedDict):
    """The tags of an account."""

    account_id: Uuid
    handle: str
    tags: list[str]


class AccountTagsList(TypedDict):
    """The tags of all active accounts."""

    accounts: list[AccountTags]


class UpdateTagsResponse(AccountTags):
    """The tags were changed."""

    success: bool
    message: str
