"""Campaigns. Source: "Create campaign", "Get campaign details". Credits are thousandths."""

from __future__ import annotations

from mockserver.core.tables import Index, Row, column


class CampaignRow(Row):
    """One campaign: what was asked for, how far its worker is, and what became of its credits.

    `scanned` = `initial_emails` + `deep_search_emails` + `no_emails` + those whom a filter left out, and is the
    rank at which scanning goes on. `valid` and `invalid` are verdicts given while collecting.
    """

    __tablename__ = "scravio_campaigns"
    __table_args__ = (
        Index("scravio_campaigns_by_time", "account_id", "created_at", "number"),
        Index("scravio_campaigns_by_progress", "account_id", "progress", "number"),
        Index("scravio_campaigns_by_status", "account_id", "status", "number"),
        Index("scravio_campaigns_by_end", "account_id", "finished_at", "status", "number"),
        Index("scravio_campaigns_by_id", "id", unique=True),
    )

    number: int | None = column(default=None, primary_key=True)
    id: str
    account_id: str
    title: str
    type: str
    status: str
    inputs: dict[str, object]
    """As accepted: without `#` and `@`, countries in upper case."""
    limits: dict[str, object]
    """The caps that were derived, and what an older client sent."""
    searched: str
    """What the list's `q` looks in, in lower case."""
    target_emails: int
    max_items: int
    """How many profiles are scanned at most."""
    enable_deep_email_search: bool
    enable_email_validation: bool
    progress: int = 0

    scanned: int = 0
    initial_emails: int = 0
    deep_search_emails: int = 0
    no_emails: int = 0
    valid: int = 0
    invalid: int = 0

    estimate: dict[str, object]
    """What the reserve preview said, as shown."""
    credit_reserved: int
    max_credit_cap: int
    credit_used: int = 0
    credit_returned: int = 0
    credit_charged: int = 0
    settled_at: int | None = None
    settlement_attempts: int = 0

    phases: dict[str, object]
    """`phaseState` as shown."""
    post_validation: dict[str, object] | None = None
    """`postValidation` as shown; null until a validation of the finished campaign was asked for."""

    stop_requested: bool = False
    stopped_by: str | None = None
    stopped_reason: str | None = None
    error: str | None = None
    created_at: int
    updated_at: int
    finished_at: int | None = None
