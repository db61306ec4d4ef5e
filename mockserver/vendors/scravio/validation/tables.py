"""Lists of emails, the jobs that check them, uploads on their way to a job, and validations of campaigns.

Source: "Validation", "Start post-campaign email validation". Credits are thousandths.
"""

from __future__ import annotations

from mockserver.core.tables import Index, Row, Unique, column


class AddressRow(Row):
    """An address of a list, in lower case; an address is in a list once. Lists keep the order in which they came."""

    __tablename__ = "scravio_validation_addresses"
    __table_args__ = (
        Unique("list_number", "address"),
        Index("scravio_validation_addresses_by_list", "list_number", "id"),
    )

    id: int | None = column(default=None, primary_key=True)
    list_number: int
    address: str


class ValidationJobRow(Row):
    """A job of its own. Its list is dropped when it is over, and its results are a file.

    `malformed` of the `invalid` addresses were never asked about and cost nothing; `last_id` is the last one checked.
    """

    __tablename__ = "scravio_validation_jobs"
    __table_args__ = (
        Index("scravio_validation_jobs_by_time", "account_id", "created_at", "number"),
        Index("scravio_validation_jobs_by_end", "account_id", "completed_at", "number"),
        Index("scravio_validation_jobs_by_status", "account_id", "status", "number"),
        Index("scravio_validation_jobs_by_id", "id", unique=True),
    )

    number: int | None = column(default=None, primary_key=True)
    id: str
    account_id: str
    list_number: int
    status: str
    status_reason: str | None = None
    total: int
    valid: int = 0
    invalid: int = 0
    malformed: int = 0
    last_id: int = 0
    credit_reserved: int
    external_request_id: str | None = None
    file_id: str | None = None
    """The results, from the first that were written."""
    created_at: int
    updated_at: int
    completed_at: int | None = None


class UploadRow(Row):
    """A ticket for a file, what was seen in the file when it was parsed, and what was confirmed.

    Each step is told from its repetition by what was asked for, kept beside its outcome.
    """

    __tablename__ = "scravio_validation_uploads"
    __table_args__ = (
        Unique("account_id", "idempotency_key"),
        Index("scravio_validation_uploads_by_parse", "parse_id"),
    )

    id: str = column(primary_key=True)
    account_id: str
    idempotency_key: str
    storage_key: str
    filename: str
    content_type: str
    size_bytes: int
    file_id: str
    expires_at: int

    parse_id: str | None = None
    processed_filename: str | None = None
    generation: int = 0
    """Which content of the file was parsed."""
    sheet: dict[str, object] | None = None
    list_number: int | None = None
    """The emails of the recommended column, until a job takes them over."""
    total: int = 0
    duplicates: int = 0
    invalid_rows: int = 0

    job_id: str | None = None
    column: str | None = None
    """The key of the column that was confirmed."""


class CampaignValidationRow(Row):
    """A validation of a campaign's leads. What clients see of the last one is the campaign's `post_validation`."""

    __tablename__ = "scravio_campaign_validations"
    __table_args__ = (Index("scravio_campaign_validations_by_campaign", "campaign_id", "is_running"),)

    id: str = column(primary_key=True)
    campaign_id: str
    is_running: bool = True
    total: int
    valid: int = 0
    invalid: int = 0
    credit_reserved: int
    started_at: int
