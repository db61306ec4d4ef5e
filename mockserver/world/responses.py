"""The replies to and quotes of a derived tweet, themselves derived: as many as the tweet says it has.

They come in the two days after the tweet, from the population, and have none of their own. A response's id is
that of a tweet by its author, but does not tell what it answers: it is found by id while it was listed lately
in this process, or once it is a row. Must not know what is stored.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from struct import Struct

from mockserver.core.entropy import Entropy
from mockserver.core.times import DAY
from mockserver.world.people import People
from mockserver.world.population import POPULATION
from mockserver.world.sayings import QUOTES, REPLIES
from mockserver.world.timeline import ORIGIN, compose, slot_of
from mockserver.world.tweet import Tweet

_SPAN = 2 * DAY >> 8
_SEEN = 65_536
_WORDS = Struct("<2Q24H").unpack


class Response(StrEnum):
    """How a tweet answers another."""

    REPLY = "reply"
    QUOTE = "quote"


class Responses:
    """Derived replies and quotes of one workspace. Place 0 is the newest."""

    def __init__(self, entropy: Entropy, people: People) -> None:
        self._entropy = entropy
        self._people = people
        self._seen: OrderedDict[int, tuple[Response, Tweet, int]] = OrderedDict()

    def before(self, kind: Response, parent: Tweet, before: int) -> Iterator[Tweet]:
        """The responses to a tweet as derived, newest first, with ids below `before`."""
        length = parent.reply_count if kind is Response.REPLY else parent.quote_count
        if not length:
            return
        begun, window = _windows(parent, length)
        newest = length - 1 - ((before >> 30) - begun) // window
        for place in range(max(0, newest), length):
            response = self._at(kind, parent, place, length)
            number = int(response.id)
            if number < before:
                self._seen[number] = (kind, parent, place)
                if len(self._seen) > _SEEN:
                    self._seen.popitem(last=False)
                yield response

    def find(self, tweet_id: int) -> Tweet | None:
        """A response listed lately."""
        seen = self._seen.get(tweet_id)
        if seen is None:
            return None
        kind, parent, place = seen
        return self._at(kind, parent, place, parent.reply_count if kind is Response.REPLY else parent.quote_count)

    def _at(self, kind: Response, parent: Tweet, place: int, length: int) -> Tweet:
        order = self._entropy.permutation(POPULATION, kind.value, parent.id)
        author = self._people.number(order.at(place))
        draws = _WORDS(self._entropy.digest(kind.value, parent.id, place))
        begun, window = _windows(parent, length)
        slot = begun + (length - 1 - place) * window + draws[0] % window
        tweet_id = slot << 30 | self._people.tag(author)
        sayings = REPLIES if kind is Response.REPLY else QUOTES
        tweet = compose(self._people.derived(author), author, tweet_id, draws, sayings)
        if kind is Response.QUOTE:
            return replace(tweet, quoted_id=parent.id, media=(), reply_count=0, quote_count=0)
        return replace(
            tweet,
            text=f"@{parent.author_handle} {tweet.text}",
            in_reply_to_id=parent.id,
            conversation_id=parent.conversation_id,
            media=(),
            reply_count=0,
            quote_count=0,
        )


def _windows(parent: Tweet, length: int) -> tuple[int, int]:
    """The first slot after a tweet, and how many slots each of its responses has to fall in.

    None lies past the origin, where published tweets begin, unless the tweet itself was written moments before.
    """
    begun = (int(parent.id) >> 30) + 1
    return begun, max(1, min(_SPAN, slot_of(ORIGIN) - begun) // length)
