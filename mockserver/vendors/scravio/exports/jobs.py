"""The worker that writes a campaign's leads into a file, stretch by stretch. Source: "Exports"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from mockserver.core.times import iso_ms
from mockserver.engine.jobs import Done, Fail, JobKind, Outcome, Wait
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scravio.account import service as accounts
from mockserver.vendors.scravio.campaigns import service as campaigns
from mockserver.vendors.scravio.campaigns.kinds import kind_of
from mockserver.vendors.scravio.campaigns.tables import CampaignRow
from mockserver.vendors.scravio.exports import columns, service, workbook
from mockserver.vendors.scravio.exports.schemas import ExportStatus, FileFormat
from mockserver.vendors.scravio.exports.tables import ExportRow
from mockserver.vendors.scravio.exports.workbook import MOST_ROWS, Workbook
from mockserver.vendors.scravio.leads import details, presenters
from mockserver.vendors.scravio.leads import service as leads
from mockserver.vendors.scravio.leads.presenters import Viewer
from mockserver.vendors.scravio.leads.tables import LeadRow
from mockserver.vendors.scravio.magic import FAILING_EXPORT
from mockserver.vendors.scravio.spreadsheets import MEDIA_TYPE, Cell, csv_lines

_INTERRUPTED = "Export failed"

# Assumption: small exports are there within seconds, and large ones take a few minutes.
_STEP_MS = 500
_LEADS_A_STEP = 1_000

_SHEET = "Leads"


def kinds(workspace: Workspace) -> Sequence[JobKind]:
    """The kind of job, bound to a workspace."""
    return (
        JobKind(
            name=service.KIND,
            vendor="scravio",
            step=partial(step, workspace),
            fail=partial(fail, workspace),
            default_error=_INTERRUPTED,
        ),
    )


def step(workspace: Workspace, export_id: str) -> Outcome:
    """Begin the file, or write the next stretch of leads into it."""
    export = service.find(workspace, export_id)
    if export is None or export.completed_at is not None:
        return Done()
    campaign = campaigns.require(workspace, export.campaign_id)
    if export.status == ExportStatus.PENDING:
        _begin(workspace, export, campaign)
        return Wait(_STEP_MS, progress=0)
    if FAILING_EXPORT.matches(campaign.title):
        fail(workspace, export_id, _INTERRUPTED)
        return Fail(_INTERRUPTED)
    return _write_stretch(workspace, export, campaign)


def fail(workspace: Workspace, export_id: str, error: str) -> None:
    """Write a failure down; nothing of the file is kept."""
    export = service.find(workspace, export_id)
    if export is None or export.completed_at is not None:
        return
    if export.file_id is not None:
        workspace.files.remove(export.file_id)
    _change(
        workspace,
        export_id,
        status=ExportStatus.FAILED.value,
        error=error,
        file_id=None,
        members=[],
        completed_at=workspace.now(),
    )


def _begin(workspace: Workspace, export: ExportRow, campaign: CampaignRow) -> None:
    assert campaign.number is not None, "stored campaigns have a number"
    media_type = MEDIA_TYPE if export.file_format == FileFormat.CSV else workbook.MEDIA_TYPE
    file_id = workspace.files.create("scravio", _filename(export, campaign), media_type)
    total = leads.count(workspace, campaign.number, service.mask(export))
    _change(workspace, export.id, status=ExportStatus.PROCESSING.value, file_id=file_id, total=total)
    if export.file_format == FileFormat.CSV:
        workspace.files.append(file_id, csv_lines([columns.HEADER]))
        return
    book = _workbook(workspace, file_id, [])
    book.begin()
    _save(workspace, export.id, book)


def _write_stretch(workspace: Workspace, export: ExportRow, campaign: CampaignRow) -> Outcome:
    assert campaign.number is not None and export.file_id is not None, "the file was begun"
    # Leads that come while the file is written are none of those that were counted.
    limit = min(_LEADS_A_STEP, export.total - export.written)
    found = leads.stretch(workspace, campaign.number, export.last_lead, limit, service.mask(export))
    rows = _rows(workspace, campaign, found)
    if export.file_format == FileFormat.CSV:
        workspace.files.append(export.file_id, csv_lines(rows))
    else:
        _add_to_workbook(workspace, export, rows)
    written = export.written + len(found)
    if found and written < export.total:
        progress = written * 100 // export.total
        _change(workspace, export.id, written=written, last_lead=found[-1].id, progress=progress)
        return Wait(_STEP_MS, progress=progress)
    _change(workspace, export.id, written=written)
    _finish(workspace, export.id)
    return Done()


def _rows(workspace: Workspace, campaign: CampaignRow, found: Sequence[LeadRow]) -> list[list[Cell]]:
    """Leads as rows of the file. A free account's exports are masked, whatever it has revealed."""
    viewer = Viewer(is_masked=accounts.current(workspace).should_mask_email)
    kind = kind_of(campaign.type)
    return [
        columns.row(presenters.lead(each, campaign.id, kind, viewer, lambda name: name))
        for each in details.of(workspace, campaign, found)
    ]


def _add_to_workbook(workspace: Workspace, export: ExportRow, rows: list[list[Cell]]) -> None:
    """Add rows; where a sheet is full another begins, and each has the header."""
    assert export.file_id is not None, "the file was begun"
    book = _workbook(workspace, export.file_id, export.members)
    room = -export.written % (MOST_ROWS - 1)
    if not room:
        book.begin_sheet()
        book.add([columns.HEADER])
    book.add(rows[: room or None])
    if room and len(rows) > room:
        book.begin_sheet()
        book.add([columns.HEADER, *rows[room:]])
    _save(workspace, export.id, book)


def _finish(workspace: Workspace, export_id: str) -> None:
    export = service.find(workspace, export_id)
    assert export is not None and export.file_id is not None, "exports are never removed"
    if export.file_format == FileFormat.XLSX:
        _workbook(workspace, export.file_id, export.members).close()
    workspace.files.finish(export.file_id)
    file = workspace.files.get(export.file_id)
    assert file is not None, "it was just finished"
    _change(
        workspace,
        export_id,
        status=ExportStatus.COMPLETED.value,
        progress=100,
        filename=file.name,
        file_size=file.size,
        members=[],
        completed_at=workspace.now(),
    )


def _workbook(workspace: Workspace, file_id: str, members: Sequence[dict[str, object]]) -> Workbook:
    file = workspace.files.get(file_id)
    assert file is not None, "the file was begun"
    return Workbook(partial(workspace.files.append, file_id), file.size, members, title=_SHEET)


def _save(workspace: Workspace, export_id: str, book: Workbook) -> None:
    _change(workspace, export_id, members=book.state())


def _filename(export: ExportRow, campaign: CampaignRow) -> str:
    """Assumption: a file is called for its campaign and the day it was asked for: `instagram-hashtag-fitness-…`."""
    words = re.sub(r"[^a-z0-9]+", "-", campaign.title.lower()).strip("-")[:60].rstrip("-") or "leads"
    return f"{words}-{iso_ms(export.created_at)[:10]}-{export.id[-6:]}.{export.file_format}"


def _change(workspace: Workspace, export_id: str, **changes: object) -> None:
    workspace.database.change(ExportRow, {"id": export_id}, **changes)
