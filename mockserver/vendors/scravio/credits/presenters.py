"""Transactions as the API shows them."""

from __future__ import annotations

from mockserver.core.times import iso_ms
from mockserver.vendors.scravio.credits.schemas import Transaction
from mockserver.vendors.scravio.credits.service import TransactionType
from mockserver.vendors.scravio.credits.tables import TransactionRow
from mockserver.vendors.scravio.fields import in_credits


def transaction(row: TransactionRow) -> Transaction:
    """One line of the ledger."""
    return {
        "id": row.id,
        "timestamp": iso_ms(row.created_at),
        "balanceBefore": in_credits(row.balance_before),
        "amount": in_credits(row.amount),
        "balanceAfter": in_credits(row.balance_after),
        "type": TransactionType(row.type),
        "description": row.description,
        "campaignId": row.campaign_id,
        "paymentId": row.payment_id,
        "paymentGateway": row.payment_gateway,
        "correlationId": row.correlation_id,
        "metadata": row.details,
        "createdAt": iso_ms(row.created_at),
    }
