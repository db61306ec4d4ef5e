"""Arithmetic between a derived list of people and the edges written over it.

A list as seen is the written present edges, newest first, then the derived places that no written edge took.
Must not know who stands where.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from mockserver.core.database import Database
from mockserver.core.sql import ColumnElement, bindparam, col, func, select
from mockserver.core.statements import Query
from mockserver.world.paging import LAST_ID, position_number
from mockserver.world.person import Person
from mockserver.world.tables import FollowEdge

_true = True
_CHUNK = 50


class Side(StrEnum):
    """Which list of a person: those who follow, or those who are followed."""

    FOLLOWERS = "followers"
    FOLLOWING = "following"


class Written(NamedTuple):
    """A written edge: its id, larger for newer ones, and the other person's key."""

    id: int
    key: str


@dataclass(frozen=True, slots=True)
class Overlaid:
    """A list of people: written edges over `base` derived places, of which `taken` (ascending) are left out."""

    written: Callable[[int, int], list[Written]]
    """Those with ids below the first number, newest first, so many at most."""
    taken: Sequence[int]
    base: int
    named: Callable[[list[str]], list[Person]]
    standing: Callable[[list[int]], list[Person]]
    """The people at derived places."""

    def entries(self, position: str | None) -> Iterator[tuple[Person, str]]:
        """The people after a position, each with the position after him.

        A position stays right while edges are written: what is newer than it is not shown again or missed.
        """
        place = 0
        if position is not None and position.startswith("d"):
            place = position_number(position, "d")
        else:
            before = LAST_ID if position is None else position_number(position, "w")
            while edges := self.written(before, _CHUNK):
                for edge, person in zip(edges, self.named([edge.key for edge in edges]), strict=True):
                    yield person, f"w{edge.id}"
                before = edges[-1].id
        while place < self.base:
            places = list(islice(self._free(place), _CHUNK))
            for at, person in zip(places, self.standing(places), strict=True):
                yield person, f"d{at + 1}"
            place = places[-1] + 1 if places else self.base

    def slice(self, offset: int, limit: int, written: int) -> list[Person]:
        """`limit` people from a place on, at the same cost wherever it lies; `written` is how many edges there are."""
        if offset < 0 or limit < 0:
            raise ValueError("offset and limit count from 0")
        page: list[Person] = []
        if offset < written:
            edges = self.written(LAST_ID, min(written, offset + limit))
            page = self.named([edge.key for edge in edges[offset:]])
        free = self.base - bisect_left(self.taken, self.base)
        start, end = max(0, offset - written), min(free, max(0, offset + limit - written))
        if start < end:
            page += self.standing([derived_place(self.taken, index) for index in range(start, end)])
        return page

    def _free(self, start: int) -> Iterator[int]:
        at = bisect_left(self.taken, start)
        for place in range(start, self.base):
            if at < len(self.taken) and self.taken[at] == place:
                at += 1
            else:
                yield place


@dataclass(frozen=True, slots=True)
class _SideQueries:
    present: Query[str]
    newest: Query[Written]
    count: Query[int]
    ranks: Query[int]


def _queries(side: Side) -> _SideQueries:
    if side is Side.FOLLOWERS:
        owner, other, rank = FollowEdge.followee, FollowEdge.follower, FollowEdge.follower_rank
    else:
        owner, other, rank = FollowEdge.follower, FollowEdge.followee, FollowEdge.followee_rank

    def of_owner() -> ColumnElement[bool]:
        return col(owner) == bindparam("key")

    return _SideQueries(
        Query(
            lambda: (
                select(col(other))
                .where(of_owner(), col(FollowEdge.present).is_(_true))
                .order_by(col(FollowEdge.id).desc())
                .limit(bindparam("limit"))
                .offset(bindparam("offset"))
            ),
            str,
        ),
        Query(
            lambda: (
                select(col(FollowEdge.id), col(other))
                .where(of_owner(), col(FollowEdge.present).is_(_true), col(FollowEdge.id) < bindparam("before"))
                .order_by(col(FollowEdge.id).desc())
                .limit(bindparam("limit"))
            ),
            Written,
        ),
        Query(lambda: select(func.count()).where(of_owner(), col(FollowEdge.present).is_(_true)), int),
        Query(lambda: select(col(rank)).where(of_owner(), col(rank) < bindparam("below")).order_by(col(rank)), int),
    )


_FOLLOWERS, _FOLLOWING = _queries(Side.FOLLOWERS), _queries(Side.FOLLOWING)

_EDGE = Query(
    lambda: select(FollowEdge).where(
        col(FollowEdge.follower) == bindparam("follower"), col(FollowEdge.followee) == bindparam("followee")
    ),
    FollowEdge,
)


def _of(side: Side) -> _SideQueries:
    return _FOLLOWERS if side is Side.FOLLOWERS else _FOLLOWING


def written_edge(database: Database, follower: str, followee: str) -> FollowEdge | None:
    """What was last written between two people, by key."""
    return database.first(_EDGE, follower=follower, followee=followee)


def present_keys(database: Database, side: Side, key: str, offset: int, limit: int) -> list[str]:
    """Written people in a list, newest first."""
    return database.all(_of(side).present, key=key, offset=offset, limit=limit)


def newest_edges(database: Database, side: Side, key: str, before: int, limit: int) -> list[Written]:
    """Written people in a list whose edges have ids below `before`, newest first."""
    return database.all(_of(side).newest, key=key, before=before, limit=limit)


def present_count(database: Database, side: Side, key: str) -> int:
    """How many written people are in a list."""
    return database.value(_of(side).count, key=key)


def taken_ranks(database: Database, side: Side, key: str, below: int) -> list[int]:
    """Derived places under `below` that written edges took, ascending."""
    return database.all(_of(side).ranks, key=key, below=below)


def derived_length(taken: Sequence[int], places: int) -> int:
    """How many derived places must exist so that `places` of them are not among the ascending `taken`."""
    for rank in taken:
        if rank >= places:
            break
        places += 1
    return places


def derived_place(taken: Sequence[int], index: int) -> int:
    """The `index`-th derived place, from 0, that is not among the ascending `taken`."""
    for rank in taken:
        if rank > index:
            break
        index += 1
    return index
