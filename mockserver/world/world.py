"""One workspace's simulated social network, put together.

Must not know who looks at it.
"""

from __future__ import annotations

from collections.abc import Mapping

from mockserver.core.clock import Clock
from mockserver.core.database import Database
from mockserver.core.entropy import Entropy
from mockserver.core.events import EventBus
from mockserver.core.ids import Ids
from mockserver.world import fixture
from mockserver.world.audience import Audience
from mockserver.world.graph import Graph
from mockserver.world.messages import Messages
from mockserver.world.people import People
from mockserver.world.prospects import Prospects
from mockserver.world.tweets import Tweets


class World:
    """People, who follows whom, tweets, messages, and how people answer."""

    def __init__(self, database: Database, clock: Clock, entropy: Entropy, ids: Ids, events: EventBus) -> None:
        self._clock = clock
        self.people = People(database, entropy)
        self.graph = Graph(database, clock, entropy, events, self.people)
        self.tweets = Tweets(database, clock, entropy, ids, events, self.people)
        self.audience = Audience(database, entropy, self.people)
        self.messages = Messages(database, clock, ids, events)
        self.prospects = Prospects(entropy)

    def load(self, section: Mapping[str, object]) -> None:
        """Write the `world` section of a fixture, in the caller's transaction; its form stands in `fixture`.

        Raises `ConfigurationError` that names the entry at fault.
        """
        fixture.load(self, self._clock, section)
