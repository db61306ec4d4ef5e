"""Tables of the engine. Must not know what a vendor stores."""

from __future__ import annotations

from mockserver.core.tables import Index, Row, column


class TimerRow(Row):
    """Something that falls due. `background` ones go on for ever and keep no workspace from being idle.

    `lane` names whom an exchange talks to; a step has none.
    """

    __tablename__ = "timers"
    __table_args__ = (
        Index("timers_by_due", "due_at", "id"),
        Index("timers_by_subject", "kind", "subject"),
    )

    id: int | None = column(default=None, primary_key=True)
    due_at: int
    kind: str
    subject: str
    payload: dict[str, object] = column(default_factory=dict)
    background: bool = False
    lane: str = ""


class JobRow(Row):
    """A worker's job; `id` is the vendor's own job id where it has one, `number` counts them all."""

    __tablename__ = "jobs"
    __table_args__ = (Index("jobs_by_kind", "vendor", "kind", "number"), Index("jobs_by_number", "number"))

    id: str = column(primary_key=True)
    number: int
    vendor: str
    kind: str
    subject: str
    status: str
    progress: int = 0
    due_at: int | None = None
    error: str | None = None
    created_at: int


class WebhookRow(Row):
    """An address that wants events; `events` holds names or `*`, `number` counts them all."""

    __tablename__ = "webhooks"
    __table_args__ = (Index("webhooks_by_vendor", "vendor", "number"),)

    id: str = column(primary_key=True)
    number: int
    vendor: str
    url: str
    events: list[str]
    secret: str
    is_active: bool = True
    created_at: int


class DeliveryRow(Row):
    """One event on its way to one webhook; the body's bytes never change. `number` counts them all."""

    __tablename__ = "deliveries"
    __table_args__ = (
        Index("deliveries_by_number", "number"),
        Index("deliveries_by_webhook", "webhook_id", "number"),
    )

    id: str = column(primary_key=True)
    number: int
    vendor: str
    webhook_id: str
    event: str
    url: str
    body: bytes
    headers: dict[str, str]
    status: str
    attempts: int = 0
    created_at: int


class AttemptRow(Row):
    """One try at a delivery: what was sent, and the receiver's status, or why there was none.

    `headers` are those sent, with the secret itself masked. `distortion` says how a tester had it spoilt; then `body`
    is what was sent in place of the delivery's, and `is_detectable` whether a receiver could tell.
    """

    __tablename__ = "attempts"
    __table_args__ = (Index("attempts_by_delivery", "delivery_id", "id"),)

    id: int | None = column(default=None, primary_key=True)
    delivery_id: str
    number: int
    at: int
    headers: dict[str, str]
    body: bytes | None = None
    distortion: str | None = None
    is_detectable: bool | None = None
    status: int | None = None
    error: str | None = None
    duration_ms: int
    response_body: str | None = None


class FileRow(Row):
    """A file: an upload, an export, a picture. `generation` names the content that is served."""

    __tablename__ = "files"

    id: str = column(primary_key=True)
    vendor: str
    name: str
    media_type: str
    announced_size: int | None = None
    limit: int | None = None
    size: int = 0
    generation: int = 0
    complete: bool = False
    created_at: int


class FileChunkRow(Row):
    """A piece of a file; `position` is the place of its first byte."""

    __tablename__ = "file_chunks"

    file_id: str = column(primary_key=True)
    generation: int = column(primary_key=True)
    position: int = column(primary_key=True)
    data: bytes


TABLES = (TimerRow, JobRow, WebhookRow, DeliveryRow, AttemptRow, FileRow, FileChunkRow)
