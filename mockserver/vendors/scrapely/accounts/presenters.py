"""Account rows as the API shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from mockserver.core.times import iso_s
from mockserver.vendors.scrapely.accounts.schemas import (
    Account,
    AccountName,
    AccountTags,
    AddedAccount,
    Cookie,
    CookieInput,
)
from mockserver.vendors.scrapely.accounts.tables import AccountRow


def account(row: AccountRow, image_url: str) -> Account:
    """An account of the list."""
    return {
        "id": row.id,
        "handle": row.handle,
        "name": row.name,
        "profile_image_url": image_url,
        "is_active": row.is_active,
        "is_verified": row.is_verified,
        "dms_sent": row.dms_sent,
        "created_at": iso_s(row.created_at),
        "cookies": cast(list[Cookie], row.cookies),
        "proxy": row.proxy,
        "proxy_auth": row.proxy_auth,
        "is_paused": row.is_paused,
        "followups_paused": row.followups_paused,
        "warmup_paused": row.warmup_paused,
        "ai_setter_enabled": row.ai_setter_enabled,
        "tags": row.tags,
    }


def added(row: AccountRow, *, is_new: bool) -> AddedAccount:
    """An account as POST shows it."""
    return {
        "id": row.id,
        "handle": row.handle,
        "is_active": row.is_active,
        "created_at": iso_s(row.created_at),
        "is_new": is_new,
    }


def name(row: AccountRow) -> AccountName:
    """Which account it is."""
    return {"id": row.id, "handle": row.handle}


def tags(row: AccountRow) -> AccountTags:
    """An account's tags."""
    return {"account_id": row.id, "handle": row.handle, "tags": row.tags}


def cookies(given: Iterable[CookieInput]) -> list[Cookie]:
    """Cookies as they are kept and shown.

    Assumption: of an exported cookie only name, value and domain are kept, which is all that the list shows.
    """
    return [{"name": each.name, "value": each.value, "domain": each.domain} for each in given]
