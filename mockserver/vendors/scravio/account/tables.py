"""The account. Source: "Get current account"."""

from __future__ import annotations

from mockserver.core.tables import Row, column

FREE_REVEALS = 5


class AccountRow(Row):
    """Who the keys of a workspace belong to. The balance is not here: it is the end of the ledger."""

    __tablename__ = "scravio_accounts"

    id: str = column(primary_key=True)
    email: str
    name: str
    avatar: str | None = None
    plan: str
    is_verified: bool = True
    should_mask_email: bool = False
    """True until a purchase is confirmed."""
    free_reveals: int = FREE_REVEALS
    """How many leads a free account may still reveal."""
    concurrent_campaign_limit: int
    scraping_speed: str
    """`slow`, `normal`, `fast` or `ultra_fast`."""
    created_at: int
