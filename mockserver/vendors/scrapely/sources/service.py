"""Lead sources, their jobs and their leads. Must not know the wire, nor what a step of a job does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from mockserver.core.sql import bindparam, col, func, select
from mockserver.core.statements import Query
from mockserver.engine.workspace import Workspace
from mockserver.gateway.pagination import Slice
from mockserver.vendors.scrapely.errors import not_found
from mockserver.vendors.scrapely.sources.schemas import Filters, ScrapeStatus, Target
from mockserver.vendors.scrapely.sources.tables import LeadRow, ScrapeJobRow, SourceRow
from mockserver.workers import scraping
from mockserver.workers.lead_filters import contains_any, normalised

KIND = "scraping"

UNFINISHED = (ScrapeStatus.PENDING, ScrapeStatus.PROCESSING)

_LEADS_AT_ONCE = 500

_SOURCE = Query(lambda: select(SourceRow).where(col(SourceRow.id) == bindparam("id")), SourceRow)
_SOURCES = Query(
    lambda: (
        select(SourceRow)
        .order_by(col(SourceRow.created_at).desc(), col(SourceRow.id).desc())
        .limit(bindparam("limit"))
        .offset(bindparam("offset"))
    ),
    SourceRow,
)
_TOTAL = Query(lambda: select(func.count()).select_from(SourceRow), int)
_JOB = Query(lambda: select(ScrapeJobRow).where(col(ScrapeJobRow.id) == bindparam("id")), ScrapeJobRow)
_JOBS_OF = Query(
    lambda: (
        select(ScrapeJobRow).where(col(ScrapeJobRow.source_id) == bindparam("id")).order_by(col(ScrapeJobRow.number))
    ),
    ScrapeJobRow,
)
_JOBS_OF_PAGE = Query(
    lambda: (
        select(ScrapeJobRow)
        .where(
            col(ScrapeJobRow.source_id).in_(
                select(col(SourceRow.id))
                .order_by(col(SourceRow.created_at).desc(), col(SourceRow.id).desc())
                .limit(bindparam("limit"))
                .offset(bindparam("offset"))
            )
        )
        .order_by(col(ScrapeJobRow.source_id), col(ScrapeJobRow.number))
    ),
    ScrapeJobRow,
)
_LEADS = Query(
    lambda: (
        select(LeadRow)
        .where(
            col(LeadRow.source_id) == bindparam("source_id"),
            col(LeadRow.id) > bindparam("after"),
            col(LeadRow.followers_count) >= bindparam("min_followers"),
        )
        .order_by(col(LeadRow.id))
        .limit(bindparam("limit"))
    ),
    LeadRow,
)


@dataclass(frozen=True, slots=True)
class LeadWishes:
    """What a client wants to see of a source's leads; keywords are normalised."""

    min_followers: int = 0
    has_website: bool | None = None
    bio_contains: tuple[str, ...] = ()
    exclude_keywords: tuple[str, ...] = ()

    def fit(self, lead: LeadRow) -> bool:
        """Whether a lead is shown.

        Assumption: of bio_contains one keyword is enough, of exclude_keywords one is too many; both look at the bio.
        """
        return (
            lead.followers_count >= self.min_followers
            and (self.has_website is None or self.has_website is (lead.website is not None))
            and (not self.bio_contains or contains_any(lead.bio, self.bio_contains))
            and not contains_any(lead.bio, self.exclude_keywords)
        )


ALL_LEADS = LeadWishes()


def keywords(comma_list: str) -> tuple[str, ...]:
    """The normalised keywords of a comma separated list."""
    return normalised(comma_list.split(","))


# Sources


def create(
    workspace: Workspace, *, name: str, targets: Sequence[Target], filters: Filters | None
) -> tuple[SourceRow, list[ScrapeJobRow]]:
    """Write a source and one job for each handle and direction, which run side by side.

    Assumption: a handle and direction that is named twice is scraped once.
    """
    now = workspace.now()
    stored = None if filters is None else filters.model_dump(mode="json", by_alias=True, exclude_unset=True)
    source = workspace.database.insert(
        SourceRow, id=workspace.ids.uuid("scrapely.source"), name=name, filters=stored, created_at=now
    )
    wanted = dict.fromkeys((target.handle.lower(), way) for target in targets for way in target.directions)
    jobs = []
    for number, (handle, direction) in enumerate(wanted):
        person = workspace.world.people.get(handle)
        job = workspace.database.insert(
            ScrapeJobRow,
            id=workspace.ids.uuid("scrapely.scrape_job"),
            source_id=source.id,
            number=number,
            type=direction.value,
            handle=handle,
            status=ScrapeStatus.PENDING.value,
            max_leads=0 if person is None else scraping.length(person, direction),
        )
        chance = workspace.entropy.stream("scrapely.scraping", "start", job.id)
        subject = f"{direction.value} of @{handle}"
        workspace.jobs.create(KIND, job.id, subject, delay_ms=scraping.start_delay_ms(chance))
        jobs.append(job)
    return source, jobs


def find(workspace: Workspace, source_id: str) -> SourceRow | None:
    """The source of that id."""
    return workspace.database.first(_SOURCE, id=source_id)


def require(workspace: Workspace, source_id: str) -> SourceRow:
    """The source of that id; 404 where there is none, whatever the id looks like."""
    source = find(workspace, source_id)
    if source is None:
        raise not_found("Scraping source not found")
    return source


def find_job(workspace: Workspace, job_id: str) -> ScrapeJobRow | None:
    """The scraping job of that id."""
    return workspace.database.first(_JOB, id=job_id)


def jobs_of(workspace: Workspace, source_id: str) -> list[ScrapeJobRow]:
    """The jobs of a source, in the order of its handles."""
    return workspace.database.all(_JOBS_OF, id=source_id)


def look(workspace: Workspace, source_id: str) -> list[ScrapeJobRow]:
    """The jobs of a source as seen by somebody who looks, which may move them on."""
    jobs = jobs_of(workspace, source_id)
    return jobs_of(workspace, source_id) if _polled(workspace, jobs) else jobs


def page(workspace: Workspace, *, limit: int, offset: int) -> tuple[list[tuple[SourceRow, list[ScrapeJobRow]]], int]:
    """A page of sources, newest first, each with its jobs; and how many sources there are."""
    jobs = workspace.database.all(_JOBS_OF_PAGE, limit=limit, offset=offset)
    if _polled(workspace, jobs):
        jobs = workspace.database.all(_JOBS_OF_PAGE, limit=limit, offset=offset)
    by_source = defaultdict(list)
    for job in jobs:
        by_source[job.source_id].append(job)
    sources = workspace.database.all(_SOURCES, limit=limit, offset=offset)
    return [(source, by_source[source.id]) for source in sources], workspace.database.value(_TOTAL)


def _polled(workspace: Workspace, jobs: Sequence[ScrapeJobRow]) -> bool:
    """Tell the engine that unfinished jobs were looked at; whether there were any."""
    unfinished = [job.id for job in jobs if job.status in UNFINISHED]
    for job_id in unfinished:
        workspace.jobs.polled(job_id)
    return bool(unfinished)


# Leads


def lead_page(
    workspace: Workspace, source_id: str, *, after: int, offset: int, limit: int, wishes: LeadWishes = ALL_LEADS
) -> Slice[LeadRow]:
    """Leads of a source that fit, in import order, from the one after lead id `after` on."""
    leads = _leads_after(workspace, source_id, after, wishes.min_followers)
    fitting = (lead for lead in leads if wishes.fit(lead))
    return Slice.of(list(islice(fitting, offset, offset + limit + 1)), limit)


def leads(workspace: Workspace, source_ids: Sequence[str], limit: int | None = None) -> Iterator[LeadRow]:
    """Leads of several sources, one source after the other, each in import order; nobody comes twice.

    Reads some hundred at a time, so the caller may write in between.
    """
    return islice(_distinct(workspace, source_ids), limit)


def _distinct(workspace: Workspace, source_ids: Sequence[str]) -> Iterator[LeadRow]:
    seen: set[str] = set()
    for source_id in dict.fromkeys(source_ids):
        for lead in _leads_after(workspace, source_id, 0, 0):
            if lead.user_id not in seen:
                seen.add(lead.user_id)
                yield lead


def _leads_after(workspace: Workspace, source_id: str, after: int, min_followers: int) -> Iterator[LeadRow]:
    while True:
        rows = workspace.database.all(
            _LEADS, source_id=source_id, after=after, min_followers=min_followers, limit=_LEADS_AT_ONCE
        )
        yield from rows
        if len(rows) < _LEADS_AT_ONCE:
            return
        last = rows[-1].id
        assert last is not None
        after = last
