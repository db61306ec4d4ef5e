"""The accounts a user has connected. Source: "List Accounts" and "Add Account"."""

from __future__ import annotations

from mockserver.core.tables import Index, Row, column


class AccountRow(Row):
    """A Twitter account; a removed one keeps its row, since its DM history is retained."""

    __tablename__ = "scrapely_accounts"
    __table_args__ = (
        Index("scrapely_accounts_by_handle", "handle", "removed_at"),
        Index("scrapely_accounts_by_user", "user_id", "removed_at"),
        Index("scrapely_accounts_by_time", "removed_at", "created_at", "id"),
    )

    id: str = column(primary_key=True)
    user_id: str
    handle: str
    """In lower case, without the @."""
    name: str
    is_active: bool = True
    is_verified: bool = False
    dms_sent: int = 0
    created_at: int
    cookies: list[dict[str, object]]
    proxy: str
    proxy_auth: str
    xchat_pin: str
    is_paused: bool = False
    followups_paused: bool = False
    warmup_paused: bool = False
    ai_setter_enabled: bool = False
    tags: list[str] = column(default_factory=list)
    removed_at: int | None = None
