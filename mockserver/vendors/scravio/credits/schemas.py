"""What GET /credit-transactions takes and gives. Source: "List credit transactions"."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from mockserver.gateway.schemas import PageNumber, PageSize, QueryParams
from mockserver.vendors.scravio.credits.service import SortBy, TransactionType
from mockserver.vendors.scravio.fields import Id, IsoTime, Moment, Order, Pagination, comma_list


class TransactionsQuery(QueryParams):
    """Which transactions are asked for."""

    page: PageNumber = Field(1, description="Page number")
    per_page: PageSize = Field(10, alias="perPage", description="Items per page, at most 100")
    per_page_snake: PageSize | None = Field(None, alias="per_page", description="perPage of older clients (`observed`)")
    type: Annotated[str, AfterValidator(comma_list(list(TransactionType)))] | None = Field(
        None, description="Comma-separated transaction types", examples=["CAMPAIGN_RESERVATION,CAMPAIGN_SETTLEMENT"]
    )
    campaign_id: Id | None = Field(None, alias="campaignId", description="Filter by campaign ID")
    since: IsoTime | None = Field(None, alias="from", description="Start date filter (ISO 8601)")
    until: IsoTime | None = Field(None, alias="to", description="End date filter (ISO 8601)")
    sort_by: SortBy = Field(SortBy.TIMESTAMP, alias="sortBy", description="Sort field")
    order: Order = Field(Order.DESCENDING, description="Sort direction")


class Transaction(TypedDict):
    """A single balance change."""

    id: Annotated[Id, Field(description="Transaction ID")]
    timestamp: Annotated[Moment, Field(description="Transaction timestamp")]
    balanceBefore: Annotated[float, Field(description="Balance before transaction")]
    amount: Annotated[float, Field(description="Amount (negative = deduction, positive = credit)")]
    balanceAfter: Annotated[float, Field(description="Balance after transaction")]
    type: Annotated[TransactionType, Field(strict=False, description="Transaction type")]
    description: Annotated[str, Field(description="Human-readable description")]
    campaignId: Annotated[Id | None, Field(description="Related campaign ID")]
    paymentId: Annotated[str | None, Field(description="Payment transaction ID (payment transactions only)")]
    paymentGateway: Annotated[str | None, Field(description="Payment gateway name (payment transactions only)")]
    correlationId: Annotated[str | None, Field(description="Correlation ID for tracking related transactions")]
    metadata: Annotated[dict[str, object] | None, Field(description="Additional metadata")]
    createdAt: Annotated[Moment, Field(description="Creation timestamp")]


class TransactionList(TypedDict):
    """A page of the ledger."""

    transactions: list[Transaction]
    pagination: Pagination
    requestId: Annotated[str, Field(description="Request tracking ID")]
