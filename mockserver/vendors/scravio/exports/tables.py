"""Exports. Source: "Exports"."""

from __future__ import annotations

from mockserver.core.tables import Index, Row, column


class ExportRow(Row):
    """One export: what was asked for, how far its worker is, and its file.

    `data` tells which leads the campaign had when it was asked for: a later export of the same is this one.
    """

    __tablename__ = "scravio_exports"
    __table_args__ = (
        Index("scravio_exports_by_time", "account_id", "created_at", "number"),
        Index("scravio_exports_by_end", "account_id", "completed_at", "number"),
        Index("scravio_exports_by_status", "account_id", "status", "number"),
        Index("scravio_exports_by_campaign", "campaign_id", "number"),
        Index("scravio_exports_by_id", "id", unique=True),
    )

    number: int | None = column(default=None, primary_key=True)
    id: str
    account_id: str
    campaign_id: str
    email_only: bool
    only_valid: bool
    file_format: str
    """`csv` or `xlsx`."""
    data: str
    status: str
    progress: int = 0
    total: int = 0
    """How many leads are to be written."""
    written: int = 0
    last_lead: int | None = None
    file_id: str | None = None
    members: list[dict[str, object]] = column(default_factory=list)
    """The parts of an unfinished workbook."""
    filename: str | None = None
    file_size: int | None = None
    error: str | None = None
    """Seen in the control API only: no field of the API tells why an export failed."""
    created_at: int
    completed_at: int | None = None
