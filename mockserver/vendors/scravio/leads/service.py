"""Pages of leads, and stretches of them for those who read all. Must not know the wire.

Source: "List campaign leads".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mockserver.core.sql import Select, bindparam, col, select
from mockserver.core.statements import Query
from mockserver.engine.workspace import Workspace
from mockserver.vendors.scravio.leads import counts, masks
from mockserver.vendors.scravio.leads.collection import ids_of
from mockserver.vendors.scravio.leads.counts import Ordering
from mockserver.vendors.scravio.leads.tables import LeadRow


class LeadSort(StrEnum):
    """By what a list of leads is ordered."""

    HAS_EMAIL = "hasEmail"
    FOLLOWER_COUNT = "followerCount"
    SCRAPED_AT = "scrapedAt"


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which leads a list shows, as a mask of their states, and in which order."""

    mask: int = masks.ALL
    sort_by: LeadSort = LeadSort.HAS_EMAIL
    descending: bool = True


def _by_rank(*, descending: bool) -> Query[LeadRow]:
    def build() -> Select[Any]:
        key = col(LeadRow.id)
        return (
            select(LeadRow)
            .where(key >= bindparam("low"), key <= bindparam("high"), masks.has_state())
            .order_by(key.desc() if descending else key)
            .limit(bindparam("limit"))
            .offset(bindparam("offset"))
        )

    return Query(build, LeadRow)


def _by_followers(*, descending: bool) -> Query[LeadRow]:
    def build() -> Select[Any]:
        key, last = col(LeadRow.followers), col(LeadRow.id)
        return (
            select(LeadRow)
            .where(
                col(LeadRow.campaign) == bindparam("campaign"),
                key >= bindparam("low"),
                key <= bindparam("high"),
                masks.has_state(),
            )
            .order_by(*(key.desc(), last.desc()) if descending else (key, last))
            .limit(bindparam("limit"))
            .offset(bindparam("offset"))
        )

    return Query(build, LeadRow)


BY_RANK: Mapping[bool, Query[LeadRow]] = {descending: _by_rank(descending=descending) for descending in (False, True)}
BY_FOLLOWERS: Mapping[bool, Query[LeadRow]] = {
    descending: _by_followers(descending=descending) for descending in (False, True)
}


@dataclass(frozen=True, slots=True)
class _Section:
    """A part of a list: leads of some states in one order."""

    mask: int
    ordering: Ordering
    descending: bool


def _sections(wishes: Wishes) -> list[_Section]:
    """The parts of a list, one after the other.

    Assumption: leads with an email, and those without, are in the order in which they were scraped.
    """
    match wishes.sort_by:
        case LeadSort.SCRAPED_AT:
            return [_Section(wishes.mask, Ordering.RANK, wishes.descending)]
        case LeadSort.FOLLOWER_COUNT:
            return [_Section(wishes.mask, Ordering.FOLLOWERS, wishes.descending)]
    halves = [wishes.mask & masks.WITH_EMAIL, wishes.mask & masks.WITHOUT_EMAIL]
    return [_Section(mask, Ordering.RANK, False) for mask in (halves if wishes.descending else halves[::-1])]


def page(workspace: Workspace, campaign: int, wishes: Wishes, *, offset: int, limit: int) -> tuple[list[LeadRow], int]:
    """A page of the leads of a campaign (its number), and how many fit the wishes.

    Its place is found by the counts of buckets, so a page far down costs as much as the first.
    """
    rows: list[LeadRow] = []
    total = 0
    for section in _sections(wishes):
        order = section.ordering
        for bucket in counts.buckets(workspace.database, campaign, order, section.mask, descending=section.descending):
            skipped = max(0, offset - total)
            total += bucket.leads
            if skipped < bucket.leads and len(rows) < limit:
                rows += _in_bucket(workspace, campaign, section, bucket.bucket, skipped, limit - len(rows))
    return rows, total


def _in_bucket(
    workspace: Workspace, campaign: int, section: _Section, bucket: int, offset: int, limit: int
) -> list[LeadRow]:
    low, high = section.ordering.bounds(bucket)
    at = {"mask": section.mask, "offset": offset, "limit": limit}
    if section.ordering is Ordering.FOLLOWERS:
        query = BY_FOLLOWERS[section.descending]
        return workspace.database.all(query, campaign=campaign, low=low, high=high, **at)
    first = ids_of(campaign).start
    return workspace.database.all(BY_RANK[section.descending], low=first + low, high=first + high, **at)


def count(workspace: Workspace, campaign: int, mask: int = masks.ALL) -> int:
    """How many leads of these states a campaign (its number) has."""
    return counts.total(workspace.database, campaign, mask)


def stretch(workspace: Workspace, campaign: int, after: int | None, limit: int, mask: int = masks.ALL) -> list[LeadRow]:
    """Leads of a campaign (its number) behind the lead of id `after`, in the order of scraping."""
    ids = ids_of(campaign)
    low = ids.start if after is None else after + 1
    return workspace.database.all(BY_RANK[False], low=low, high=ids.stop - 1, mask=mask, limit=limit, offset=0)
