"""The ledger of credits. Source: "List credit transactions"."""

from __future__ import annotations

from sqlalchemy import Column, Index
from sqlmodel import JSON, Field, SQLModel


class TransactionRow(SQLModel, table=True):
    """One change of a balance: `balance_before` is the line before's `balance_after`. Amounts are thousandths."""

    __tablename__ = "scravio_transactions"
    __table_args__ = (
        Index("scravio_transactions_by_time", "account_id", "created_at", "number"),
        Index("scravio_transactions_by_amount", "account_id", "amount", "number"),
        Index("scravio_transactions_by_campaign", "campaign_id", "number"),
    )

    number: int | None = Field(default=None, primary_key=True)
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
    details: dict[str, object] | None = Field(default=None, sa_column=Column(JSON))
    """Shown as `metadata`, a name that table classes keep for themselves."""
    created_at: int
