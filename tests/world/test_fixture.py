from __future__ import annotations

import pytest

from mockserver.core.errors import ConfigurationError
from mockserver.core.times import HOUR
from tests.world.universe import Universe

SECTION: dict[str, object] = {
    "people": {"PaulG": {"name": "Paul", "followers_count": 25_000}, "jessica": None},
    "follows": [{"follower": "paulg", "followee": "jessica"}],
    "tweets": [
        {
            "author": "paulg",
            "text": "Hello",
            "ago": "2h",
            "likes": ["jessica"],
            "retweets": ["anna"],
            "replies": [{"author": "jessica", "text": "Hi", "ago": "1h"}],
        }
    ],
    "messages": [{"sender": "paulg", "recipient": "jessica", "text": "Psst", "ago": "1d"}],
}


def test_a_section_is_written_into_the_world(universe: Universe) -> None:
    world = universe.world
    with universe.database.transaction():
        world.load(SECTION)
    paul, jessica = universe.person("paulg"), universe.person("jessica")
    assert (paul.handle, paul.name, paul.followers_count) == ("PaulG", "Paul", 25_000)
    assert world.graph.follows(paul, jessica)
    tweet = world.tweets.by_author("paulg", 1)[0]
    assert (tweet.text, tweet.like_count, tweet.reply_count, tweet.retweet_count) == ("Hello", 1, 1, 1)
    assert tweet.created_at == universe.clock.now() - 2 * HOUR
    reply = world.tweets.by_author("jessica", 1)[0]
    assert (reply.in_reply_to_id, reply.conversation_id) == (tweet.id, tweet.id)
    assert world.messages.inbox(jessica.user_id, 1)[0].text == "Psst"


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ({"persons": {}}, "world.persons is unknown"),
        ({"people": ["anna"]}, "world.people must be a mapping"),
        ({"people": {"anna": {"nmae": "x"}}}, "world.people.anna: a person has no attribute 'nmae'"),
        ({"follows": [{"follower": "anna"}]}, r"world.follows\[0\]: followee is missing"),
        ({"tweets": [{"author": "anna", "text": "x", "when": "1h"}]}, r"world.tweets\[0\]: when is unknown"),
        ({"tweets": [{"author": "missing_x", "text": "x"}]}, r"world.tweets\[0\]: .*missing_x"),
        ({"messages": [{"sender": "a", "recipient": "b", "text": "x", "ago": "soon"}]}, r"world.messages\[0\]: 'soon'"),
    ],
)
def test_a_mistake_is_named(universe: Universe, section: dict[str, object], message: str) -> None:
    with universe.database.transaction(), pytest.raises(ConfigurationError, match=message):
        universe.world.load(section)


def test_the_same_section_gives_the_same_world() -> None:
    images = []
    for _ in range(2):
        universe = Universe(seed=1)
        with universe.database.transaction():
            universe.world.load(SECTION)
        images.append(
            [universe.database.browse(table, limit=99, offset=0) for table in universe.database.table_names()]
        )
    assert images[0] == images[1]
