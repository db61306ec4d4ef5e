"""The home timeline: what somebody and those whom he follows write, newest first.

Must not know who may look. Limit: it reads the `READ` people whom he follows that were followed last or come first
among derived ones, so that a page costs the same however many he follows.
"""

from __future__ import annotations

from collections.abc import Collection

from mockserver.world.graph import Graph
from mockserver.world.merged import timelines
from mockserver.world.paging import Page, before_id, tweet_page
from mockserver.world.person import Person
from mockserver.world.tweet import Tweet
from mockserver.world.tweets import Tweets

READ = 60


class Home:
    """The home timelines of one workspace."""

    def __init__(self, graph: Graph, tweets: Tweets) -> None:
        self._graph = graph
        self._tweets = tweets

    def page(
        self, person: Person, limit: int, position: str | None = None, *, seen: Collection[str] = ()
    ) -> Page[Tweet]:
        """What a person sees, without the tweets whose ids are in `seen`."""
        followed = self._graph.following(person, 0, READ)
        tweets = timelines(self._tweets, [person, *followed], before_id(position))
        skipped = frozenset(seen)
        return tweet_page(tweets, limit, keep=lambda tweet: tweet.id not in skipped)
