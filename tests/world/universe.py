"""A world and all it stands on, as a workspace would build it."""

from __future__ import annotations

from functools import cache

from mockserver.core.clock import Clock, ClockMode
from mockserver.core.database import Database
from mockserver.core.entropy import Entropy
from mockserver.core.events import EventBus
from mockserver.core.ids import Ids
from mockserver.core.tables import schema_sql
from mockserver.world.person import Person
from mockserver.world.tables import TABLES
from mockserver.world.world import World


class Universe:
    def __init__(self, seed: int) -> None:
        self.database = Database()
        self.database.execute_script(_schema())
        self.clock = Clock.start(ClockMode.FROZEN)
        self.entropy = Entropy(seed)
        self.events = EventBus()
        ids = Ids(self.database, self.clock, self.entropy)
        self.world = World(self.database, self.clock, self.entropy, ids, self.events)

    def person(self, handle: str) -> Person:
        found = self.world.people.get(handle)
        assert found is not None
        return found

    def again(self) -> World:
        """The same workspace after a restart: nothing but the database is kept."""
        ids = Ids(self.database, self.clock, self.entropy)
        return World(self.database, self.clock, Entropy(self.entropy.seed), ids, EventBus())


@cache
def _schema() -> str:
    return schema_sql(TABLES)
