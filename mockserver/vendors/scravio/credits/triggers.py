"""What changes a balance outside the API: payments, renewals, gifts, each as a tester says.

Source: "List credit transactions", the types that no endpoint writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict, Field, ValidationError

from mockserver.engine.workspace import Workspace
from mockserver.gateway.schemas import RequestBody
from mockserver.gateway.validation import failed
from mockserver.vendors.scravio.account import service as accounts
from mockserver.vendors.scravio.credits import service as ledger
from mockserver.vendors.scravio.credits.service import TransactionType
from mockserver.vendors.scravio.errors import bad_request
from mockserver.vendors.scravio.fields import ONE_CREDIT

EVENT = "creditTransaction"

_MOST = 1_000_000_000
_GATEWAYS: Mapping[TransactionType, str] = {
    TransactionType.PAYMENT_PADDLE: "paddle",
    TransactionType.PAYMENT_CRYPTOMUS: "cryptomus",
    TransactionType.PAYMENT_STRIPE_TOPUP: "stripe",
    TransactionType.PAYMENT_PADDLE_TOPUP: "paddle",
}


class _Wanted(RequestBody):
    model_config = ConfigDict(extra="forbid")

    type: TransactionType = Field(TransactionType.PAYMENT_STRIPE_TOPUP, strict=False)
    amount: int = Field(1_000, ge=-_MOST, le=_MOST)


def trigger(workspace: Workspace, data: Mapping[str, Any]) -> None:
    """Write a transaction of `type` and `amount` in whole credits: by default a Stripe top-up of 1,000.

    A payment unmasks emails. Raises `ApiError` 400 for what does not fit, for types that only work done by the API
    writes, and for taking more than the balance.
    """
    try:
        wanted = _Wanted.model_validate(dict(data))
    except ValidationError as error:
        first = failed(error, "body").errors[0]
        raise bad_request(f"{first.param} {first.message}") from None
    kind = wanted.type
    if kind.value.startswith(("CAMPAIGN_", "EMAIL_VALIDATION_")):
        raise bad_request(f"type {kind.value} is written by campaigns and validations only")
    ledger.record(
        workspace,
        accounts.current(workspace),
        kind,
        wanted.amount * ONE_CREDIT,
        description=kind.value.replace("_", " ").capitalize(),
        payment_id=workspace.ids.token("scravio.payment", 16, prefix="pay_") if kind.is_payment else None,
        payment_gateway=_GATEWAYS.get(kind),
    )
