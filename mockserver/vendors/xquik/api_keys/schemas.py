"""What the endpoints of API keys take and give. Source: "API Keys"."""

from __future__ import annotations

from typing import NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import RequestBody
from mockserver.vendors.xquik.api_keys.service import DEFAULT_NAME
from mockserver.vendors.xquik.fields import Moment, NumericId, Text


class CreateApiKeyRequest(RequestBody):
    """A key to make."""

    # Assumption: a key's name has at most 100 characters.
    name: Text = Field(DEFAULT_NAME, max_length=100, description="What to call it", examples=["My Key"])


class NewApiKey(TypedDict):
    """A new key; `fullKey` is shown this once."""

    id: NumericId
    fullKey: str
    name: str
    prefix: str
    createdAt: Moment


class ApiKey(TypedDict):
    """A key without the key itself; `lastUsedAt` is absent until it is used."""

    id: NumericId
    name: str
    prefix: str
    isActive: bool
    createdAt: Moment
    lastUsedAt: NotRequired[Moment]


class ApiKeyList(TypedDict):
    """The keys, newest first."""

    keys: list[ApiKey]
