"""The ledger of credits, one chain for each kind. Must not know what credits are spent on."""

from __future__ import annotations

from enum import StrEnum

from mockserver.core.sql import bindparam, col, func, select
from mockserver.core.statements import Query
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapely.sources.tables import CreditRow


class CreditKind(StrEnum):
    """What credits are good for."""

    LEAD = "lead"
    ENRICHMENT = "enrichment"


_BALANCE = Query(
    lambda: (
        select(col(CreditRow.balance_after))
        .where(col(CreditRow.kind) == bindparam("kind"))
        .order_by(col(CreditRow.id).desc())
        .limit(1)
    ),
    int,
)
_USED = Query(
    lambda: select(func.coalesce(-func.sum(col(CreditRow.amount)), 0)).where(
        col(CreditRow.kind) == bindparam("kind"), col(CreditRow.amount) < 0
    ),
    int,
)


def balance(workspace: Workspace, kind: CreditKind) -> int:
    """What is left."""
    return workspace.database.first(_BALANCE, kind=kind.value) or 0


def used(workspace: Workspace, kind: CreditKind) -> int:
    """What was ever spent."""
    return workspace.database.value(_USED, kind=kind.value)


def grant(workspace: Workspace, kind: CreditKind, amount: int, reason: str, subject: str = "") -> None:
    """Add credits; `subject` is the id of what they came from, if anything."""
    _write(workspace, kind, amount, reason, subject)


def spend(workspace: Workspace, kind: CreditKind, amount: int, reason: str, subject: str) -> None:
    """Take credits for `subject`, the id of what they pay for; raises `ValueError` when there are not enough."""
    if amount > balance(workspace, kind):
        raise ValueError(f"{amount} {kind} credits cannot be paid")
    _write(workspace, kind, -amount, reason, subject)


def _write(workspace: Workspace, kind: CreditKind, amount: int, reason: str, subject: str) -> None:
    if amount:
        workspace.database.insert(
            CreditRow,
            kind=kind.value,
            amount=amount,
            balance_after=balance(workspace, kind) + amount,
            reason=reason,
            subject=subject,
            created_at=workspace.now(),
        )
