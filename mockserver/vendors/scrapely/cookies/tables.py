"""Cookie extraction jobs. Source: "Extract Cookies" and "Check Extraction Status"."""

from __future__ import annotations

from mockserver.core.tables import Index, Row, column


class CookieJobRow(Row):
    """A job; `number` is its place in the queue, which is worked off one at a time."""

    __tablename__ = "scrapely_cookie_jobs"
    __table_args__ = (
        Index("scrapely_cookie_jobs_queue", "completed_at", "number"),
        Index("scrapely_cookie_jobs_by_username", "username", "completed_at"),
    )

    id: str = column(primary_key=True)
    number: int
    username: str
    """In lower case, without the @."""
    password: str
    two_fa_key: str
    proxy: str
    proxy_auth: str
    xchat_pin: str
    status: str
    created_at: int
    started_at: int | None = None
    completed_at: int | None = None
    cookies: list[dict[str, object]] | None = None
    error: str | None = None
