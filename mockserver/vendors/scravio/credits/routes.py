"""GET /credit-transactions."""

from __future__ import annotations

from typing import Annotated

from mockserver.contract import Ctx, vendor_router
from mockserver.gateway.marks import Query
from mockserver.vendors.scravio.account import service as accounts
from mockserver.vendors.scravio.credits import presenters, service
from mockserver.vendors.scravio.credits.schemas import TransactionList, TransactionsQuery
from mockserver.vendors.scravio.fields import Order, page_size, pagination, since, split, until

router = vendor_router("Credits")


@router.get(
    "/credit-transactions",
    operation_id="listCreditTransactions",
    summary="List credit transactions",
    openapi_extra={"x-source": "documented: List credit transactions"},
)
async def list_credit_transactions(ctx: Ctx, query: Annotated[TransactionsQuery, Query()]) -> TransactionList:
    """Give a page of the ledger: each entry is one balance change with the balance before and after it.

    `type` is a comma-separated list; `from` and `to` are included. Source: "List credit transactions".
    """
    per_page = page_size(ctx.edition, query.per_page, query.per_page_snake)
    wishes = service.Wishes(
        types=frozenset(map(service.TransactionType, split(query.type))),
        campaign_id=query.campaign_id,
        since=since(query.since),
        until=until(query.until),
        sort_by=query.sort_by,
        descending=query.order is Order.DESCENDING,
    )
    account = accounts.current(ctx.workspace)
    rows, total = service.page(ctx.workspace, account, wishes, offset=(query.page - 1) * per_page, limit=per_page)
    return {
        "transactions": [presenters.transaction(row) for row in rows],
        "pagination": pagination(total, query.page, per_page),
        "requestId": ctx.request_id,
    }
