"""Names and descriptions of what people gather around: communities and lists.

Must not know how either is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from mockserver.world.roles import role_wheel

_COMMUNITIES = (
    "{Topic} Builders",
    "{Topic} Club",
    "All about {Topic}",
    "{Topic} Help",
    "The {Topic} Collective",
    "{Topic} Beginners",
    "{Topic} Daily",
    "{Topic} & Friends",
    "{Topic} Jobs",
    "{Topic} in Public",
    "Women in {Topic}",
    "{Topic} Europe",
)
_LISTS = ("{Topic}", "{Topic} people", "Best of {Topic}", "{Topic} news", "Learn {Topic}")
_DESCRIPTIONS = (
    "A place to talk about {topic}. Be kind.",
    "Everything about {topic}: questions, wins and failures.",
    "For people who do {topic} every day.",
    "News, jobs and advice around {topic}.",
)

RULES = (
    ("Be kind and respectful.", "Disagree with ideas, not with people."),
    ("Keep posts on topic.", "What is posted here should be about what the community is for."),
    ("No spam.", "Links to your own product once a week at most."),
    ("Explore and share.", "Ask questions; answer those of others."),
)
"""What communities ask of their members: names and descriptions."""

VARIANTS = len(_COMMUNITIES)
"""How many communities of one topic have names of their own."""


@cache
def topics() -> tuple[str, ...]:
    """What people talk about, in the order of the alphabet."""
    return tuple(sorted({topic for role in role_wheel() for topic in role.topics}))


def community_name(topic: str, draw: int) -> str:
    """What a community around a topic is called."""
    return _named(_COMMUNITIES, topic, draw)


def list_name(topic: str, draw: int) -> str:
    """What a list of people is called."""
    return _named(_LISTS, topic, draw)


def description(topic: str, draw: int) -> str:
    """What a community or list says of itself."""
    return _DESCRIPTIONS[draw % len(_DESCRIPTIONS)].replace("{topic}", topic)


def _named(names: Sequence[str], topic: str, draw: int) -> str:
    return names[draw % len(names)].replace("{Topic}", topic[:1].upper() + topic[1:])
