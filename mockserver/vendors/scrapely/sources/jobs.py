"""The worker that fills lead sources: filters apply while scraping, and each lead costs a credit.

Source: "Create Scraping Source".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Query
from mockserver.engine.jobs import Done, Fail, JobKind, Outcome, Wait
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapely.sources import credits as ledger
from mockserver.vendors.scrapely.sources import service
from mockserver.vendors.scrapely.sources.credits import CreditKind
from mockserver.vendors.scrapely.sources.schemas import Filters, ScrapeStatus
from mockserver.vendors.scrapely.sources.tables import LeadRow, ScrapeJobRow
from mockserver.workers import scraping
from mockserver.workers.lead_filters import ANY_COUNT, Bounds, Keywords, LeadFilter, normalised
from mockserver.workers.scraping import Direction, Found, Obstacle
from mockserver.world.person import Person

# Assumption: no source words why a scraping job fails; the reasons are seen in the control API only.
REASONS: Mapping[Obstacle, str] = {
    Obstacle.NOT_FOUND: "User not found",
    Obstacle.SUSPENDED: "User has been suspended",
    Obstacle.PROTECTED: "User's account is protected",
}
OUT_OF_CREDITS = "Not enough lead credits"

_KNOWN_AT_ONCE = 100
_KNOWN = Query(
    lambda: select(col(LeadRow.user_id)).where(
        col(LeadRow.source_id) == bindparam("source_id"),
        col(LeadRow.user_id).in_([bindparam(f"u{place}") for place in range(_KNOWN_AT_ONCE)]),
    ),
    str,
)


def kind(workspace: Workspace) -> JobKind:
    """The kind of job, bound to a workspace."""
    return JobKind(
        name=service.KIND,
        vendor="scrapely",
        step=partial(step, workspace),
        fail=partial(fail, workspace),
        default_error="Scraping failed",
    )


def step(workspace: Workspace, job_id: str) -> Outcome:
    """Start the job, or read and import the next stretch of its list."""
    job = service.find_job(workspace, job_id)
    if job is None or job.status not in service.UNFINISHED:
        return Done()
    person = workspace.world.people.get(job.handle)
    obstacle = scraping.obstacle(person)
    if person is None or obstacle is not None:
        return _failed(workspace, job_id, REASONS[obstacle or Obstacle.NOT_FOUND])
    if job.status == ScrapeStatus.PENDING:
        total = scraping.length(person, Direction(job.type))
        _change(workspace, job_id, status=ScrapeStatus.PROCESSING.value, max_leads=total)
        return Wait(_reading_ms(workspace, job, total), progress=0)
    return _import_stretch(workspace, job, person)


def fail(workspace: Workspace, job_id: str, error: str) -> None:
    """Write a failure down; leads that were imported stay, and a job that is over stays as it is."""
    job = service.find_job(workspace, job_id)
    if job is not None and job.status in service.UNFINISHED:
        _change(workspace, job_id, status=ScrapeStatus.FAILED.value, error=error)


def lead_filter(filters: Filters | None) -> LeadFilter:
    """A source's filters as the worker applies them.

    Assumption: a keyword is found wherever its letters stand in the bio, also inside a word; case does not matter.
    Blank keywords and empty groups say nothing. Places are found in locations in the same way.
    """
    if filters is None:
        return LeadFilter()
    return LeadFilter(
        included=Keywords.of(filters.include_keywords, filters.include_within_logic, filters.include_between_logic),
        excluded=Keywords.of(filters.exclude_keywords, filters.exclude_within_logic, filters.exclude_between_logic),
        avoided_places=normalised(filters.location_exclude_keywords),
        followers=ANY_COUNT if filters.followers is None else Bounds(filters.followers.min, filters.followers.max),
        following=ANY_COUNT if filters.following is None else Bounds(filters.following.min, filters.following.max),
        has_website=filters.has_website,
    )


def _import_stretch(workspace: Workspace, job: ScrapeJobRow, person: Person) -> Outcome:
    source = service.find(workspace, job.source_id)
    assert source is not None, "sources are never removed"
    wanted = lead_filter(None if source.filters is None else Filters.model_validate(source.filters))
    stretch = scraping.read(workspace.world, person, Direction(job.type), job.scanned, wanted)
    fresh = _unknown(workspace, job.source_id, stretch.found)
    paid = fresh[: ledger.balance(workspace, CreditKind.LEAD)]
    _save(workspace, job, [found.person for found in paid])
    if len(paid) < len(fresh):
        _change(workspace, job.id, scanned=job.scanned + fresh[len(paid)].place - 1)
        return _failed(workspace, job.id, OUT_OF_CREDITS)
    scanned = job.scanned + stretch.read
    if stretch.is_last:
        _change(workspace, job.id, scanned=scanned, status=ScrapeStatus.COMPLETED.value)
        return Done()
    _change(workspace, job.id, scanned=scanned)
    return Wait(_reading_ms(workspace, job, job.max_leads - scanned), progress=_percent(scanned, job.max_leads))


def _unknown(workspace: Workspace, source_id: str, found: Sequence[Found]) -> list[Found]:
    """Those who are not leads of the source yet, by another of its jobs or by this one."""
    known: set[str] = set()
    for start in range(0, len(found), _KNOWN_AT_ONCE):
        ids = {f"u{place}": each.person.user_id for place, each in enumerate(found[start : start + _KNOWN_AT_ONCE])}
        ids |= {f"u{place}": "" for place in range(len(ids), _KNOWN_AT_ONCE)}
        known.update(workspace.database.all(_KNOWN, source_id=source_id, **ids))
    return [each for each in found if each.person.user_id not in known]


def _save(workspace: Workspace, job: ScrapeJobRow, people: Sequence[Person]) -> None:
    """Write people as leads and take a credit for each, in one line of the ledger."""
    if not people:
        return
    now = workspace.now()
    workspace.database.add_many(
        LeadRow,
        (
            {
                "source_id": job.source_id,
                "user_id": person.user_id,
                "handle": person.handle,
                "name": person.name,
                "bio": person.bio,
                "location": person.location,
                "website": person.website,
                "followers_count": person.followers_count,
                "following_count": person.following_count,
                "is_blue_verified": person.is_blue_verified,
                "created_at": now,
            }
            for person in people
        ),
    )
    ledger.spend(workspace, CreditKind.LEAD, len(people), "leads imported", job.id)
    _change(workspace, job.id, leads_imported=job.leads_imported + len(people))


def _reading_ms(workspace: Workspace, job: ScrapeJobRow, remaining: int) -> int:
    chance = workspace.entropy.stream("scrapely.scraping", "reading", job.id, remaining)
    return scraping.reading_ms(chance, remaining)


def _percent(scanned: int, total: int) -> int:
    """Progress of a job that is not over; the list may have grown since it was counted."""
    return min(99, scanned * 100 // max(1, total))


def _failed(workspace: Workspace, job_id: str, error: str) -> Fail:
    fail(workspace, job_id, error)
    return Fail(error)


def _change(workspace: Workspace, job_id: str, **changes: object) -> None:
    workspace.database.change(ScrapeJobRow, {"id": job_id}, **changes)
