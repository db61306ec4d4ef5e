"""Launching and listing campaigns. Source: "Launch Campaign" and "List Campaigns"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mockserver.core.sql import bindparam, col, func, select
from mockserver.core.statements import Query
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapely.accounts import service as accounts
from mockserver.vendors.scrapely.accounts.tables import AccountRow
from mockserver.vendors.scrapely.campaigns.schemas import MAX_LEADS, FollowupInput, LaunchCampaignRequest
from mockserver.vendors.scrapely.campaigns.tables import CampaignRow, DmJobRow, LaneRow
from mockserver.vendors.scrapely.errors import bad_request, not_found
from mockserver.vendors.scrapely.sources import service as sources
from mockserver.vendors.scrapely.sources.tables import LeadRow
from mockserver.workers.messaging import Pace

KIND = "dm_campaign"

PENDING, COMPLETED, FAILED = "pending", "completed", "failed"

# Assumption: an account sends its first DM within 5 minutes, then one every 10 to 20 minutes.
PACE = Pace()

_PAGE = Query(
    lambda: (
        select(CampaignRow)
        .order_by(col(CampaignRow.created_at).desc(), col(CampaignRow.id).desc())
        .limit(bindparam("limit"))
        .offset(bindparam("offset"))
    ),
    CampaignRow,
)
_TOTAL = Query(lambda: select(func.count()).select_from(CampaignRow), int)


class _StatusCount(NamedTuple):
    status: str
    jobs: int


_COUNTS = Query(
    lambda: (
        select(col(DmJobRow.status), func.count())
        .where(col(DmJobRow.campaign_id) == bindparam("campaign_id"))
        .group_by(col(DmJobRow.status))
    ),
    _StatusCount,
)


@dataclass(frozen=True, slots=True)
class Launched:
    """A new campaign and how many leads each account got."""

    campaign: CampaignRow
    shares: Sequence[tuple[AccountRow, int]]


@dataclass(frozen=True, slots=True)
class Counts:
    """How far a campaign is."""

    completed: int
    pending: int
    failed: int

    @property
    def total(self) -> int:
        """All leads."""
        return self.completed + self.pending + self.failed

    @property
    def progress(self) -> int:
        """The sent ones in percent of all, as the documented sample counts: 1200 of 1500 are 80."""
        return round(100 * self.completed / self.total) if self.total else 0


def launch(workspace: Workspace, request: LaunchCampaignRequest) -> Launched:
    """Write a campaign down with one DM job for each lead, and start its worker.

    Leads go to the accounts in turn, and within an account to the variants in turn. Raises 400 and 404 as
    `launch_campaign` says.

    Assumption: a lead that was written to before is written to again, into the same conversation.
    """
    variants = _variants(request)
    source_ids = list(dict.fromkeys(request.lead_source_ids))
    for source_id in source_ids:
        if sources.find(workspace, source_id) is None:
            raise not_found(f"Lead source {source_id} not found")
    senders = _senders(workspace, request.account_ids)
    leads = list(sources.leads(workspace, source_ids, request.max_leads or MAX_LEADS))
    if not leads:
        # Assumption: a campaign without anybody to write to is refused rather than created empty.
        raise bad_request("lead_source_ids name sources without any leads yet; wait until some are imported")
    campaign = workspace.database.insert(
        CampaignRow,
        id=workspace.ids.token("scrapely.campaign", 10, prefix="camp_"),
        name=request.name,
        variants=variants,
        followups=[_followup(each) for each in request.followups],
        enable_follow=request.enable_follow,
        enable_like=request.enable_like,
        enable_comment=request.enable_comment,
        comment_template=request.comment_template,
        created_at=workspace.now(),
    )
    shares = enlist(workspace, campaign, senders, leads)
    return Launched(campaign, shares)


def enlist(
    workspace: Workspace, campaign: CampaignRow, senders: Sequence[AccountRow], leads: Sequence[LeadRow]
) -> list[tuple[AccountRow, int]]:
    """Share the leads out, open a lane for each account that got any, and create the job that works them off."""
    now = workspace.now()
    workspace.database.add_many(DmJobRow, _dm_jobs(workspace, campaign, senders, leads))
    shares: list[tuple[AccountRow, int]] = []
    earliest = now + PACE.first[1]
    for number, account in enumerate(senders):
        jobs = len(range(number, len(leads), len(senders)))
        if not jobs:
            break
        stream = workspace.entropy.stream("scrapely.pace", campaign.id, account.id, "first")
        next_at = now + PACE.first_delay(stream)
        workspace.database.insert(
            LaneRow, campaign_id=campaign.id, account_id=account.id, number=number, total=jobs, next_at=next_at
        )
        earliest = min(earliest, next_at)
        shares.append((account, jobs))
    workspace.jobs.create(KIND, campaign.id, campaign.name, delay_ms=earliest - now)
    return shares


def _dm_jobs(
    workspace: Workspace, campaign: CampaignRow, senders: Sequence[AccountRow], leads: Sequence[LeadRow]
) -> Iterator[dict[str, object]]:
    accounts_used, variants = len(senders), len(campaign.variants)
    for number, lead in enumerate(leads):
        yield {
            "id": workspace.ids.uuid("scrapely.dm_job"),
            "campaign_id": campaign.id,
            "account_id": senders[number % accounts_used].id,
            "number": number,
            "lead_id": lead.id,
            "user_id": lead.user_id,
            "handle": lead.handle.lower(),
            "variant": number // accounts_used % variants,
            "status": PENDING,
            "updated_at": campaign.created_at,
            "followups_sent": 0,
        }


def _variants(request: LaunchCampaignRequest) -> list[dict[str, object]]:
    """The messages to try. Assumption: where both message and message_variants are given, the variants count."""
    if request.message_variants is not None:
        return [
            {"message": each.message, "followups": [_followup(followup) for followup in each.followups]}
            for each in request.message_variants
        ]
    if request.message is None:
        raise bad_request("message or message_variants is required")
    return [{"message": request.message, "followups": []}]


def _followup(followup: FollowupInput) -> dict[str, object]:
    wait = followup.wait_time
    return {
        "wait_time": int(wait) if wait.is_integer() else wait,
        "wait_unit": followup.wait_unit,
        "message": followup.message,
    }


def _senders(workspace: Workspace, account_ids: Sequence[str] | None) -> list[AccountRow]:
    """The accounts that send; raises 404 for an unknown one, 400 for a disconnected one or when there is none.

    Assumption: an account that is paused may be named; its share waits until it goes on.
    """
    if account_ids is None:
        senders = list(accounts.sendable(workspace))
        if not senders:
            raise bad_request("account_ids: there is no active account that could send; connect one first")
        return senders
    senders = []
    for account_id in dict.fromkeys(account_ids):
        account = accounts.find(workspace, account_id)
        if account is None:
            raise not_found(f"Account {account_id} not found")
        if not account.is_active:
            raise bad_request(f"account_ids names @{account.handle}, which is disconnected; update its cookies first")
        senders.append(account)
    return senders


def page(workspace: Workspace, limit: int, offset: int) -> tuple[list[tuple[CampaignRow, Counts]], int]:
    """Campaigns, newest first, with their counts; and how many there are in all."""
    rows = workspace.database.all(_PAGE, limit=limit, offset=offset)
    for row in rows:
        if row.ended_at is None:
            workspace.jobs.polled(row.id)
    return [(row, counts(workspace, row.id)) for row in rows], workspace.database.value(_TOTAL)


def counts(workspace: Workspace, campaign_id: str) -> Counts:
    """How far a campaign is."""
    found = {each.status: each.jobs for each in workspace.database.all(_COUNTS, campaign_id=campaign_id)}
    return Counts(found.get(COMPLETED, 0), found.get(PENDING, 0), found.get(FAILED, 0))
