"""Identifiers: formats, uniqueness, and the same again for the same seed."""

from __future__ import annotations

import re

from mockserver.core.clock import Clock, ClockMode
from mockserver.core.database import Database
from mockserver.core.entropy import Entropy
from mockserver.core.ids import SNOWFLAKE_EPOCH, Ids

UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def made(seed: int) -> tuple[list[str], list[int]]:
    database = Database()
    ids = Ids(database, Clock.start(ClockMode.FROZEN), Entropy(seed))
    with database.transaction():
        return [ids.uuid("thing") for _ in range(200)], [ids.snowflake() for _ in range(200)]


def test_uuids_are_of_version_four_and_never_repeat() -> None:
    uuids, _ = made(1)
    assert all(UUID4.fullmatch(uuid) for uuid in uuids)
    assert len(set(uuids)) == len(uuids)


def test_the_same_seed_gives_the_same_ids_and_another_seed_others() -> None:
    assert made(1) == made(1)
    assert not set(made(1)[0]) & set(made(2)[0])


def test_snowflakes_grow_and_carry_their_time() -> None:
    _, snowflakes = made(1)
    assert snowflakes == sorted(set(snowflakes))
    assert (snowflakes[0] >> 22) + SNOWFLAKE_EPOCH == Clock.start(ClockMode.FROZEN).now()
