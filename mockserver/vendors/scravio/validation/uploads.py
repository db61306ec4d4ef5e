"""A file on its way to a validation job: ticket, parse, confirmation, each safe to repeat.

Same idempotency key and same request give the first answer again; another request under that key is a conflict.
Must not know the wire. Source: "Request validation file upload" to "Confirm parsed validation file".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from mockserver.core.errors import ValidationFailed
from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.core.times import MINUTE
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scravio import ids
from mockserver.vendors.scravio.account.tables import AccountRow
from mockserver.vendors.scravio.errors import bad_request, conflict, not_found
from mockserver.vendors.scravio.validation import lists, service
from mockserver.vendors.scravio.validation.reading import Source, Unreadable
from mockserver.vendors.scravio.validation.schemas import (
    LARGEST_FILE,
    ConfirmRequest,
    JobStatus,
    ProcessRequest,
    UploadRequest,
)
from mockserver.vendors.scravio.validation.sheets import Column, Sheet, emails, survey
from mockserver.vendors.scravio.validation.tables import UploadRow, ValidationJobRow

TICKET_MS = 15 * MINUTE

CONTENT_TYPES = ("text/csv", "text/plain", "application/csv", "application/vnd.ms-excel")
"""What browsers call such files. Advisory: the name's ending decides."""

_BY_KEY = Query(
    lambda: select(UploadRow).where(
        col(UploadRow.account_id) == bindparam("account_id"), col(UploadRow.idempotency_key) == bindparam("key")
    ),
    UploadRow,
)
_BY_ID = Query(lambda: select(UploadRow).where(col(UploadRow.id) == bindparam("id")), UploadRow)
_BY_PARSE = Query(lambda: select(UploadRow).where(col(UploadRow.parse_id) == bindparam("id")), UploadRow)


def ticket(workspace: Workspace, account: AccountRow, wish: UploadRequest) -> UploadRow:
    """Make an upload, or give the one that the key already has; 409 when the key was used for another file."""
    known = workspace.database.first(_BY_KEY, account_id=account.id, key=wish.idempotency_key)
    if known is not None:
        _refuse_other(
            {
                "filename": (known.filename, wish.filename),
                "contentType": (known.content_type, wish.content_type),
                "sizeBytes": (known.size_bytes, wish.size_bytes),
            }
        )
        return known
    name = ids.new(workspace, "upload")
    extension = wish.filename[-4:].lower()
    file_id = workspace.files.create(
        "scravio",
        f"{name}{extension}",
        "text/csv" if extension == ".csv" else "text/plain",
        announced_size=wish.size_bytes,
        limit=LARGEST_FILE,
    )
    return workspace.database.insert(
        UploadRow,
        id=f"upl_{name}",
        account_id=account.id,
        idempotency_key=wish.idempotency_key,
        storage_key=f"private/validation/{account.id}/{name}{extension}",
        filename=wish.filename,
        content_type=wish.content_type,
        size_bytes=wish.size_bytes,
        file_id=file_id,
        expires_at=workspace.now() + TICKET_MS,
    )


def process(workspace: Workspace, account: AccountRow, wish: ProcessRequest) -> UploadRow:
    """Parse the uploaded file and write down the emails of its best column.

    404 for an unknown upload; 400 for another key than the ticket's, and for a file that is not there, is not as
    large as announced or is no text; 409 when it was parsed under another name.
    """
    upload = workspace.database.first(_BY_ID, id=wish.upload_id)
    if upload is None or upload.account_id != account.id:
        raise not_found("Upload")
    _require_key(upload, wish.idempotency_key)
    if wish.key != upload.storage_key:
        raise ValidationFailed.of("key", "must be the one that the upload ticket gave")
    if upload.parse_id is not None:
        _refuse_other({"filename": (upload.processed_filename, wish.filename)})
        return upload
    generation = _arrived(workspace, upload)
    try:
        sheet = survey(_source(workspace, upload), is_csv=upload.filename.lower().endswith(".csv"))
        numbers = _write(workspace, upload, sheet, sheet.recommended)
    except Unreadable as error:
        raise bad_request(str(error)) from None
    workspace.database.change(
        UploadRow,
        {"id": upload.id},
        parse_id=f"parse_{ids.new(workspace, 'parse')}",
        processed_filename=wish.filename,
        generation=generation,
        sheet=asdict(sheet),
        **numbers,
    )
    parsed = workspace.database.first(_BY_ID, id=upload.id)
    assert parsed is not None, "it was just written"
    return parsed


def confirm(workspace: Workspace, account: AccountRow, wish: ConfirmRequest) -> ValidationJobRow:
    """Make the job of a parsed file, or give the one that was made.

    404 for an unknown parse; 400 for another key than the ticket's, an unknown column, a file without emails or one
    that was replaced since, and too few credits; 409 when another column was confirmed or another job is active.
    """
    upload = workspace.database.first(_BY_PARSE, id=wish.parse_id)
    if upload is None or upload.account_id != account.id:
        raise not_found("Parse result")
    _require_key(upload, wish.idempotency_key)
    sheet = sheet_of(upload)
    column = _chosen(sheet, wish.selected_column)
    if upload.job_id is not None:
        _refuse_other({"selectedColumn": (upload.column, column.key)})
        job = service.find(workspace, upload.job_id)
        assert job is not None, "jobs are never removed"
        return job
    service.refuse_second(workspace, account)
    list_number, total = upload.list_number, upload.total
    if column != sheet.recommended:
        if _arrived(workspace, upload) != upload.generation:
            raise bad_request("File was replaced after it was parsed; request a new upload")
        assert list_number is not None, "a sheet with columns has a list"
        lists.drop(workspace, list_number)
        list_number, total, _ = lists.write(workspace, filter(None, emails(_source(workspace, upload), sheet, column)))
    assert list_number is not None, "a sheet with columns has a list"
    job = service.create(workspace, account, list_number, total, JobStatus.QUEUED)
    workspace.database.change(UploadRow, {"id": upload.id}, job_id=job.id, column=column.key, list_number=None)
    return job


def sheet_of(upload: UploadRow) -> Sheet:
    """What was seen in the file of a parsed upload."""
    stored: Any = upload.sheet
    assert stored is not None, "a parsed upload has a sheet"
    return Sheet(**{**stored, "columns": tuple(Column(**column) for column in stored["columns"])})


def _require_key(upload: UploadRow, key: str) -> None:
    if key != upload.idempotency_key:
        raise ValidationFailed.of("idempotencyKey", "must be the one that the upload ticket was requested with")


def _refuse_other(asked: Mapping[str, Sequence[object]]) -> None:
    """Raise 409 where a repeated request differs from the first."""
    for name, (first, now) in asked.items():
        if first != now:
            raise conflict(f"idempotencyKey was already used with another {name}")


def _arrived(workspace: Workspace, upload: UploadRow) -> int:
    """Which content the uploaded file has; 400 while there is none, or not as much as announced."""
    file = workspace.files.get(upload.file_id)
    if file is None or not file.complete:
        raise bad_request("File has not been uploaded; PUT it to the uploadUrl first")
    if file.size != upload.size_bytes:
        raise bad_request(f"Uploaded file has {file.size} bytes, but sizeBytes announced {upload.size_bytes}")
    return file.generation


def _source(workspace: Workspace, upload: UploadRow) -> Source:
    return partial(workspace.files.open, upload.file_id)


def _write(workspace: Workspace, upload: UploadRow, sheet: Sheet, column: Column | None) -> dict[str, object]:
    """Write the list of a column; returns the upload's numbers."""
    if column is None:
        return {"invalid_rows": sheet.rows}
    found = filter(None, emails(_source(workspace, upload), sheet, column))
    list_number, total, duplicates = lists.write(workspace, found)
    return {
        "list_number": list_number,
        "total": total,
        "duplicates": duplicates,
        "invalid_rows": sheet.rows - total - duplicates,
    }


def _chosen(sheet: Sheet, key: str | None) -> Column:
    """The column of a key; the recommended one where none is named."""
    if sheet.recommended is None:
        raise bad_request("File has no emails to validate")
    if key is None:
        return sheet.recommended
    for column in sheet.columns:
        if column.key == key:
            return column
    keys = ", ".join(column.key for column in sheet.columns)
    raise ValidationFailed.of("selectedColumn", f"must be one of {keys}")
