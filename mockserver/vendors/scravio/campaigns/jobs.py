"""The worker of campaigns: it scans people stretch by stretch, then finishes its phases and settles.

pending -> scraping -> scraping_completed -> processing_emails -> fully_completed, or failed, or stopped.
Source: "Create campaign", phaseState of "Get campaign details", "Stop a running campaign".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from mockserver.core.times import MINUTE, SECOND, Millis
from mockserver.engine.job_rows import PARKED
from mockserver.engine.jobs import Done, Fail, JobKind, Outcome, Park, Wait
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scravio.account import service as accounts
from mockserver.vendors.scravio.account.plans import ScrapingSpeed
from mockserver.vendors.scravio.campaigns import phases, pricing, rows, settlement, targets
from mockserver.vendors.scravio.campaigns.inputs import Inputs
from mockserver.vendors.scravio.campaigns.kinds import Target, kind_of
from mockserver.vendors.scravio.campaigns.schemas import CampaignStatus
from mockserver.vendors.scravio.campaigns.tables import CampaignRow
from mockserver.vendors.scravio.credits import service as ledger
from mockserver.vendors.scravio.leads import checks, collection
from mockserver.vendors.scravio.magic import FAILING_CAMPAIGN, MISSING_TARGET, PROTECTED_TARGET, SUSPENDED_TARGET

KIND = "email_campaign"

# Assumption: no source says how fast a scraping speed is.
PROFILES_A_MINUTE: Mapping[ScrapingSpeed, int] = {
    ScrapingSpeed.SLOW: 500,
    ScrapingSpeed.NORMAL: 1_500,
    ScrapingSpeed.FAST: 5_000,
    ScrapingSpeed.ULTRA_FAST: 15_000,
}

SMALLEST_STRETCH, LARGEST_STRETCH = 250, 25_000
"""How many profiles one step scans: a fortieth of the campaign, within these bounds."""
_STRETCHES = 40

# Assumption: no source words why a campaign fails.
OBSTACLES = (
    (MISSING_TARGET, "Target not found"),
    (SUSPENDED_TARGET, "Target account is suspended"),
    (PROTECTED_TARGET, "Target account is private"),
)
BROKEN_OFF = "The platform stopped answering"


def kinds(workspace: Workspace) -> Sequence[JobKind]:
    """The kind of job, bound to a workspace."""
    return (
        JobKind(
            name=KIND,
            vendor="scravio",
            step=partial(step, workspace),
            fail=partial(fail, workspace),
            default_error="Campaign failed",
        ),
    )


def step(workspace: Workspace, campaign_id: str) -> Outcome:
    """Do what comes next for a campaign."""
    row = rows.find(workspace, campaign_id)
    if row is None or row.finished_at is not None:
        return Done()
    match CampaignStatus(row.status):
        case CampaignStatus.PENDING:
            return _begin(workspace, row)
        case CampaignStatus.SCRAPING:
            return _scrape(workspace, row)
        case CampaignStatus.SCRAPING_COMPLETED:
            return _process(workspace, row)
        case CampaignStatus.STOPPED if rows.phases_of(row)["scraping"]["status"] == "running":
            return _settle(workspace, _scan(workspace, row)[0])
        case _:
            return _settle(workspace, row)


def fail(workspace: Workspace, campaign_id: str, error: str) -> None:
    """End a campaign with a failure; what it found stays, and all attempts to settle it are made at once."""
    row = rows.find(workspace, campaign_id)
    if row is None or row.finished_at is not None:
        return
    row, again_ms = settlement.attempt(workspace, _broken(workspace, row, error))
    while again_ms is not None:
        row, again_ms = settlement.attempt(workspace, row)
    _finish(workspace, row)


def abandon(workspace: Workspace, row: CampaignRow) -> None:
    """A campaign was stopped before it began: settle it, and let no step come but to try settling again."""
    outcome = _settle(workspace, row)
    if isinstance(outcome, Wait):
        workspace.jobs.wake(row.id, delay_ms=outcome.delay_ms)
    else:
        workspace.jobs.finish(row.id)


# Steps


def _begin(workspace: Workspace, row: CampaignRow) -> Outcome:
    account = accounts.current(workspace)
    if rows.running(workspace, account.id) >= account.concurrent_campaign_limit:
        return Park()
    obstacle = _obstacle(workspace, row)
    if obstacle is not None:
        return _break(workspace, row, obstacle)
    state = phases.begun(rows.phases_of(row), workspace.now())
    row = rows.change(workspace, row, "scraping", status=CampaignStatus.SCRAPING.value, phases=state)
    return Wait(_scanning_ms(workspace, row), progress=0)


def _scrape(workspace: Workspace, row: CampaignRow) -> Outcome:
    row, is_last = _scan(workspace, row)
    if FAILING_CAMPAIGN.matches(row.title) and (is_last or rows.emails(row) * 2 >= row.target_emails):
        return _break(workspace, row, BROKEN_OFF)
    if not is_last:
        row = rows.change(workspace, row, "scraping", progress=_percent(row))
        return Wait(_scanning_ms(workspace, row), progress=row.progress)
    state = _sealed(workspace, row, "scraping")
    row = rows.change(
        workspace,
        row,
        "scraping",
        status=CampaignStatus.SCRAPING_COMPLETED.value,
        phases=state,
        progress=max(row.progress, _percent(row)),
    )
    return Wait(2 * SECOND, progress=row.progress)


def _process(workspace: Workspace, row: CampaignRow) -> Outcome:
    rows.change(
        workspace,
        row,
        "deepsearch",
        status=CampaignStatus.PROCESSING_EMAILS.value,
        phases=_sealed(workspace, row, "deepsearch"),
        progress=99,
    )
    return Wait(3 * SECOND, progress=99)


def _settle(workspace: Workspace, row: CampaignRow) -> Outcome:
    """Seal what is still open, and settle."""
    if rows.phases_of(row)["settlement"]["status"] == "not_ready":
        state = rows.phases_of(row)
        for name in phases.NAMES:
            state = phases.completed(state, name, counts(row, name), workspace.now())
        row = rows.change(workspace, row, "validation", phases=phases.ready(state))
    row, again_ms = settlement.attempt(workspace, row)
    if again_ms is not None:
        return Wait(again_ms)
    _finish(workspace, row)
    return Done() if row.error is None else Fail(row.error)


def _break(workspace: Workspace, row: CampaignRow, error: str) -> Outcome:
    return _settle(workspace, _broken(workspace, row, error))


def _broken(workspace: Workspace, row: CampaignRow, error: str) -> CampaignRow:
    state = phases.ready(phases.failed(rows.phases_of(row), error, workspace.now()))
    return rows.change(workspace, row, "scraping", status=CampaignStatus.FAILED.value, error=error, phases=state)


def _finish(workspace: Workspace, row: CampaignRow) -> None:
    """The campaign is over: give its slot to the one that waits longest."""
    done = row.status == CampaignStatus.PROCESSING_EMAILS
    rows.change(
        workspace,
        row,
        "settlement",
        finished_at=workspace.now(),
        **({"status": CampaignStatus.FULLY_COMPLETED.value, "progress": 100} if done else {}),
    )
    wake_waiting(workspace)


def wake_waiting(workspace: Workspace) -> None:
    """Let campaigns begin for which there is a slot now."""
    account = accounts.current(workspace)
    free = account.concurrent_campaign_limit - rows.running(workspace, account.id)
    for campaign_id in rows.waiting(workspace, account.id, max(0, free)):
        job = workspace.jobs.find(campaign_id)
        if job is not None and job.status == PARKED:
            workspace.jobs.wake(campaign_id)


# Scanning


def _scan(workspace: Workspace, row: CampaignRow) -> tuple[CampaignRow, bool]:
    """Scan the next stretch; gives the row as it is now and whether nothing is left to scan.

    What a profile costs is known when it was scanned. So no more are scanned at a time than are paid for whatever
    they cost, and again with what is left, until not one more is certain to be covered.
    """
    left, budget = _stretch(row), _budget(workspace, row)
    while left:
        affordable = pricing.affordable(
            kind_of(row.type),
            budget - rows.usage(row),
            deep=row.enable_deep_email_search,
            validation=row.enable_email_validation,
        )
        count = min(left, affordable, row.max_items - row.scanned)
        if count <= 0 or rows.is_reached(row):
            return row, True
        batch = collection.collect(workspace, row, row.scanned, count, most_emails=_wanted(row))
        left -= batch.scanned
        row = _counted(workspace, row, batch)
        if batch.is_last or batch.scanned == 0:
            return row, True
    return row, rows.is_reached(row) or row.scanned >= row.max_items


def _counted(workspace: Workspace, row: CampaignRow, batch: collection.Batch) -> CampaignRow:
    assert row.number is not None
    validated = row.enable_email_validation and batch.emails > 0
    checked = checks.check_next(workspace, row.number, batch.emails) if validated else checks.Checked(0, 0)
    return rows.change(
        workspace,
        row,
        scanned=row.scanned + batch.scanned,
        initial_emails=row.initial_emails + batch.initial,
        deep_search_emails=row.deep_search_emails + batch.deep,
        no_emails=row.no_emails + batch.without,
        valid=row.valid + checked.valid,
        invalid=row.invalid + checked.invalid,
    )


def _wanted(row: CampaignRow) -> int:
    """How many more emails may be found, so that the goal is never passed."""
    more = rows.raw_goal(row) - rows.emails(row)
    return min(more, row.target_emails - row.valid) if row.enable_email_validation else more


def _budget(workspace: Workspace, row: CampaignRow) -> int:
    """What the campaign may use: its cap, as far as the reservation and the balance cover it."""
    covered = row.credit_reserved + ledger.balance(workspace, accounts.current(workspace))
    return min(row.max_credit_cap, covered)


def _stretch(row: CampaignRow) -> int:
    return min(LARGEST_STRETCH, max(SMALLEST_STRETCH, row.max_items // _STRETCHES))


def _scanning_ms(workspace: Workspace, row: CampaignRow) -> Millis:
    """How long the next stretch takes, a fifth more or less."""
    speed = ScrapingSpeed(accounts.current(workspace).scraping_speed)
    chance = workspace.entropy.stream("scravio.scanning", row.id, row.scanned)
    usual = _stretch(row) * MINUTE // PROFILES_A_MINUTE[speed]
    return max(SECOND, usual * chance.between(80, 120) // 100)


def _percent(row: CampaignRow) -> int:
    """Progress of a campaign that is not over."""
    found = rows.emails(row) * 100 // rows.raw_goal(row)
    return min(99, max(found, row.scanned * 100 // row.max_items))


def _obstacle(workspace: Workspace, row: CampaignRow) -> str | None:
    """Why a target cannot be scanned, or None; of several one that can be is enough."""
    kind = kind_of(row.type)
    names = Inputs.model_validate(row.inputs).names(kind.target)
    if kind.target is Target.POST:
        post = targets.post(workspace, names[0])
        names = ["missing_author"] if post is None else [post.author.handle]
    found = [next((words for magic, words in OBSTACLES if magic.matches(name)), None) for name in names]
    return None if None in found else found[0]


def _sealed(workspace: Workspace, row: CampaignRow, name: phases.Name) -> object:
    return phases.completed(rows.phases_of(row), name, counts(row, name), workspace.now())


def counts(row: CampaignRow, name: phases.Name) -> Mapping[str, int]:
    """What a phase has counted."""
    match name:
        case "scraping":
            return {"profilesScanned": row.scanned, "initialEmails": row.initial_emails}
        case "deepsearch":
            return {"lookups": row.deep_search_emails + row.no_emails, "emailsFound": row.deep_search_emails}
        case "validation":
            return {"validated": rows.validations(row), "valid": row.valid, "invalid": row.invalid}
