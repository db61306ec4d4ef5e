"""Lead sources and leads as the API shows them."""

from __future__ import annotations

from collections.abc import Sequence

from mockserver.core.times import iso_s
from mockserver.gateway.pagination import Slice, encode_cursor
from mockserver.vendors.scrapely.sources.schemas import (
    CreateSourceResponse,
    HandleProgress,
    JobProgress,
    Lead,
    LeadList,
    ScrapeStatus,
    Source,
)
from mockserver.vendors.scrapely.sources.tables import LeadRow, ScrapeJobRow, SourceRow
from mockserver.workers.scraping import Direction


def created(row: SourceRow, jobs: Sequence[ScrapeJobRow]) -> CreateSourceResponse:
    """The answer to a new source."""
    return {
        "success": True,
        "lead_source_id": row.id,
        "name": row.name,
        "jobs_created": len(jobs),
        "message": "Scraping all followers/following. Credits deducted as leads are imported.",
        "jobs": [
            {"id": job.id, "type": Direction(job.type), "handle": job.handle, "status": ScrapeStatus(job.status)}
            for job in jobs
        ],
    }


def source(row: SourceRow, jobs: Sequence[ScrapeJobRow]) -> Source:
    """A source, in detail or in the list."""
    return {
        "id": row.id,
        "name": row.name,
        "status": status(jobs),
        "leads_imported": sum(job.leads_imported for job in jobs),
        "total_leads": sum(job.max_leads for job in jobs),
        "progress": progress(jobs),
        "handles": handles(jobs),
        "created_at": iso_s(row.created_at),
    }


def status(jobs: Sequence[ScrapeJobRow]) -> ScrapeStatus:
    """Where a source with these jobs stands.

    Assumption: a source has failed when none of its jobs completed; one that did makes it completed.
    """
    states = {ScrapeStatus(job.status) for job in jobs}
    if states == {ScrapeStatus.PENDING}:
        return ScrapeStatus.PENDING
    if states & {ScrapeStatus.PENDING, ScrapeStatus.PROCESSING}:
        return ScrapeStatus.PROCESSING
    return ScrapeStatus.COMPLETED if ScrapeStatus.COMPLETED in states else ScrapeStatus.FAILED


def progress(jobs: Sequence[ScrapeJobRow]) -> int:
    """How many of the people to look at were looked at, in percent; 100 only when every job completed."""
    if all(job.status == ScrapeStatus.COMPLETED for job in jobs):
        return 100
    total = sum(job.max_leads for job in jobs)
    scanned = sum(job.max_leads if job.status == ScrapeStatus.COMPLETED else job.scanned for job in jobs)
    return min(99, round(scanned * 100 / total)) if total else 0


def handles(jobs: Sequence[ScrapeJobRow]) -> list[HandleProgress]:
    """The handles of a source in the order they were named."""
    shown: dict[str, HandleProgress] = {}
    for job in jobs:
        entry = shown.setdefault(job.handle, {"handle": job.handle, "followers": None, "following": None})
        progress_of: JobProgress = {
            "status": ScrapeStatus(job.status),
            "leads_imported": job.leads_imported,
            "max_leads": job.max_leads,
        }
        if job.type == Direction.FOLLOWERS:
            entry["followers"] = progress_of
        else:
            entry["following"] = progress_of
    return list(shown.values())


def lead(row: LeadRow) -> Lead:
    """A lead."""
    return {
        "twitter_handle": row.handle,
        "lead_source_id": row.source_id,
        "name": row.name,
        "bio": row.bio,
        "followers_count": row.followers_count,
        "following_count": row.following_count,
        "location": row.location,
        "website": row.website,
        "is_blue_verified": row.is_blue_verified,
    }


def lead_list(page: Slice[LeadRow]) -> LeadList:
    """A page of leads; the cursor is the place of its last one."""
    last = page.rows[-1].id if page.rows else None
    return {
        "leads": [lead(row) for row in page.rows],
        "pagination": {
            "next_cursor": encode_cursor(last) if page.has_more and last is not None else None,
            "has_more": page.has_more,
            "count": len(page.rows),
        },
    }
