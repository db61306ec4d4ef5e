"""API keys as the API shows them."""

from __future__ import annotations

from mockserver.core.times import iso_ms
from mockserver.vendors.xquik.api_keys.schemas import ApiKey, NewApiKey
from mockserver.vendors.xquik.api_keys.tables import ApiKeyRow


def new_key(row: ApiKeyRow, full_key: str) -> NewApiKey:
    """A key that was just made."""
    return {
        "id": str(row.id),
        "fullKey": full_key,
        "name": row.name,
        "prefix": row.prefix,
        "createdAt": iso_ms(row.created_at),
    }


def key(row: ApiKeyRow, *, is_active: bool) -> ApiKey:
    """A key in the list."""
    shown: ApiKey = {
        "id": str(row.id),
        "name": row.name,
        "prefix": row.prefix,
        "isActive": is_active,
        "createdAt": iso_ms(row.created_at),
    }
    if row.last_used_at is not None:
        shown["lastUsedAt"] = iso_ms(row.last_used_at)
    return shown
