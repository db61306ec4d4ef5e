"""Who belongs to something, such as a community or a list: derived from its name, overlaid by who joined and left.

Must not know what people belong to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mockserver.core.clock import Clock
from mockserver.core.database import Database
from mockserver.core.entropy import Entropy
from mockserver.core.sql import bindparam, col, func, select
from mockserver.core.statements import Query
from mockserver.world.edges import Overlaid, Written
from mockserver.world.people import People
from mockserver.world.person import Person
from mockserver.world.population import POPULATION
from mockserver.world.tables import RosterRow

_true = True

_NEWEST = Query(
    lambda: (
        select(col(RosterRow.id), col(RosterRow.member))
        .where(
            col(RosterRow.roster) == bindparam("roster"),
            col(RosterRow.present).is_(_true),
            col(RosterRow.id) < bindparam("before"),
        )
        .order_by(col(RosterRow.id).desc())
        .limit(bindparam("limit"))
    ),
    Written,
)
_COUNT = Query(
    lambda: select(func.count()).where(col(RosterRow.roster) == bindparam("roster"), col(RosterRow.present).is_(_true)),
    int,
)
_TAKEN = Query(
    lambda: (
        select(col(RosterRow.place))
        .where(col(RosterRow.roster) == bindparam("roster"), col(RosterRow.place) < bindparam("base"))
        .order_by(col(RosterRow.place))
    ),
    int,
)
_PAIR = Query(
    lambda: select(RosterRow).where(
        col(RosterRow.roster) == bindparam("roster"), col(RosterRow.member) == bindparam("member")
    ),
    RosterRow,
)


@dataclass(frozen=True, slots=True)
class Roster:
    """One roster: its name, how many derived members it has, and the name of the order in which they stand.

    Of two rosters with one order, the smaller has the first members of the larger.
    """

    name: str
    base: int
    order: str


class Rosters:
    """All rosters of one workspace."""

    def __init__(self, database: Database, clock: Clock, entropy: Entropy, people: People) -> None:
        self._database = database
        self._clock = clock
        self._entropy = entropy
        self._people = people

    def entries(self, roster: Roster, position: str | None = None) -> Iterator[tuple[Person, str]]:
        """The members, who joined last first, then derived ones; each with the position after him."""
        order = self._entropy.permutation(POPULATION, "roster", roster.order)
        overlaid = Overlaid(
            lambda before, limit: self._database.all(_NEWEST, roster=roster.name, before=before, limit=limit),
            self._taken(roster),
            roster.base,
            self._people.many,
            lambda places: self._people.numbered([order.at(place) for place in places]),
        )
        return overlaid.entries(position)

    def count(self, roster: Roster) -> int:
        """How many members there are."""
        return roster.base - len(self._taken(roster)) + self._database.value(_COUNT, roster=roster.name)

    def has(self, roster: Roster, person: Person) -> bool:
        """Whether somebody is a member."""
        row = self._database.first(_PAIR, roster=roster.name, member=person.key)
        if row is not None:
            return row.present
        place = self._place(roster, person)
        return place is not None and place < roster.base

    def add(self, roster: Roster, person: Person) -> bool:
        """Make somebody a member, in the caller's transaction; False when he is one."""
        return self._write(roster, person, present=True)

    def remove(self, roster: Roster, person: Person) -> bool:
        """Make somebody no member any more, in the caller's transaction; False when he is none."""
        return self._write(roster, person, present=False)

    def _write(self, roster: Roster, person: Person, *, present: bool) -> bool:
        if self.has(roster, person) is present:
            return False
        self._people.remember(person.handle)
        # A new row even for one who left before, since who joined last has the largest id.
        self._database.remove(RosterRow, roster=roster.name, member=person.key)
        self._database.insert(
            RosterRow,
            roster=roster.name,
            member=person.key,
            present=present,
            place=self._place(roster, person),
            at=self._clock.now(),
        )
        return True

    def _taken(self, roster: Roster) -> list[int]:
        return self._database.all(_TAKEN, roster=roster.name, base=roster.base)

    def _place(self, roster: Roster, person: Person) -> int | None:
        if person.number is None:
            return None
        return self._entropy.permutation(POPULATION, "roster", roster.order).index_of(person.number)
