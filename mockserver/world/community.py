"""What a community is, and which ids can be one's. Must not know how one is derived or stored."""

from __future__ import annotations

from dataclasses import dataclass

from mockserver.core.times import Instant
from mockserver.world.paging import LAST_ID

SHORTEST_ID = 10
"""Assumption: the ids of communities have at least so many digits, so that a client can also ask for one that is
not."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that a community asks of its members."""

    id: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Community:
    """A community as seen now; `owner` is a handle, `join_policy` is `Open` or `RestrictedJoinRequestsRequireApproval`
    as X has them.
    """

    id: str
    name: str
    description: str
    topic: str
    owner: str
    join_policy: str
    created_at: Instant
    member_count: int
    moderator_count: int
    rules: tuple[Rule, ...]


def is_community_id(community_id: str) -> bool:
    """Whether a text can be the id of a community."""
    return (
        community_id.isascii()
        and community_id.isdigit()
        and SHORTEST_ID <= len(community_id) <= 19
        and not community_id.startswith("0")
        and int(community_id) <= LAST_ID
    )
