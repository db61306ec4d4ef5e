"""What the cookie extraction endpoints take and give. Source: "Extract Cookies" and "Check Extraction Status"."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, NotRequired

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import QueryParams, RequestBody
from mockserver.vendors.scrapely.accounts.schemas import Cookie
from mockserver.vendors.scrapely.fields import Handle, Moment, Proxy, ProxyAuth, Uuid

_TWO_FA_KEY = re.compile(r"[A-Za-z0-9]{16}")
_PIN = re.compile(r"[0-9]{4,6}")


def _two_fa_key(text: str) -> str:
    if not _TWO_FA_KEY.fullmatch(text):
        raise ValueError("must be 16 letters or digits")
    return text


def _pin(text: str) -> str:
    if not _PIN.fullmatch(text):
        raise ValueError("must be 4 to 6 digits")
    return text


TwoFaKey = Annotated[
    str,
    AfterValidator(_two_fa_key),
    Field(json_schema_extra={"pattern": "^[A-Za-z0-9]{16}$", "examples": ["ABCD1234EFGH5678"]}),
]
Pin = Annotated[str, AfterValidator(_pin), Field(json_schema_extra={"pattern": "^[0-9]{4,6}$", "examples": ["1234"]})]


class ExtractionStatus(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"


class ExtractCookiesRequest(RequestBody):
    """An account to log in."""

    username: Handle = Field(description="Twitter handle, with or without `@`")
    password: str = Field(min_length=1, description="The account's password")
    two_fa_key: TwoFaKey = Field(description="TOTP secret of the second factor, 16 letters or digits")
    proxy: Proxy = Field(description="Proxy as `host:port` or URL")
    proxy_auth: ProxyAuth = Field(description="Proxy credentials, `username:password`")
    xchat_pin: Pin = Field(description="PIN to set for the X chat, 4 to 6 digits")


class StatusQuery(QueryParams):
    """Which job is asked for."""

    job_id: Uuid = Field(description="Id of the job, as POST /get-cookies gave it")


class ExtractCookiesResponse(TypedDict):
    """The job was queued."""

    success: bool
    job_id: Uuid
    status: ExtractionStatus
    username: str
    created_at: Moment
    message: str


class JobExists(TypedDict):
    """Another job for the username is not over; `status` is queued or processing."""

    error: str
    message: str
    job_id: Uuid
    status: ExtractionStatus


class ExtractionStatusResponse(TypedDict):
    """A job; what it has not reached yet is absent."""

    job_id: Uuid
    status: ExtractionStatus
    username: str
    created_at: Moment
    started_at: NotRequired[Moment]
    completed_at: NotRequired[Moment]
    message: str
    cookies: NotRequired[list[Cookie]]
    error: NotRequired[str]
