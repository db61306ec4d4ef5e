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
from mockserver.world.activity import Activity
from mockserver.world.audience import Audience
from mockserver.world.communities import Communities
from mockserver.world.conversations import Conversations
from mockserver.world.graph import Graph
from mockserver.world.home import Home
from mockserver.world.interactions import Interactions
from mockserver.world.lists import Lists
from mockserver.world.messages import Messages
from mockserver.world.notifications import Notifications
from mockserver.world.people import People
from mockserver.world.prospects import Prospects
from mockserver.world.roster import Rosters
from mockserver.world.search.index import Index
from mockserver.world.search.people import PeopleSearch
from mockserver.world.search.tweets import TweetSearch
from mockserver.world.seeds import Seeds
from mockserver.world.tweets import Tweets


class World:
    """People, who follows whom, tweets, communities, lists, messages, and how people answer."""

    def __init__(self, database: Database, clock: Clock, entropy: Entropy, ids: Ids, events: EventBus) -> None:
        self._clock = clock
        self.people = People(database, entropy)
        seeds = Seeds(database)
        self.graph = Graph(database, clock, entropy, events, self.people, seeds)
        self.tweets = Tweets(database, clock, entropy, ids, events, self.people)
        self.activity = Activity(database, clock, entropy, ids, events, self.people)
        self.audience = Audience(database, entropy, self.people)
        rosters = Rosters(database, clock, entropy, self.people)
        self.lists = Lists(database, clock, entropy, ids, self.people, self.tweets, rosters)
        self.search = TweetSearch(
            database,
            entropy,
            self.people,
            self.tweets,
            Index(database, events),
            seeds,
            self.lists.timeline,
            self.lists.has_member,
        )
        self.people_search = PeopleSearch(database, entropy, self.people)
        self.conversations = Conversations(self.tweets)
        self.interactions = Interactions(database, clock, entropy, ids, self.people, self.graph, self.tweets, seeds)
        self.communities = Communities(database, clock, entropy, ids, self.people, rosters, self.search, seeds)
        self.home = Home(self.graph, self.tweets)
        self.notifications = Notifications(
            database, clock, entropy, events, self.people, self.graph, self.tweets, self.audience, seeds
        )
        self.messages = Messages(database, clock, ids, events)
        self.prospects = Prospects(entropy)

    def load(self, section: Mapping[str, object]) -> None:
        """Write the `world` section of a fixture, in the caller's transaction; its form stands in `fixture`.

        Raises `ConfigurationError` that names the entry at fault.
        """
        fixture.load(self, self._clock, section)
