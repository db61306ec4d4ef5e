"""The ledger of credits. Source: "List credit transactions"."""

from __future__ import annotations

from mockserver.core.tables import Index, Row, column


class TransactionRow(Row):
    """One change of a balance: `balance_before` is the line before's `balance_after`. Amounts are thousandths."""

    __tablename__ = "scravio_transactions"
    __table_args__ = (
        Index("scravio_transactions_by_time", "account_id", "created_at", "number"),
        Index("scravio_transactions_by_amount", "account_id", "amount", "number"),
        Index("scravio_transactions_by_campaign", "campaign_id", "number"),
    )

    number: int | None = column(default=None, primary_key=True)
    id: str
    account_id: str
    type: str
    balance_before: int
    amount: int
    balance_after: int
    description: str
    campaign_id: str | None = None
    payment_id: str | None = None
    payment_gateway: str | None = None
    correlation_id: str | None = None
    details: dict[str, object] | None = None
    """Shown as `metadata`, a name that table classes keep for themselves."""
    created_at: int
