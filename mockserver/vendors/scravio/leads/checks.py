"""Checking the emails of a campaign, in the order in which they were found. Must not know what a check costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from mockserver.core.sql import bindparam, col, select
from mockserver.core.statements import Command, Query, columns_of
from mockserver.core.times import Instant
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scravio.leads import counts
from mockserver.vendors.scravio.leads.collection import ids_of, rank_of
from mockserver.vendors.scravio.leads.counts import Changes, Ordering
from mockserver.vendors.scravio.leads.masks import PENDING, has_state
from mockserver.vendors.scravio.leads.tables import CHECKED, LeadCheckRow, LeadRow, State


class _Pending(NamedTuple):
    id: int
    followers: int
    state: int


_PENDING = Query(
    lambda: (
        select(col(LeadRow.id), col(LeadRow.followers), col(LeadRow.state))
        .where(col(LeadRow.id) >= bindparam("low"), col(LeadRow.id) <= bindparam("high"), has_state())
        .order_by(col(LeadRow.id))
        .limit(bindparam("limit"))
    ),
    _Pending,
)
_CHECK = Command(
    lambda: (
        columns_of(LeadRow)
        .update()
        .where(col(LeadRow.id) >= bindparam("low"), col(LeadRow.id) <= bindparam("high"), has_state())
        .values(state=columns_of(LeadRow).columns["state"] + CHECKED)
    )
)
_CHECKED = Query(
    lambda: (
        select(LeadCheckRow)
        .where(col(LeadCheckRow.campaign) == bindparam("campaign"), col(LeadCheckRow.up_to) >= bindparam("rank"))
        .order_by(col(LeadCheckRow.up_to))
        .limit(1)
    ),
    LeadCheckRow,
)


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking some emails gave."""

    valid: int
    invalid: int

    @property
    def count(self) -> int:
        """How many were checked; fewer than asked for when none was left."""
        return self.valid + self.invalid


def pending(workspace: Workspace, campaign: int) -> int:
    """How many emails of a campaign (its number) were not checked yet."""
    return counts.total(workspace.database, campaign, PENDING)


def check_next(workspace: Workspace, campaign: int, count: int) -> Checked:
    """Check the next `count` emails of a campaign (its number), in the caller's transaction."""
    database = workspace.database
    left, valid, invalid = count, 0, 0
    changes = Changes(campaign)
    first = ids_of(campaign).start
    last = first
    for bucket in counts.buckets(database, campaign, Ordering.RANK, PENDING, descending=False):
        if not left:
            break
        low, high = (first + rank for rank in Ordering.RANK.bounds(bucket.bucket))
        rows = database.all(_PENDING, low=low, high=high, mask=PENDING, limit=left)
        for row in rows:
            changes.count(rank_of(row.id), row.followers, row.state, -1)
            changes.count(rank_of(row.id), row.followers, row.state + CHECKED)
        good = sum(row.state in (State.INITIAL_GOOD, State.DEEP_GOOD) for row in rows)
        valid, invalid, left = valid + good, invalid + len(rows) - good, left - len(rows)
        last = rows[-1].id
        database.run(_CHECK, low=low, high=last, mask=PENDING)
    if left < count:
        changes.write(database)
        database.insert(LeadCheckRow, campaign=campaign, up_to=rank_of(last), at=workspace.now())
    return Checked(valid, invalid)


class CheckTimes:
    """When the emails of a campaign were checked. Asked in the order of ranks, it reads each check once."""

    def __init__(self, workspace: Workspace, campaign: int) -> None:
        self._workspace = workspace
        self._campaign = campaign
        self._known: LeadCheckRow | None = None
        self._from = 0

    def at(self, rank: int) -> Instant:
        """When the email of a checked lead was checked."""
        if self._known is None or not self._from <= rank <= self._known.up_to:
            self._known = self._workspace.database.first(_CHECKED, campaign=self._campaign, rank=rank)
            self._from = rank
        assert self._known is not None, "a checked lead lies within a check"
        return self._known.at
