"""How many leads of which state stand where, so that any page of a million is found without walking to it.

Must not know what a lead is beyond its rank, followers and state.
"""

from __future__ import annotations

from enum import IntEnum
from functools import cache, reduce
from operator import add
from typing import Any, NamedTuple

from mockserver.core.database import Database
from mockserver.core.sql import Select, bindparam, col, select
from mockserver.core.statements import Command, Query, columns_of
from mockserver.vendors.scravio.leads.tables import LeadCountRow, State

_RANKS_A_BUCKET = 11
"""As a power of two: 2,048 ranks."""

_FINENESS = 5
"""Follower counts that differ by less than one in 32 share a bucket."""


class Ordering(IntEnum):
    """By what leads are put in order."""

    RANK = 0
    FOLLOWERS = 1

    def bucket(self, value: int) -> int:
        """Where a rank or follower count belongs; a larger one never lies in an earlier bucket."""
        if self is Ordering.RANK:
            return value >> _RANKS_A_BUCKET
        shift = max(0, value.bit_length() - _FINENESS - 1)
        return (shift << _FINENESS) + (value >> shift)

    def bounds(self, bucket: int) -> tuple[int, int]:
        """The smallest and largest value of a bucket."""
        if self is Ordering.RANK:
            return bucket << _RANKS_A_BUCKET, (bucket + 1 << _RANKS_A_BUCKET) - 1
        shift = max(0, (bucket >> _FINENESS) - 1)
        low = bucket - (shift << _FINENESS) << shift
        return low, low + (1 << shift) - 1


class Bucket(NamedTuple):
    """A bucket and how many of its leads are asked for."""

    bucket: int
    leads: int


_COLUMNS = tuple(f"s{state.value}" for state in State)


@cache
def _listed(mask: int, *, descending: bool) -> Query[Bucket]:
    """The statement for a set of states; there are as many sets as combinations of filters."""

    def build() -> Select[int, Any]:
        bucket, columns = col(LeadCountRow.bucket), columns_of(LeadCountRow).columns
        counted = [columns[name] for place, name in enumerate(_COLUMNS) if mask >> place & 1]
        return (
            select(bucket, reduce(add, counted).label("leads"))
            .where(
                col(LeadCountRow.campaign) == bindparam("campaign"),
                col(LeadCountRow.ordering) == bindparam("ordering"),
            )
            .order_by(bucket.desc() if descending else bucket)
        )

    return Query(build, Bucket)


_CHANGE = Command(
    lambda: (
        columns_of(LeadCountRow)
        .update()
        .where(
            col(LeadCountRow.campaign) == bindparam("in_campaign"),
            col(LeadCountRow.ordering) == bindparam("in_ordering"),
            col(LeadCountRow.bucket) == bindparam("in_bucket"),
        )
        .values({name: columns_of(LeadCountRow).columns[name] + bindparam(f"add_{name}") for name in _COLUMNS})
    )
)


class Changes:
    """Changes of a campaign's counts, gathered and then written together."""

    def __init__(self, campaign: int) -> None:
        self._campaign = campaign
        self._deltas: dict[tuple[Ordering, int], list[int]] = {}

    def count(self, rank: int, followers: int, state: int, by: int = 1) -> None:
        """A lead came (1) or went (-1)."""
        places = (
            (Ordering.RANK, Ordering.RANK.bucket(rank)),
            (Ordering.FOLLOWERS, Ordering.FOLLOWERS.bucket(followers)),
        )
        for place in places:
            if place not in self._deltas:
                self._deltas[place] = [0] * len(_COLUMNS)
            self._deltas[place][state] += by

    def write(self, database: Database) -> None:
        """Add what was gathered to what is stored."""
        for (ordering, bucket), deltas in self._deltas.items():
            added = {f"add_{name}": delta for name, delta in zip(_COLUMNS, deltas, strict=True)}
            where = {"in_campaign": self._campaign, "in_ordering": ordering.value, "in_bucket": bucket}
            if not database.run(_CHANGE, **where, **added):
                counts = dict(zip(_COLUMNS, deltas, strict=True))
                row = {"campaign": self._campaign, "ordering": ordering.value, "bucket": bucket, **counts}
                database.insert(LeadCountRow, **row)
        self._deltas.clear()


def buckets(database: Database, campaign: int, ordering: Ordering, mask: int, *, descending: bool) -> list[Bucket]:
    """The buckets in which a campaign has leads of the states in the mask, in order."""
    if not mask:
        return []
    listed = database.all(_listed(mask, descending=descending), campaign=campaign, ordering=ordering.value)
    return [bucket for bucket in listed if bucket.leads]


def total(database: Database, campaign: int, mask: int) -> int:
    """How many leads of these states a campaign has."""
    return sum(bucket.leads for bucket in buckets(database, campaign, Ordering.RANK, mask, descending=False))
