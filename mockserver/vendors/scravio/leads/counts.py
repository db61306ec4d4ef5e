"""How many leads of which state stand where, so that any page of a million is found without walking to it.

Must not know what a lead is beyond its rank, followers and state.
"""

from __future__ import annotations

from enum import IntEnum
from functools import reduce
from operator import add
from typing import NamedTuple

from sqlalchemy import ColumnElement, Integer, bindparam
from sqlmodel import col, select

from mockserver.core.database import Database
from mockserver.core.statements import Command, Query, columns_of
from mockserver.vendors.scravio.leads.tables import LeadCountRow, State

_RANKS_A_BUCKET = 10
"""As a power of two: 1,024 ranks."""

_FINENESS = 6
"""Follower counts that differ by less than one in 64 share a bucket."""


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


def _asked_for() -> ColumnElement[int]:
    """The number of leads whose state's parameter is 1."""
    terms = [columns_of(LeadCountRow).columns[name] * bindparam(f"take_{name}", type_=Integer()) for name in _COLUMNS]
    return reduce(add, terms)


def _listed(*, descending: bool) -> Query[Bucket]:
    bucket = col(LeadCountRow.bucket)
    return Query(
        lambda: (
            select(bucket, _asked_for().label("leads"))
            .where(
                col(LeadCountRow.campaign) == bindparam("campaign"),
                col(LeadCountRow.ordering) == bindparam("ordering"),
                _asked_for() > 0,
            )
            .order_by(bucket.desc() if descending else bucket)
        ),
        Bucket,
    )


_BUCKETS = {descending: _listed(descending=descending) for descending in (False, True)}
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
    taken = {f"take_{name}": mask >> place & 1 for place, name in enumerate(_COLUMNS)}
    return database.all(_BUCKETS[descending], campaign=campaign, ordering=ordering.value, **taken)


def total(database: Database, campaign: int, mask: int) -> int:
    """How many leads of these states a campaign has."""
    return sum(bucket.leads for bucket in buckets(database, campaign, Ordering.RANK, mask, descending=False))
