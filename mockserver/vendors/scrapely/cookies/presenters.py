"""Cookie extraction jobs as the API shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from mockserver.core.times import iso_s
from mockserver.vendors.scrapely.accounts.schemas import Cookie
from mockserver.vendors.scrapely.cookies.schemas import (
    ExtractCookiesResponse,
    ExtractionStatus,
    ExtractionStatusResponse,
)
from mockserver.vendors.scrapely.cookies.tables import CookieJobRow

_MESSAGES: Mapping[ExtractionStatus, str] = {
    ExtractionStatus.QUEUED: "Job is queued and waiting to be processed",
    ExtractionStatus.PROCESSING: "Job is currently being processed",
    ExtractionStatus.COMPLETED: "Cookie extraction completed successfully",
    ExtractionStatus.FAILED: "Cookie extraction failed",
}


def queued(row: CookieJobRow) -> ExtractCookiesResponse:
    """The answer to a new job."""
    poll = f"/api/v1/get-cookies/status?job_id={row.id}"
    return {
        "success": True,
        "job_id": row.id,
        "status": ExtractionStatus(row.status),
        "username": row.username,
        "created_at": iso_s(row.created_at),
        "message": f"Cookie extraction job queued. Poll GET {poll} to check progress.",
    }


def status(row: CookieJobRow) -> ExtractionStatusResponse:
    """A job, without the keys that its state has not reached."""
    state = ExtractionStatus(row.status)
    shown: ExtractionStatusResponse = {
        "job_id": row.id,
        "status": state,
        "username": row.username,
        "created_at": iso_s(row.created_at),
        "message": _MESSAGES[state],
    }
    if row.started_at is not None:
        shown["started_at"] = iso_s(row.started_at)
    if row.completed_at is not None:
        shown["completed_at"] = iso_s(row.completed_at)
    if row.cookies is not None:
        shown["cookies"] = cast(list[Cookie], row.cookies)
    if row.error is not None:
        shown["error"] = row.error
    return shown
