"""An engine on a store in memory with a frozen clock, as a workspace would build it."""

from __future__ import annotations

from dataclasses import dataclass, field

from mockserver.core.clock import Clock, ClockMode
from mockserver.core.database import Database
from mockserver.core.entropy import Entropy
from mockserver.core.events import EventBus
from mockserver.core.ids import Ids
from mockserver.core.settings import Settings
from mockserver.core.tables import schema_sql
from mockserver.engine.jobs import Jobs
from mockserver.engine.scheduler import Scheduler
from mockserver.engine.tables import TABLES


@dataclass
class Lab:
    database: Database = field(default_factory=Database)
    clock: Clock = field(default_factory=lambda: Clock.start(ClockMode.FROZEN, now=0))
    settings: Settings = field(default_factory=Settings)

    def __post_init__(self) -> None:
        if "timers" not in self.database.table_names():
            self.database.execute_script(schema_sql(TABLES))
        self.events = EventBus()
        self.ids = Ids(self.database, self.clock, Entropy(1))
        self.scheduler = Scheduler(self.database, self.clock, self.events)
        self.jobs = Jobs(self.database, self.clock, self.events, self.scheduler, lambda: self.settings)
