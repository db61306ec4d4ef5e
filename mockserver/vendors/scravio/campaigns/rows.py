"""How campaigns are stored: the queries, and what follows from a row alone. Must not know what moves one on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from mockserver.core.sql import BindParameter, Column, ColumnElement, Select, String, bindparam, col, func, select
from mockserver.core.statements import Query
from mockserver.core.times import Instant
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scravio.account.tables import AccountRow
from mockserver.vendors.scravio.campaigns import pricing
from mockserver.vendors.scravio.campaigns.answers import PhaseState
from mockserver.vendors.scravio.campaigns.events import CampaignChanged
from mockserver.vendors.scravio.campaigns.kinds import CampaignType, kind_of
from mockserver.vendors.scravio.campaigns.schemas import CampaignSort, CampaignStatus
from mockserver.vendors.scravio.campaigns.tables import CampaignRow
from mockserver.vendors.scravio.fields import Thousandths

_ONE = Query(lambda: select(CampaignRow).where(col(CampaignRow.id) == bindparam("id")), CampaignRow)
_RUNNING = Query(
    lambda: (
        select(func.count())
        .select_from(CampaignRow)
        .where(
            col(CampaignRow.account_id) == bindparam("account_id"),
            col(CampaignRow.finished_at).is_(None),
            col(CampaignRow.status) != CampaignStatus.PENDING.value,
        )
    ),
    int,
)
_WAITING = Query(
    lambda: (
        select(col(CampaignRow.id))
        .where(
            col(CampaignRow.account_id) == bindparam("account_id"),
            col(CampaignRow.status) == CampaignStatus.PENDING.value,
        )
        .order_by(col(CampaignRow.number))
        .limit(bindparam("limit"))
    ),
    str,
)


def find(workspace: Workspace, campaign_id: str) -> CampaignRow | None:
    """The campaign of that id."""
    return workspace.database.first(_ONE, id=campaign_id)


def running(workspace: Workspace, account_id: str) -> int:
    """How many campaigns of an account have a slot: begun, and not finished."""
    return workspace.database.value(_RUNNING, account_id=account_id)


def waiting(workspace: Workspace, account_id: str, limit: int) -> list[str]:
    """Ids of the campaigns that have not begun, the oldest first."""
    return workspace.database.all(_WAITING, account_id=account_id, limit=limit)


def change(workspace: Workspace, row: CampaignRow, phase: str | None = None, **changes: object) -> CampaignRow:
    """Write changes, in the caller's transaction; gives the row as it is now, and tells of `phase` if one is named."""
    workspace.database.change(CampaignRow, {"id": row.id}, updated_at=workspace.now(), **changes)
    changed = find(workspace, row.id)
    assert changed is not None
    if phase is not None:
        state = cast("Mapping[str, Mapping[str, object]]", changed.phases)
        workspace.events.publish(
            CampaignChanged(
                campaign_id=changed.id,
                phase=phase,
                phase_status=str(state[phase]["status"]),
                status=changed.status,
                progress=changed.progress,
                emails=emails(changed),
                profiles=changed.scanned,
            )
        )
    return changed


# What follows from a row


def phases_of(row: CampaignRow) -> PhaseState:
    """The phases, as the type they are."""
    return cast(PhaseState, row.phases)


def emails(row: CampaignRow) -> int:
    """How many emails were found."""
    return row.initial_emails + row.deep_search_emails


def validations(row: CampaignRow) -> int:
    """How many emails were validated while the campaign ran."""
    return row.valid + row.invalid


def usage(row: CampaignRow) -> Thousandths:
    """What the calls of its worker cost so far."""
    kind = kind_of(row.type)
    lookups = row.deep_search_emails + row.no_emails if row.enable_deep_email_search else 0
    counted = pricing.counters(kind, scanned=row.scanned, lookups=lookups, validations=validations(row))
    return pricing.RATES[kind.platform].cost(counted)


def raw_goal(row: CampaignRow) -> int:
    """How many emails are collected at most."""
    return pricing.raw_goal(row.target_emails, validation=row.enable_email_validation)


def is_reached(row: CampaignRow) -> bool:
    """Whether it has what was asked for: valid emails where they are validated."""
    goal_met = row.enable_email_validation and row.valid >= row.target_emails
    return goal_met or emails(row) >= raw_goal(row)


# The list


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which campaigns a list shows; `types` None means all, both times are included, `text` is in lower case."""

    status: CampaignStatus | None = None
    types: frozenset[CampaignType] | None = None
    text: str = ""
    since: Instant = 0
    until: Instant = 2**62
    sort_by: CampaignSort = CampaignSort.CREATED_AT
    descending: bool = True


def page(
    workspace: Workspace, account: AccountRow, wishes: Wishes, *, offset: int, limit: int
) -> tuple[list[CampaignRow], int]:
    """A page of an account's campaigns and how many fit the wishes."""
    wanted = frozenset(CampaignType) if wishes.types is None else wishes.types
    params: dict[str, object] = {
        "account_id": account.id,
        "status": None if wishes.status is None else wishes.status.value,
        "text": wishes.text,
        "since": wishes.since,
        "until": wishes.until,
        **{each.name: each.value if each in wanted else None for each in CampaignType},
    }
    rows = workspace.database.all(_PAGES[wishes.sort_by, wishes.descending], **params, limit=limit, offset=offset)
    return rows, workspace.database.value(_TOTAL, **params)


def _fitting() -> tuple[ColumnElement[bool], ...]:
    row = CampaignRow
    status: BindParameter[str | None] = bindparam("status", type_=String())
    text: BindParameter[str] = bindparam("text", type_=String())
    return (
        col(row.account_id) == bindparam("account_id"),
        status.is_(None) | (col(row.status) == status),
        col(row.type).in_([bindparam(each.name) for each in CampaignType]),
        (text == "") | (func.instr(col(row.searched), text) > 0),
        col(row.created_at) >= bindparam("since"),
        col(row.created_at) <= bindparam("until"),
    )


def _sorted(sort_by: CampaignSort, *, descending: bool) -> Query[CampaignRow]:
    def build() -> Select[Any]:
        keys: Mapping[CampaignSort, Column[Any]] = {
            CampaignSort.CREATED_AT: col(CampaignRow.created_at),
            CampaignSort.PROGRESS: col(CampaignRow.progress),
            CampaignSort.STATUS: col(CampaignRow.status),
        }
        key, last = keys[sort_by], col(CampaignRow.number)
        order = (key.desc(), last.desc()) if descending else (key, last)
        fitting = select(CampaignRow).where(*_fitting()).order_by(*order)
        return fitting.limit(bindparam("limit")).offset(bindparam("offset"))

    return Query(build, CampaignRow)


_TOTAL = Query(lambda: select(func.count()).select_from(CampaignRow).where(*_fitting()), int)
_PAGES: Mapping[tuple[CampaignSort, bool], Query[CampaignRow]] = {
    (sort_by, descending): _sorted(sort_by, descending=descending)
    for sort_by in CampaignSort
    for descending in (True, False)
}
