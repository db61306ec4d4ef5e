"""Exports as the API shows them."""

from __future__ import annotations

from mockserver.core.times import iso_ms
from mockserver.vendors.scravio.exports.schemas import CreatedExport, Export, ExportStatus, FileFormat
from mockserver.vendors.scravio.exports.tables import ExportRow
from mockserver.vendors.scravio.fields import moment


def created(row: ExportRow) -> CreatedExport:
    """The answer to a request for an export."""
    return {
        "exportId": row.id,
        "status": ExportStatus(row.status),
        "progress": row.progress,
        "isEmailOnly": row.email_only,
        "onlyValidEmails": row.only_valid,
        "fileFormat": FileFormat(row.file_format),
        "createdAt": iso_ms(row.created_at),
        "completedAt": moment(row.completed_at),
    }


def export(row: ExportRow) -> Export:
    """An export in the list. Assumption: until it is completed, `totalRecords` is 0."""
    return {
        "exportId": row.id,
        "campaignId": row.campaign_id,
        "status": ExportStatus(row.status),
        "progress": row.progress,
        "isEmailOnly": row.email_only,
        "onlyValidEmails": row.only_valid,
        "filename": row.filename,
        "totalRecords": row.written if row.status == ExportStatus.COMPLETED else 0,
        "fileSize": row.file_size,
        "fileFormat": FileFormat(row.file_format),
        "createdAt": iso_ms(row.created_at),
        "completedAt": moment(row.completed_at),
    }
