"""Campaigns: previewing, launching, finding, stopping.

Source: "Preview credit reservation", "Create campaign", "List campaigns", "Stop a running campaign".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mockserver.core.errors import FieldError, ValidationFailed
from mockserver.core.settings import Edition
from mockserver.core.times import SECOND
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scravio import ids
from mockserver.vendors.scravio.account import service as accounts
from mockserver.vendors.scravio.campaigns import estimates, jobs, phases, pricing, rows, settlement
from mockserver.vendors.scravio.campaigns.countries import CODES
from mockserver.vendors.scravio.campaigns.inputs import Inputs
from mockserver.vendors.scravio.campaigns.kinds import KINDS, CampaignKind
from mockserver.vendors.scravio.campaigns.pricing import Estimate, Wish
from mockserver.vendors.scravio.campaigns.schemas import (
    MOST_EMAILS,
    CampaignStatus,
    CreateCampaignRequest,
    LegacyLimits,
    PreviewRequest,
)
from mockserver.vendors.scravio.campaigns.tables import CampaignRow
from mockserver.vendors.scravio.credits import service as ledger
from mockserver.vendors.scravio.errors import bad_request, insufficient_credits, not_found
from mockserver.vendors.scravio.fields import in_credits
from mockserver.vendors.scravio.magic import UNAFFORDABLE

LONGEST_TITLE = 100
ACTIVE = (CampaignStatus.PENDING, CampaignStatus.SCRAPING, CampaignStatus.PROCESSING_EMAILS)


@dataclass(frozen=True, slots=True)
class Plan:
    """A request worked out: its inputs as they will be kept, its price, and what its client should know."""

    inputs: Inputs
    estimate: Estimate
    warnings: list[str]


def plan(workspace: Workspace, request: PreviewRequest, edition: Edition) -> Plan:
    """Work out what a request would need; raises `ValidationFailed` for what only one edition takes."""
    inputs = _with_country(request.inputs) if edition is Edition.OBSERVED else request.inputs
    kind = KINDS[request.type]
    limits = request.limits if edition is Edition.OBSERVED and request.target_emails is None else None
    # Assumption: for an email-only type enableDeepEmailSearch: true is taken for false, with a warning.
    deep = not kind.is_email_only and request.enable_deep_email_search is not False
    cap = None if request.max_credit_cap is None else pricing.thousandths(request.max_credit_cap)
    estimate = pricing.estimate(
        Wish(
            kind=kind,
            target_emails=_target(request, limits, kind, deep=deep),
            deep_search=deep,
            validation=request.enable_email_validation,
            countries=tuple(inputs.countries or ()),
            cap=cap,
            most_profiles=None if limits is None else limits.max_profiles_to_scan,
        )
    )
    warnings = list(estimate.warnings())
    if kind.is_email_only and request.enable_deep_email_search:
        warnings.append(f"Deep email search does not apply to {kind.type} campaigns")
    available = ledger.balance(workspace, accounts.current(workspace))
    if estimate.reservation > available:
        warnings.append(
            f"The balance of {in_credits(available)} credits does not cover the reservation of "
            f"{in_credits(estimate.reservation)} credits"
        )
    return Plan(inputs, estimate, warnings)


def create(workspace: Workspace, request: CreateCampaignRequest, edition: Edition) -> CampaignRow:
    """Reserve credits and launch; raises `ApiError` 400 INSUFFICIENT_CREDITS."""
    wanted = plan(workspace, request, edition)
    estimate, wish = wanted.estimate, wanted.estimate.wish
    title = (request.title or "").strip() or _title(wish.kind, wanted.inputs)
    if UNAFFORDABLE.matches(title):
        raise insufficient_credits(f"Insufficient credits: {in_credits(estimate.reservation)} required")
    campaign_id, now = ids.new(workspace, "campaign"), workspace.now()
    settlement.reserve(workspace, campaign_id, title, estimate.reservation)
    deep, validation = wish.deep_search, wish.validation
    row = workspace.database.insert(
        CampaignRow,
        id=campaign_id,
        account_id=accounts.current(workspace).id,
        title=title,
        type=wish.kind.type.value,
        status=CampaignStatus.PENDING.value,
        inputs=wanted.inputs.stored(),
        limits=_limits(estimate, request.limits),
        searched=_searched(title, wanted.inputs),
        target_emails=wish.target_emails,
        max_items=estimate.most_profiles,
        enable_deep_email_search=deep,
        enable_email_validation=validation,
        estimate=dict(estimates.shown(estimate, wanted.warnings)),
        credit_reserved=estimate.reservation,
        max_credit_cap=estimate.reservation if wish.cap is None else wish.cap,
        phases=dict(phases.fresh(deep_search=deep, validation=validation)),
        created_at=now,
        updated_at=now,
    )
    delay = workspace.entropy.stream("scravio.start", campaign_id).between(2 * SECOND, 6 * SECOND)
    workspace.jobs.create(jobs.KIND, campaign_id, title, delay_ms=delay)
    return row


def require(workspace: Workspace, campaign_id: str) -> CampaignRow:
    """The campaign of that id; 404 where there is none, whatever the id looks like."""
    row = rows.find(workspace, campaign_id)
    if row is None:
        raise not_found("Campaign")
    return row


def look(workspace: Workspace, campaign_id: str) -> CampaignRow:
    """The campaign as seen by somebody who looks, which may move it on."""
    row = require(workspace, campaign_id)
    if row.finished_at is not None:
        return row
    workspace.jobs.polled(campaign_id)
    return require(workspace, campaign_id)


def page(workspace: Workspace, wishes: rows.Wishes, *, offset: int, limit: int) -> tuple[Sequence[CampaignRow], int]:
    """A page of campaigns, as seen by somebody who looks, and how many fit the wishes."""
    account = accounts.current(workspace)
    found, total = rows.page(workspace, account, wishes, offset=offset, limit=limit)
    unfinished = [row.id for row in found if row.finished_at is None]
    for campaign_id in unfinished:
        workspace.jobs.polled(campaign_id)
    return rows.page(workspace, account, wishes, offset=offset, limit=limit) if unfinished else (found, total)


def stop(workspace: Workspace, campaign_id: str) -> CampaignRow:
    """Ask a campaign to stop; one that was stopped stays as it is. Raises `ApiError` 400 for one that has ended.

    Assumption: the status is `stopped` at once; a worker that has begun still finishes its batch, whose leads count,
    and settles then. One that waits for a slot is settled at once.
    """
    row = require(workspace, campaign_id)
    status = CampaignStatus(row.status)
    if status is CampaignStatus.STOPPED:
        return row
    if status not in ACTIVE:
        raise bad_request(f"Campaign cannot be stopped: it is {status.value}")
    row = rows.change(
        workspace,
        row,
        "scraping",
        status=CampaignStatus.STOPPED.value,
        stop_requested=True,
        stopped_by="user",
        stopped_reason="Stopped by user",
    )
    if status is CampaignStatus.PENDING:
        jobs.abandon(workspace, row)
    return require(workspace, campaign_id)


def _with_country(inputs: Inputs) -> Inputs:
    """An older client's single country, as the array it stands for."""
    if not inputs.country or inputs.countries:
        return inputs
    code = inputs.country.strip().upper()
    if code not in CODES:
        raise ValidationFailed.of("inputs.country", "must be a 2-letter ISO 3166-1 alpha-2 country code")
    return inputs.model_copy(update={"countries": [code]})


def _target(request: PreviewRequest, limits: LegacyLimits | None, kind: CampaignKind, *, deep: bool) -> int:
    """How many emails are wanted, from an older client's limits where those are taken."""
    if request.target_emails is not None:
        return request.target_emails
    if limits is None:
        raise ValidationFailed([FieldError("targetEmails", "is required")])
    if limits.max_emails is not None:
        return limits.max_emails
    assert limits.max_profiles_to_scan is not None, "the model refuses limits that say nothing"
    found = limits.max_profiles_to_scan * pricing.emails_per_thousand(kind, deep=deep) // 1_000
    return min(MOST_EMAILS, max(1, found))


def _limits(estimate: Estimate, sent: LegacyLimits | None) -> dict[str, object]:
    """The caps as shown: those derived, and over them what an older client sent."""
    derived: dict[str, object] = {
        "maxEmails": estimate.wish.target_emails,
        "maxItemsToProcess": estimate.most_profiles,
        "maxProfilesToScan": estimate.most_profiles,
    }
    return derived | ({} if sent is None else sent.model_dump(by_alias=True, exclude_none=True))


def _title(kind: CampaignKind, inputs: Inputs) -> str:
    """A name for a campaign that was given none: `Instagram Hashtag: fitness, gym`."""
    words = kind.type.value.replace("_", " ").title()
    return f"{words}: {', '.join(inputs.names(kind.target)[:20])}"[:LONGEST_TITLE].rstrip()


def _searched(title: str, inputs: Inputs) -> str:
    singles = (title, inputs.hashtag, inputs.target_user, inputs.media_url, inputs.keyword)
    words = [*singles, *(inputs.hashtags or ()), *(inputs.keywords or ())]
    return "\n".join(word.lower() for word in words if word)
