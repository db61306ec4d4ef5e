"""The customer of this workspace, and the ledger of credits. Source: "Account", "Credits", "Subscribe"."""

from __future__ import annotations

from mockserver.core.tables import Row, column


class AccountRow(Row):
    """The workspace's one account; `id` is always 1."""

    __tablename__ = "xquik_accounts"

    id: int = column(primary_key=True)
    locale: str = "en"
    x_username: str | None = None
    subscription: str
    """A `Subscription`."""
    tier: str | None = None
    """A name of `billing.plans`, None without a subscription."""
    renews_at: int | None = None
    card: str
    """A `Card`: what happens when the saved payment method is charged."""
    auto_topup_enabled: bool = False
    auto_topup_dollars: int = 10
    auto_topup_threshold: int = 50_000
    auto_topup_stopped: bool = False


class LedgerRow(Row):
    """A line of the ledger. Each carries the totals so far: `balance` = `purchased` - `used`, always.

    `reason` is where credits came from (`subscription`, `topup`, `quick_topup`, `auto_topup`) or the id of the
    operation that they paid for; `subject` is what that was about.
    """

    __tablename__ = "xquik_ledger"

    id: int | None = column(default=None, primary_key=True)
    amount: int
    balance: int
    purchased: int
    used: int
    reason: str
    subject: str
    created_at: int


TABLES = (AccountRow, LedgerRow)
