"""What campaigns achieved, counted in the database. Source: "Campaign Analytics" and the vendor's OpenAPI document.

Must not know the wire.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from mockserver.core.sql import bindparam, col, func, select
from mockserver.core.statements import Query
from mockserver.core.times import DAY, Instant, parse_instant
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scrapely.accounts.tables import AccountRow
from mockserver.vendors.scrapely.campaigns.service import COMPLETED, FAILED, PENDING
from mockserver.vendors.scrapely.campaigns.tables import CampaignRow, DmJobRow
from mockserver.vendors.scrapely.conversations.tables import SentDmRow
from mockserver.vendors.scrapely.errors import bad_request

_BARE_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_EVER: tuple[Instant, Instant] = (0, 1 << 62)

_CAMPAIGNS = Query(
    lambda: select(CampaignRow).order_by(col(CampaignRow.created_at).desc(), col(CampaignRow.id).desc()), CampaignRow
)
_NAMED = Query(
    lambda: (
        select(CampaignRow)
        .where(col(CampaignRow.name) == bindparam("name"))
        .order_by(col(CampaignRow.created_at).desc(), col(CampaignRow.id).desc())
    ),
    CampaignRow,
)
_ACCOUNTS = Query(lambda: select(AccountRow).order_by(col(AccountRow.created_at), col(AccountRow.id)), AccountRow)


class _Jobs(NamedTuple):
    account_id: str
    variant: int
    status: str
    jobs: int


class ReplyRecord(NamedTuple):
    """A DM job that was answered."""

    account_id: str
    variant: int
    sentiment: str
    replied_at: Instant
    conversation_id: str
    handle: str
    id: str


class _SentCount(NamedTuple):
    account_id: str
    messages: int


_JOBS = Query(
    lambda: (
        select(col(DmJobRow.account_id), col(DmJobRow.variant), col(DmJobRow.status), func.count())
        .where(
            col(DmJobRow.campaign_id) == bindparam("campaign_id"),
            col(DmJobRow.updated_at).between(bindparam("start"), bindparam("end")),
        )
        .group_by(col(DmJobRow.account_id), col(DmJobRow.variant), col(DmJobRow.status))
    ),
    _Jobs,
)
_REPLIES = Query(
    lambda: (
        select(
            col(DmJobRow.account_id),
            col(DmJobRow.variant),
            col(DmJobRow.sentiment),
            col(DmJobRow.replied_at),
            col(DmJobRow.conversation_id),
            col(DmJobRow.handle),
            col(DmJobRow.id),
        )
        .where(
            col(DmJobRow.campaign_id) == bindparam("campaign_id"),
            col(DmJobRow.replied_at).between(bindparam("start"), bindparam("end")),
        )
        .order_by(col(DmJobRow.replied_at), col(DmJobRow.id))
    ),
    ReplyRecord,
)
_SENT = Query(
    lambda: (
        select(col(SentDmRow.account_id), func.count())
        .where(col(SentDmRow.sent_at).between(bindparam("start"), bindparam("end")))
        .group_by(col(SentDmRow.account_id))
    ),
    _SentCount,
)
_SENT_FOR = Query(
    lambda: (
        select(col(SentDmRow.account_id), func.count())
        .where(
            col(SentDmRow.campaign_id) == bindparam("campaign_id"),
            col(SentDmRow.sent_at).between(bindparam("start"), bindparam("end")),
        )
        .group_by(col(SentDmRow.account_id))
    ),
    _SentCount,
)


@dataclass(frozen=True, slots=True)
class Window:
    """The time asked about; a missing end is open."""

    start: Instant | None
    end: Instant | None

    @property
    def is_open(self) -> bool:
        """Whether all of time was asked about."""
        return self.start is None and self.end is None

    @property
    def bounds(self) -> tuple[Instant, Instant]:
        """Both ends, included."""
        return (_EVER[0] if self.start is None else self.start, _EVER[1] if self.end is None else self.end)


@dataclass(slots=True)
class Part:
    """What one account did for one campaign; jobs are counted by (variant, status)."""

    campaign: CampaignRow
    account: AccountRow
    jobs: Counter[tuple[int, str]] = field(default_factory=Counter)
    replies: list[ReplyRecord] = field(default_factory=list)

    def count(self, status: str) -> int:
        """How many jobs have a status."""
        return sum(jobs for (_, each), jobs in self.jobs.items() if each == status)

    @property
    def completed(self) -> int:
        """DMs sent."""
        return self.count(COMPLETED)

    @property
    def pending(self) -> int:
        """DMs to be sent."""
        return self.count(PENDING)

    @property
    def failed(self) -> int:
        """DMs that could not be sent."""
        return self.count(FAILED)


@dataclass(slots=True)
class AccountPart:
    """What one account did for all campaigns in scope."""

    account: AccountRow
    dms_sent: int = 0
    dms_sent_24hrs: int = 0
    replies_24hrs: int = 0
    positive_replies_24hrs: int = 0
    pending: int = 0
    sentiments: Counter[str] = field(default_factory=Counter)

    @property
    def responses(self) -> int:
        """Leads that answered."""
        return self.sentiments.total()


@dataclass(frozen=True, slots=True)
class Analytics:
    """Everything in scope; `accounts` has the removed ones too, which count towards the totals."""

    window: Window
    accounts: Sequence[AccountPart]
    parts: Sequence[Part]


def window_of(start_date: str | None, end_date: str | None) -> Window:
    """The window of a query; a bare end date means the end of that day. Raises 400 for what is no date."""
    start, end = _instant("start_date", start_date), _instant("end_date", end_date)
    if end is not None and end_date is not None and _BARE_DATE.fullmatch(end_date.strip()):
        end += DAY - 1
    if start is not None and end is not None and start > end:
        raise bad_request("start_date must not be after end_date")
    return Window(start, end)


def _instant(name: str, text: str | None) -> Instant | None:
    if text is None:
        return None
    try:
        # A plus sign that was not escaped in the query has become a space.
        return parse_instant(text.strip().replace(" ", "+") if "T" in text else text)
    except ValueError:
        raise bad_request(f"{name} must be an ISO 8601 date such as 2026-01-15 or 2026-01-15T00:00:00Z") from None


def collect(workspace: Workspace, campaign_name: str | None, account_id: str | None, window: Window) -> Analytics:
    """Count what is in scope; a filter that fits nothing gives nothing.

    Assumption: in a window, DMs count by when they were sent or failed, pending ones by when they were launched,
    and replies by when they came.
    """
    database = workspace.database
    rows = database.all(_ACCOUNTS)
    accounts = {row.id: AccountPart(row) for row in rows if account_id in (None, row.id)}
    campaigns = database.all(_CAMPAIGNS) if campaign_name is None else database.all(_NAMED, name=campaign_name)
    parts = [part for campaign in campaigns for part in _parts(workspace, campaign, accounts, window)]
    _count_sent(workspace, accounts, None if campaign_name is None else campaigns, window)
    if campaign_name is not None:
        taking_part = {part.account.id for part in parts}
        accounts = {key: each for key, each in accounts.items() if key in taking_part}
    return Analytics(window, list(accounts.values()), parts)


def _parts(
    workspace: Workspace, campaign: CampaignRow, accounts: Mapping[str, AccountPart], window: Window
) -> list[Part]:
    """Count a campaign by account, and add that to what its accounts did altogether."""
    database, (start, end) = workspace.database, window.bounds
    parts = {key: Part(campaign, each.account) for key, each in accounts.items()}
    for jobs in database.iterate(_JOBS, campaign_id=campaign.id, start=start, end=end):
        if jobs.account_id in parts:
            parts[jobs.account_id].jobs[jobs.variant, jobs.status] += jobs.jobs
    for reply in database.iterate(_REPLIES, campaign_id=campaign.id, start=start, end=end):
        if reply.account_id in parts:
            parts[reply.account_id].replies.append(reply)
    for reply in database.iterate(_REPLIES, campaign_id=campaign.id, start=workspace.now() - DAY, end=_EVER[1]):
        if reply.account_id in parts:
            accounts[reply.account_id].replies_24hrs += 1
            accounts[reply.account_id].positive_replies_24hrs += reply.sentiment == "positive"
    for key, part in parts.items():
        accounts[key].pending += part.pending
        accounts[key].sentiments.update(reply.sentiment for reply in part.replies)
    return [part for part in parts.values() if part.jobs or part.replies]


def _count_sent(
    workspace: Workspace, accounts: dict[str, AccountPart], campaigns: Sequence[CampaignRow] | None, window: Window
) -> None:
    """Count the DMs each account sent; those sent by request belong to no campaign.

    Assumption: follow-ups count among an account's DMs, but not among a campaign's completed ones.
    """
    start, end = window.bounds
    since = workspace.now() - DAY
    for account_id, messages in _sent(workspace, campaigns, start, end):
        if account_id in accounts:
            accounts[account_id].dms_sent += messages
    for account_id, messages in _sent(workspace, campaigns, since, _EVER[1]):
        if account_id in accounts:
            accounts[account_id].dms_sent_24hrs += messages
    if campaigns is None and window.is_open:
        for each in accounts.values():  # counts what was sent before the workspace began as well
            each.dms_sent = each.account.dms_sent


def _sent(
    workspace: Workspace, campaigns: Sequence[CampaignRow] | None, start: Instant, end: Instant
) -> list[_SentCount]:
    database = workspace.database
    if campaigns is None:
        return database.all(_SENT, start=start, end=end)
    return [
        count
        for campaign in campaigns
        for count in database.all(_SENT_FOR, campaign_id=campaign.id, start=start, end=end)
    ]
