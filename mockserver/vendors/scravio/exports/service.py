"""Exports: asking for one, finding, listing and downloading. Must not know the wire, nor how a file is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.core.settings import RateLimits
from mockserver.core.sql import Boolean, Column, Select, String, bindparam, col, func, select
from mockserver.core.statements import Query
from mockserver.core.times import HOUR, SECOND
from mockserver.engine.workspace import Workspace
from mockserver.gateway.rate_limit import Verdict
from mockserver.vendors.scravio import ids
from mockserver.vendors.scravio.account.tables import AccountRow
from mockserver.vendors.scravio.campaigns import service as campaigns
from mockserver.vendors.scravio.campaigns.tables import CampaignRow
from mockserver.vendors.scravio.errors import not_found
from mockserver.vendors.scravio.exports.schemas import CreateExportRequest, ExportStatus, SortBy
from mockserver.vendors.scravio.exports.tables import ExportRow
from mockserver.vendors.scravio.leads import masks
from mockserver.vendors.scravio.leads import service as leads
from mockserver.vendors.scravio.policy import EXPORTS

KIND = "list_export"

DOWNLOAD_MS = HOUR
"""How long an address of a file is good for."""

_FIRST_STEP_MS = SECOND

_ONE = Query(lambda: select(ExportRow).where(col(ExportRow.id) == bindparam("id")), ExportRow)
_ALIKE = Query(
    lambda: (
        select(ExportRow)
        .where(
            col(ExportRow.campaign_id) == bindparam("campaign_id"),
            col(ExportRow.account_id) == bindparam("account_id"),
            col(ExportRow.email_only) == bindparam("email_only", type_=Boolean()),
            col(ExportRow.only_valid) == bindparam("only_valid", type_=Boolean()),
            col(ExportRow.file_format) == bindparam("file_format"),
            col(ExportRow.status) != ExportStatus.FAILED.value,
        )
        .order_by(col(ExportRow.number).desc())
        .limit(1)
    ),
    ExportRow,
)
_LATELY = Query(
    lambda: (
        select(col(ExportRow.created_at))
        .where(col(ExportRow.account_id) == bindparam("account_id"), col(ExportRow.created_at) > bindparam("after"))
        .order_by(col(ExportRow.created_at).desc(), col(ExportRow.number).desc())
        .limit(EXPORTS.limit)
    ),
    int,
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which exports a list shows, and in which order."""

    campaign_id: str | None = None
    status: ExportStatus | None = None
    sort_by: SortBy = SortBy.CREATED_AT
    descending: bool = True


def existing(workspace: Workspace, account: AccountRow, wish: CreateExportRequest) -> ExportRow | None:
    """The export that answers a request already: one under way, or a completed one of the same data.

    404 for an unknown campaign.
    """
    campaign = campaigns.require(workspace, wish.campaign_id)
    alike = workspace.database.first(
        _ALIKE,
        campaign_id=campaign.id,
        account_id=account.id,
        email_only=wish.email_only,
        only_valid=wish.only_valid_emails,
        file_format=wish.file_format.value,
    )
    if alike is None or (alike.status == ExportStatus.COMPLETED and alike.data != _data(workspace, account, campaign)):
        return None
    return alike


def create(workspace: Workspace, account: AccountRow, wish: CreateExportRequest) -> ExportRow:
    """Make an export of a campaign, whatever its status; 404 for an unknown one."""
    campaign = campaigns.require(workspace, wish.campaign_id)
    export = workspace.database.insert(
        ExportRow,
        id=ids.new(workspace, "export"),
        account_id=account.id,
        campaign_id=campaign.id,
        email_only=wish.email_only,
        only_valid=wish.only_valid_emails,
        file_format=wish.file_format.value,
        data=_data(workspace, account, campaign),
        status=ExportStatus.PENDING.value,
        created_at=workspace.now(),
    )
    subject = f"{export.file_format} of campaign {campaign.id}"
    workspace.jobs.create(KIND, export.id, subject, delay_ms=_FIRST_STEP_MS)
    return export


def allowance(workspace: Workspace, account: AccountRow) -> Verdict | None:
    """Whether one more export may be made now, counting it; None where limits are off.

    Assumption: the 5 an hour are exports that were made in the hour before; reusing one does not count.
    """
    if workspace.settings.rate_limits is RateLimits.OFF:
        return None
    now = workspace.now()
    lately = workspace.database.all(_LATELY, account_id=account.id, after=now - EXPORTS.window_ms)
    reset_at = (lately[-1] if lately else now) + EXPORTS.window_ms
    left = EXPORTS.limit - len(lately)
    refused = not left and workspace.settings.rate_limits is RateLimits.ENFORCE
    return Verdict(not refused, EXPORTS.limit, max(0, left - 1), reset_at, reset_at - now if refused else 0)


def mask(export: ExportRow) -> int:
    """The states of the leads that an export has."""
    if export.only_valid:
        return masks.VALID
    return masks.WITH_EMAIL if export.email_only else masks.ALL


def find(workspace: Workspace, export_id: str) -> ExportRow | None:
    """The export of that id."""
    return workspace.database.first(_ONE, id=export_id)


def look(workspace: Workspace, account: AccountRow, export_id: str) -> ExportRow:
    """The account's export as seen by somebody who looks, which may move it on; 404 where there is none."""
    export = find(workspace, export_id)
    if export is not None and _polled(workspace, [export]):
        export = find(workspace, export_id)
    if export is None or export.account_id != account.id:
        raise not_found("Export")
    return export


def page(
    workspace: Workspace, account: AccountRow, wishes: Wishes, *, offset: int, limit: int
) -> tuple[list[ExportRow], int]:
    """A page of the account's exports, as seen by somebody who looks, and how many fit the wishes."""
    params: dict[str, object] = {
        "account_id": account.id,
        "campaign_id": wishes.campaign_id,
        "status": wishes.status,
    }
    query = _PAGES[wishes.sort_by, wishes.descending]
    rows = workspace.database.all(query, **params, limit=limit, offset=offset)
    if _polled(workspace, rows):
        rows = workspace.database.all(query, **params, limit=limit, offset=offset)
    return rows, workspace.database.value(_TOTAL, **params)


def _data(workspace: Workspace, account: AccountRow, campaign: CampaignRow) -> str:
    """What a campaign's file would be made of now: leads are only added and checked, so counting them tells."""
    assert campaign.number is not None, "stored campaigns have a number"
    counted = [leads.count(workspace, campaign.number, part) for part in (masks.ALL, masks.VALID, masks.INVALID)]
    return f"{'.'.join(map(str, counted))}{'.masked' if account.should_mask_email else ''}"


def _polled(workspace: Workspace, exports: list[ExportRow]) -> bool:
    """Tell the engine that unfinished exports were looked at; whether there were any."""
    unfinished = [export.id for export in exports if export.completed_at is None]
    for export_id in unfinished:
        workspace.jobs.polled(export_id)
    return bool(unfinished)


def _fitting() -> tuple[object, ...]:
    row = ExportRow
    campaign, status = bindparam("campaign_id", type_=String()), bindparam("status", type_=String())
    return (
        col(row.account_id) == bindparam("account_id"),
        campaign.is_(None) | (col(row.campaign_id) == campaign),
        status.is_(None) | (col(row.status) == status),
    )


def _sorted(sort_by: SortBy, *, descending: bool) -> Query[ExportRow]:
    def build() -> Select[Any]:
        row, last = ExportRow, col(ExportRow.number)
        keys: Mapping[SortBy, Column[Any]] = {
            SortBy.CREATED_AT: col(row.created_at),
            SortBy.COMPLETED_AT: col(row.completed_at),
            SortBy.STATUS: col(row.status),
        }
        key = keys[sort_by]
        order = (key.desc(), last.desc()) if descending else (key, last)
        fitting = select(row).where(*_fitting()).order_by(*order)  # type: ignore[arg-type]
        return fitting.limit(bindparam("limit")).offset(bindparam("offset"))

    return Query(build, ExportRow)


_TOTAL = Query(lambda: select(func.count()).select_from(ExportRow).where(*_fitting()), int)  # type: ignore[arg-type]
_PAGES: Mapping[tuple[SortBy, bool], Query[ExportRow]] = {
    (key, descending): _sorted(key, descending=descending) for key in SortBy for descending in (True, False)
}
